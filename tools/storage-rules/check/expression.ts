import { Refusal } from '../failure.ts';
import { FIRESTORE_FUNCTIONS } from '../evaluate/documents.ts';
import { GLOBALS, METHODS, NAMESPACES } from '../library/catalogue.ts';
import { regexProblem } from '../regex/compile.ts';
import type { Expression } from '../syntax/ast.ts';
import { TYPE_NAMES } from '../values/value.ts';
import { findFunction, hasVariable, isServiceVariable, type Scope } from './scope.ts';
import { shapeProblem } from './shapes.ts';

/** Names before a dot that are not values. */
export const NAMESPACE_NAMES = [...Object.keys(NAMESPACES), 'firestore'];

/** The functions without a namespace. */
export const GLOBAL_NAMES = [...Object.keys(GLOBALS), 'debug'];

const REGEX_METHODS = ['matches', 'replace', 'split'];

/** Finds everything in an expression that the reference does not define. */
export function checkExpression(expression: Expression, scope: Scope): Refusal[] {
  const problem = ownProblem(expression, scope);
  const own = problem === undefined ? [] : [new Refusal(expression.at, problem)];
  return [...own, ...inside(expression, scope).flatMap((child) => checkExpression(child, scope))];
}

function ownProblem(expression: Expression, scope: Scope): string | undefined {
  switch (expression.kind) {
    case 'name':
      return nameProblem(expression.name, scope);
    case 'field':
      return shapeProblem(expression.object, expression.field, (name) => isServiceVariable(scope, name));
    case 'index':
      if (expression.index.kind !== 'literal' || typeof expression.index.value !== 'string') return undefined;
      return shapeProblem(expression.object, expression.index.value, (name) => isServiceVariable(scope, name));
    case 'is':
      return (TYPE_NAMES as readonly string[]).includes(expression.type)
        ? undefined
        : `there is no type ${expression.type}, only ${TYPE_NAMES.join(', ')}`;
    case 'call':
      return callProblem(expression.name, expression.args.length, scope);
    case 'method':
      return methodProblem(expression, scope);
    default:
      return undefined;
  }
}

function nameProblem(name: string, scope: Scope): string | undefined {
  if (hasVariable(scope, name)) return undefined;
  if (NAMESPACE_NAMES.includes(name)) return `${name} is a namespace and no value`;
  return `there is no variable ${name} here`;
}

function callProblem(name: string, count: number, scope: Scope): string | undefined {
  const own = findFunction(scope, name)?.declaration.parameters.length;
  const expected = own ?? (GLOBAL_NAMES.includes(name) ? 1 : undefined);
  if (expected === undefined) return `there is no function ${name}`;
  return expected === count ? undefined : `${name} takes ${expected} arguments, not ${count}`;
}

function methodProblem(expression: Extract<Expression, { kind: 'method' }>, scope: Scope): string | undefined {
  const { object, name, args } = expression;
  if (object.kind === 'name' && !hasVariable(scope, object.name) && NAMESPACE_NAMES.includes(object.name)) {
    const label = `${object.name}.${name}`;
    const isFirestore = object.name === 'firestore' && FIRESTORE_FUNCTIONS.includes(name);
    const expected = isFirestore ? 1 : NAMESPACES[object.name]?.[name]?.takes.length;
    if (expected === undefined) return `there is no function ${label}`;
    return expected === args.length ? undefined : `${label} takes ${expected} arguments, not ${args.length}`;
  }
  const counts = new Set(
    Object.values(METHODS).flatMap((methods) =>
      Object.hasOwn(methods, name) ? [(methods[name]?.takes.length ?? 1) - 1] : [],
    ),
  );
  if (counts.size === 0) return `there is no method ${name}`;
  if (!counts.has(args.length)) return `${name} takes ${[...counts].join(' or ')} arguments, not ${args.length}`;
  const [pattern] = args;
  if (REGEX_METHODS.includes(name) && pattern?.kind === 'literal' && typeof pattern.value === 'string') {
    const problem = regexProblem(pattern.value);
    if (problem !== undefined) return `${JSON.stringify(pattern.value)} is no regular expression of RE2: ${problem}`;
  }
  return undefined;
}

/** The direct subexpressions, without names of namespaces and variables for `bind()`. */
export function inside(expression: Expression, scope: Scope): Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'list':
      return expression.items;
    case 'map':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'path':
      return expression.parts.flatMap((part) => (part.kind === 'value' ? [part.value] : []));
    case 'field':
      return [expression.object];
    case 'index':
      return [expression.object, expression.index];
    case 'range':
      return [expression.object, expression.from, expression.to].filter((part) => part !== undefined);
    case 'call':
      return expression.args;
    case 'method':
      return [...receiver(expression, scope), ...expression.args];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'is':
      return [expression.value];
    case 'choice':
      return [expression.condition, expression.then, expression.otherwise];
  }
}

function receiver({ object, name }: Extract<Expression, { kind: 'method' }>, scope: Scope): Expression[] {
  if (object.kind === 'name' && !hasVariable(scope, object.name) && NAMESPACE_NAMES.includes(object.name)) return [];
  if (name !== 'bind' || object.kind !== 'path') return [object];
  return inside(object, scope).filter((part) => part.kind !== 'name' || hasVariable(scope, part.name));
}
