import type { FunctionDeclaration } from '../syntax/ast.ts';
import type { Value } from '../values/value.ts';

/** A value that is worked out when it is first used; an error counts only then. */
export type Lazy = () => Value;

/** What the names mean at a place: its own functions and variables, then those around it. */
export interface Environment {
  outer: Environment | undefined;
  functions: readonly FunctionDeclaration[];
  variables: ReadonlyMap<string, Lazy>;
}

/** A value worked out once, its error too. */
export function lazy(work: () => Value): Lazy {
  let done: { value: Value } | { error: unknown } | undefined;
  return () => {
    if (!done) {
      try {
        done = { value: work() };
      } catch (error) {
        done = { error };
      }
    }
    if ('error' in done) throw done.error;
    return done.value;
  };
}

/** The variable of this name, the innermost first. */
export function variable(environment: Environment | undefined, name: string): Lazy | undefined {
  for (let at = environment; at; at = at.outer) {
    const found = at.variables.get(name);
    if (found) return found;
  }
  return undefined;
}

/** The function of this name and the place of its declaration, the innermost first. */
export function lookUpFunction(
  environment: Environment,
  name: string,
): { declaration: FunctionDeclaration; home: Environment } | undefined {
  for (let home: Environment | undefined = environment; home; home = home.outer) {
    const declaration = home.functions.find((candidate) => candidate.name === name);
    if (declaration) return { declaration, home };
  }
  return undefined;
}
