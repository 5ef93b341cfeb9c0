import type { FunctionDeclaration } from '../syntax/ast.ts';

/** The names in scope, as known without a request. */
export interface Scope {
  outer: Scope | undefined;
  functions: readonly FunctionDeclaration[];
  variables: ReadonlySet<string>;
}

/** Whether a variable of this name is in scope. */
export function hasVariable(scope: Scope | undefined, name: string): boolean {
  return scope !== undefined && (scope.variables.has(name) || hasVariable(scope.outer, name));
}

/** Whether the name refers to the service's `request` or `resource`, not to a parameter, `let` or wildcard. */
export function isServiceVariable(scope: Scope, name: string): boolean {
  if (!scope.outer) return scope.variables.has(name);
  return !scope.variables.has(name) && isServiceVariable(scope.outer, name);
}

/** Finds the function that a call refers to, and the scope of its declaration. */
export function findFunction(
  scope: Scope | undefined,
  name: string,
): { declaration: FunctionDeclaration; home: Scope } | undefined {
  if (!scope) return undefined;
  const declaration = scope.functions.find((candidate) => candidate.name === name);
  return declaration ? { declaration, home: scope } : findFunction(scope.outer, name);
}
