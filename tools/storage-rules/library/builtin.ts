import { fail } from '../failure.ts';
import { isOfType, typeOf, type Value } from '../values/value.ts';

/**
 * A function or method of the reference. `takes` lists the types of each argument, alternatives with `|`,
 * any type as `any`; the first argument of a method is its receiver.
 */
export interface Builtin {
  takes: readonly string[];
  run: (...args: never[]) => Value;
}

/** Functions or methods by name. */
export type Builtins = Readonly<Record<string, Builtin>>;

/** Calls a builtin; a wrong number or type of arguments is an evaluation error. */
export function callBuiltin(name: string, builtin: Builtin, args: readonly Value[]): Value {
  const fits =
    args.length === builtin.takes.length &&
    builtin.takes.every((types, index) => {
      const value = args[index] as Value;
      return types === 'any' || types.split('|').some((type) => isOfType(value, type));
    });
  if (!fits) fail(`${name} takes (${builtin.takes.join(', ')}), not (${args.map(typeOf).join(', ')})`);
  return builtin.run(...(args as never[]));
}
