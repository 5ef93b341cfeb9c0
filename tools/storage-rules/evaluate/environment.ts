import type { FunctionDeclaration } from '../syntax/ast.ts';
import type { Value } from '../values/value.ts';

/** A value that is computed on first use; an error is thrown only then. */
export type Lazy = () => Value;

/** The functions and variables in scope: the innermost scope, then the outer ones. */
export interface Environment {
  outer: Environment | undefined;
  functions: readonly FunctionDeclaration[];
  variables: ReadonlyMap<string, Lazy>;
}

/** Computes a value or an error at most once. */
export function lazy(compute: () => Value): Lazy {
  let done: { value: Value } | { error: unknown } | undefined;
  return () => {
    if (!done) {
      try {
        done = { value: compute() };
      } catch (error) {
        done = { error };
      }
    }
    if ('error' in done) throw done.error;
    return done.value;
  };
}

/** Finds a variable, in the innermost scope first. */
export function variable(environment: Environment | undefined, name: string): Lazy | undefined {
  for (let at = environment; at; at = at.outer) {
    const found = at.variables.get(name);
    if (found) return found;
  }
  return undefined;
}

/** Finds a function and the scope of its declaration, in the innermost scope first. */
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
