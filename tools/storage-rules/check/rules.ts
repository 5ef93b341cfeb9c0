import { Refusal } from '../failure.ts';
import { LIMITS } from '../limits.ts';
import type { Body, Expression, FunctionDeclaration, RulesFile } from '../syntax/ast.ts';
import { checkExpression, GLOBAL_NAMES, inside, NAMESPACE_NAMES } from './expression.ts';
import { findFunction, type Scope } from './scope.ts';

/** Finds everything in a rules file that the reference does not define or forbids, in the order of the file. */
export function checkRules(file: RulesFile): Refusal[] {
  const base: Scope = { outer: undefined, functions: file.functions, variables: new Set(['request', 'resource']) };
  const refusals = [
    ...checkFunctions(base),
    ...checkBody(file.service, { outer: base, functions: file.service.functions, variables: new Set() }),
  ];
  return refusals.sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

function checkBody(body: Body, scope: Scope): Refusal[] {
  return [
    ...checkFunctions(scope),
    ...body.allows.flatMap(({ condition }) => (condition ? checkExpression(condition, scope) : [])),
    ...body.matches.flatMap(({ path, body: inner }) => {
      const names = path.flatMap((segment) => (segment.kind === 'literal' ? [] : [segment.name]));
      return checkBody(inner, { outer: scope, functions: inner.functions, variables: new Set(names) });
    }),
  ];
}

function checkFunctions(scope: Scope): Refusal[] {
  return scope.functions.flatMap((declaration, index) => {
    const { at, name } = declaration;
    const problems: Refusal[] = [];
    if (scope.functions.findIndex((other) => other.name === name) !== index) {
      problems.push(new Refusal(at, `the function ${name} is declared twice`));
    }
    if (GLOBAL_NAMES.includes(name) || NAMESPACE_NAMES.includes(name)) {
      problems.push(new Refusal(at, `${name} is a function of the language`));
    }
    const chain = callChain(declaration, scope, []);
    if (chain === 'recursive')
      problems.push(new Refusal(at, `the function ${name} calls itself, which is not allowed`));
    else if (chain > LIMITS.callDepth) {
      problems.push(new Refusal(at, `more than ${LIMITS.callDepth} functions call each other from ${name} on`));
    }
    return [...problems, ...checkDeclaration(declaration, scope)];
  });
}

function checkDeclaration({ at, name, parameters, bindings, result }: FunctionDeclaration, home: Scope): Refusal[] {
  const problems: Refusal[] = [];
  if (parameters.length > LIMITS.parameters) {
    problems.push(new Refusal(at, `the function ${name} has more than ${LIMITS.parameters} parameters`));
  }
  if (bindings.length > LIMITS.bindings) {
    problems.push(new Refusal(at, `the function ${name} has more than ${LIMITS.bindings} let bindings`));
  }
  const names = new Set<string>();
  const declare = (variable: { name: string; at: Refusal['at'] }) => {
    if (names.has(variable.name)) problems.push(new Refusal(variable.at, `${variable.name} is declared twice`));
    names.add(variable.name);
  };
  const scope = (): Scope => ({ outer: home, functions: [], variables: new Set(names) });
  parameters.forEach(declare);
  for (const binding of bindings) {
    problems.push(...checkExpression(binding.value, scope()));
    declare(binding);
  }
  return [...problems, ...checkExpression(result, scope())];
}

/** The depth of the call chain that starts with this function, itself included. */
function callChain(
  declaration: FunctionDeclaration,
  home: Scope,
  callers: readonly FunctionDeclaration[],
): number | 'recursive' {
  if (callers.includes(declaration)) return 'recursive';
  if (callers.length > LIMITS.callDepth) return callers.length;
  let longest = 0;
  for (const name of calledIn(declaration, home)) {
    const called = findFunction(home, name);
    if (!called) continue;
    const chain = callChain(called.declaration, called.home, [...callers, declaration]);
    if (chain === 'recursive') return chain;
    longest = Math.max(longest, chain);
  }
  return longest + 1;
}

function calledIn({ bindings, result }: FunctionDeclaration, scope: Scope): Set<string> {
  const names = new Set<string>();
  const visit = (expression: Expression) => {
    if (expression.kind === 'call') names.add(expression.name);
    inside(expression, scope).forEach(visit);
  };
  [...bindings.map((binding) => binding.value), result].forEach(visit);
  return names;
}
