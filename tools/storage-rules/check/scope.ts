import type { FunctionDeclaration } from '../syntax/ast.ts';

/** What names mean at a place, as far as it is known without a request. */
export interface Scope {
  outer: Scope | undefined;
  functions: readonly FunctionDeclaration[];
  variables: ReadonlySet<string>;
}

/** Whether a variable of this name is there. */
export function hasVariable(scope: Scope | undefined, name: string): boolean {
  return scope !== undefined && (scope.variables.has(name) || hasVariable(scope.outer, name));
}

/** Whether this name means the service's own `request` or `resource` and not a parameter, `let` or wildcard. */
export function isServiceVariable(scope: Scope, name: string): boolean {
  if (!scope.outer) return scope.variables.has(name);
  return !scope.variables.has(name) && isServiceVariable(scope.outer, name);
}

/** The function that a call of this name means, and the place of its declaration. */
export function findFunction(
  scope: Scope | undefined,
  name: string,
): { declaration: FunctionDeclaration; home: Scope } | undefined {
  if (!scope) return undefined;
  const declaration = scope.functions.find((candidate) => candidate.name === name);
  return declaration ? { declaration, home: scope } : findFunction(scope.outer, name);
}
