import { fail } from '../failure.ts';
import type { BinaryOperator } from '../syntax/ast.ts';
import { equals, holds, looselyEquals, strictlyEquals } from './equality.ts';
import { duration, int, isList, isMap, timestamp, typeOf, type Value } from './value.ts';

/** Operators that always evaluate both sides: all except `&&` and `||`. */
export type EagerOperator = Exclude<BinaryOperator, '&&' | '||'>;

/** `left operator right`; an evaluation error if the types do not match. */
export function applyBinary(operator: EagerOperator, left: Value, right: Value): Value {
  switch (operator) {
    case '==':
      return equals(left, right);
    case '!=':
      return !equals(left, right);
    case 'in':
      return contains(right, left);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(operator, left, right);
    default:
      return arithmetic(operator, left, right);
  }
}

/** `!x` or `-x`. */
export function applyUnary(operator: '!' | '-', operand: Value): Value {
  if (operator === '!') return typeof operand === 'boolean' ? !operand : unfit(`!${typeOf(operand)}`);
  if (typeof operand === 'bigint') return int(-operand);
  if (typeof operand === 'number') return -operand;
  if (isKind(operand, 'duration')) return duration(-operand.nanos);
  return unfit(`-${typeOf(operand)}`);
}

type Kinded = Extract<Value, { kind: string }>;

function isKind<K extends Kinded['kind']>(value: Value, kind: K): value is Extract<Kinded, { kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

function unfit(what: string): never {
  return fail(`the operator does not take these types: ${what}`);
}

function contains(collection: Value, value: Value): boolean {
  if (collection === null) return fail('null holds no value');
  if (isList(collection)) return holds(collection, value, strictlyEquals);
  if (isKind(collection, 'set')) return holds(collection.items, value, looselyEquals);
  if (isMap(collection)) return typeof value === 'string' ? collection.has(value) : unfit(`${typeOf(value)} in map`);
  return unfit(`${typeOf(value)} in ${typeOf(collection)}`);
}

function ordered(operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
  const order = compare(left, right);
  if (order === undefined) return unfit(`${typeOf(left)} ${operator} ${typeOf(right)}`);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** Negative, zero or positive; NaN if the values are unordered, undefined if their types have no order. */
function compare(left: Value, right: Value): number | undefined {
  if (isNumber(left) && isNumber(right)) {
    if (typeof left === typeof right) return left < right ? -1 : left > right ? 1 : left === right ? 0 : NaN;
    return Number(left) - Number(right);
  }
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right);
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right);
  const moments = isKind(left, 'timestamp') && isKind(right, 'timestamp');
  const lengths = isKind(left, 'duration') && isKind(right, 'duration');
  if (!moments && !lengths) return undefined;
  return left.nanos < right.nanos ? -1 : Number(left.nanos > right.nanos);
}

function isNumber(value: Value): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

type Arithmetic = '+' | '-' | '*' | '/' | '%';

function arithmetic(operator: Arithmetic, left: Value, right: Value): Value {
  if (typeof left === 'bigint' && typeof right === 'bigint') return ofInts(operator, left, right);
  if (isNumber(left) && isNumber(right)) return ofFloats(operator, Number(left), Number(right));
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  return ofTimes(operator, left, right);
}

function ofInts(operator: Arithmetic, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return int(left + right);
    case '-':
      return int(left - right);
    case '*':
      return int(left * right);
    case '/':
      return right === 0n ? fail('division by zero') : BigInt.asIntN(64, left / right);
    case '%':
      return right === 0n ? fail('division by zero') : left % right;
  }
}

function ofFloats(operator: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}

function ofTimes(operator: Arithmetic, left: Value, right: Value): Value {
  const sign = operator === '-' ? -1n : 1n;
  if (operator === '+' || operator === '-') {
    if (isKind(right, 'duration')) {
      if (isKind(left, 'duration')) return duration(left.nanos + sign * right.nanos);
      if (isKind(left, 'timestamp')) return timestamp(left.nanos + sign * right.nanos);
    }
    if (isKind(right, 'timestamp')) {
      if (isKind(left, 'duration') && operator === '+') return timestamp(left.nanos + right.nanos);
      if (isKind(left, 'timestamp') && operator === '-') return duration(left.nanos - right.nanos);
    }
  }
  return unfit(`${typeOf(left)} ${operator} ${typeOf(right)}`);
}
