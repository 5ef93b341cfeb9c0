import { EvaluationError, fail, LimitReached } from '../failure.ts';
import { callBuiltin } from '../library/builtin.ts';
import { GLOBALS, METHODS, NAMESPACES } from '../library/catalogue.ts';
import { LIMITS } from '../limits.ts';
import type { Expression, PathPart } from '../syntax/ast.ts';
import { place } from '../syntax/cursor.ts';
import { fieldOf, indexOf, rangeOf } from '../values/access.ts';
import { applyBinary, applyUnary } from '../values/operators.ts';
import { show, toText } from '../values/text.ts';
import { isOfType, segmentsOf, typeOf, type Value } from '../values/value.ts';
import type { Documents } from './documents.ts';
import { lazy, lookUpFunction, variable, type Environment, type Lazy } from './environment.ts';

/** The state of one evaluation: counters for limits, documents and debug output. */
export interface Evaluation {
  documents: Documents;
  expressions: number;
  callDepth: number;
  /** The arguments of `debug()`, with positions. */
  debug: string[];
}

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** Evaluates an expression; throws an `EvaluationError` with its position. */
export function evaluate(expression: Expression, scope: Environment, run: Evaluation): Value {
  if (++run.expressions > LIMITS.expressions) {
    throw new LimitReached(`more than ${LIMITS.expressions} expressions for one request`);
  }
  try {
    return valueOf(expression, scope, run);
  } catch (error) {
    if (error instanceof EvaluationError) error.at ??= expression.at;
    throw error;
  }
}

function valueOf(expression: Expression, scope: Environment, run: Evaluation): Value {
  const value = (part: Expression) => evaluate(part, scope, run);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      return (variable(scope, expression.name) ?? unknown(expression.name))();
    case 'list':
      return expression.items.map(value);
    case 'map':
      return new Map(expression.entries.map(({ key, value: item }) => [keyText(value(key)), value(item)]));
    case 'path':
      return pathOf(expression.parts, scope, run);
    case 'field':
      return fieldOf(value(expression.object), expression.field);
    case 'index':
      return indexOf(value(expression.object), value(expression.index));
    case 'range':
      return rangeOf(
        value(expression.object),
        expression.from && value(expression.from),
        expression.to && value(expression.to),
      );
    case 'call':
      return call(expression, scope, run);
    case 'method':
      return callMethod(expression, scope, run);
    case 'unary':
      return applyUnary(expression.operator, value(expression.operand));
    case 'binary':
      return binary(expression, scope, run);
    case 'is':
      return isOfType(value(expression.value), expression.type);
    case 'choice':
      return truth(value(expression.condition)) ? value(expression.then) : value(expression.otherwise);
  }
}

/** Returns the bool; any other type is an evaluation error. */
export function truth(value: Value): boolean {
  return typeof value === 'boolean' ? value : fail(`a condition is a bool, not a ${typeOf(value)}`);
}

function unknown(name: string): never {
  return fail(`there is no variable ${name}`);
}

function keyText(key: Value): string {
  return typeof key === 'string' ? key : fail(`a key is a string, not a ${typeOf(key)}`);
}

function binary(expression: Of<'binary'>, scope: Environment, run: Evaluation): Value {
  const { operator, left, right } = expression;
  if (operator === '&&' || operator === '||') return decide(expression, operator === '||', scope, run);
  return applyBinary(operator, evaluate(left, scope, run), evaluate(right, scope, run));
}

/**
 * False decides `&&`, true decides `||`. An error on one side is ignored if the other side decides
 * (docs/reference/security/storage, "Rule evaluation and errors").
 */
function decide({ left, right }: Of<'binary'>, deciding: boolean, scope: Environment, run: Evaluation): boolean {
  let error: EvaluationError | undefined;
  try {
    if (truth(evaluate(left, scope, run)) === deciding) return deciding;
  } catch (caught) {
    if (!(caught instanceof EvaluationError)) throw caught;
    error = caught;
  }
  let second: boolean;
  try {
    second = truth(evaluate(right, scope, run));
  } catch (caught) {
    throw error && caught instanceof EvaluationError ? error : caught;
  }
  if (error && second !== deciding) throw error;
  return second;
}

function pathOf(parts: readonly PathPart[], scope: Environment, run: Evaluation): Value {
  const segments: string[] = [];
  const unbound = new Map<number, string>();
  for (const part of parts) {
    if (part.kind === 'segment') segments.push(part.text);
    else if (part.value.kind === 'name' && !variable(scope, part.value.name)) {
      unbound.set(segments.length, part.value.name);
      segments.push('');
    } else {
      const value = evaluate(part.value, scope, run);
      if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'path') {
        segments.push(...segmentsOf(value));
      } else segments.push(toText(value));
    }
  }
  return { kind: 'path', segments, bindings: new Map(), unbound };
}

function call({ name, args, at }: Of<'call'>, scope: Environment, run: Evaluation): Value {
  const found = lookUpFunction(scope, name);
  if (!found) {
    const values = args.map((arg) => evaluate(arg, scope, run));
    if (name === 'debug' && values.length === 1) {
      run.debug.push(`${place(at)}: ${show(values[0] as Value)}`);
      return values[0] as Value;
    }
    const builtin = Object.hasOwn(GLOBALS, name) ? GLOBALS[name] : undefined;
    return builtin ? callBuiltin(name, builtin, values) : fail(`there is no function ${name}`);
  }
  const { declaration, home } = found;
  if (run.callDepth >= LIMITS.callDepth) fail(`more than ${LIMITS.callDepth} functions call each other`);
  const variables = new Map<string, Lazy>();
  declaration.parameters.forEach((parameter, index) => {
    const arg = args[index];
    if (arg)
      variables.set(
        parameter.name,
        lazy(() => evaluate(arg, scope, run)),
      );
  });
  const inside: Environment = { outer: home, functions: [], variables };
  for (const binding of declaration.bindings) {
    const before: Environment = { ...inside, variables: new Map(variables) };
    variables.set(
      binding.name,
      lazy(() => evaluate(binding.value, before, run)),
    );
  }
  run.callDepth++;
  try {
    return evaluate(declaration.result, inside, run);
  } finally {
    run.callDepth--;
  }
}

function callMethod(expression: Of<'method'>, scope: Environment, run: Evaluation): Value {
  const { object, name } = expression;
  const args = () => expression.args.map((arg) => evaluate(arg, scope, run));
  if (object.kind === 'name' && !variable(scope, object.name)) {
    const label = `${object.name}.${name}`;
    if (object.name === 'firestore') return run.documents.call(name, args());
    const builtin = NAMESPACES[object.name]?.[name];
    return builtin ? callBuiltin(label, builtin, args()) : fail(`there is no function ${label}`);
  }
  const receiver = evaluate(object, scope, run);
  const methods = METHODS[typeOf(receiver)];
  const builtin = methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!builtin) return fail(`a ${typeOf(receiver)} has no method ${name}`);
  return callBuiltin(`${typeOf(receiver)}.${name}`, builtin, [receiver, ...args()]);
}
