import { Refusal } from '../failure.ts';
import { LIMITS } from '../limits.ts';
import type { BinaryOperator, Expression, PathPart } from './ast.ts';
import type { Cursor } from './cursor.ts';
import type { Token } from './lexer.ts';

/**
 * Binary operators from loosest to tightest, in the order of the reference's table
 * (docs/storage/security/core-syntax and docs/rules/rules-language, "Operators and operator precedence").
 */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['in'],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];
const IS_LEVEL = 3;

/** Parses one expression. */
export function parseExpression(tokens: Cursor, depth = 0): Expression {
  if (depth > LIMITS.nesting)
    throw new Refusal(tokens.peek().at, 'this expression is nested too deep to evaluate safely');
  const condition = parseLevel(tokens, 0, depth);
  if (!tokens.take('?')) return condition;
  const then = parseExpression(tokens, depth + 1);
  tokens.expect(':', 'between the two values of "? :"');
  const otherwise = parseExpression(tokens, depth + 1);
  return { kind: 'choice', at: condition.at, condition, then, otherwise };
}

function parseLevel(tokens: Cursor, level: number, depth: number): Expression {
  const operators = LEVELS[level];
  if (!operators) return parseUnary(tokens, depth);
  let left = parseLevel(tokens, level + 1, depth);
  for (;;) {
    const at = tokens.peek().at;
    if (level === IS_LEVEL && tokens.take('is')) {
      left = { kind: 'is', at, value: left, type: typeName(tokens) };
      continue;
    }
    const operator = operators.find((candidate) => tokens.take(candidate));
    if (!operator) return left;
    left = { kind: 'binary', at, operator, left, right: parseLevel(tokens, level + 1, depth) };
  }
}

function typeName(tokens: Cursor): string {
  const token = tokens.next();
  if (token.kind !== 'word') throw new Refusal(token.at, 'expected the name of a type after "is"');
  return token.text;
}

function parseUnary(tokens: Cursor, depth: number): Expression {
  const { at } = tokens.peek();
  if (depth > LIMITS.nesting) throw new Refusal(at, 'this expression is nested too deep to evaluate safely');
  if (tokens.take('!')) return { kind: 'unary', at, operator: '!', operand: parseUnary(tokens, depth + 1) };
  if (!tokens.take('-')) return parseAccess(tokens, depth);
  // The smallest int is only valid with a minus sign.
  if (tokens.peek().kind === 'int' && tokens.peek().text === '9223372036854775808') {
    tokens.next();
    return { kind: 'literal', at, value: -(2n ** 63n) };
  }
  return { kind: 'unary', at, operator: '-', operand: parseUnary(tokens, depth + 1) };
}

/** A value and its suffixes: `.field`, `.method()`, `[index]`, `[from:to]`. */
function parseAccess(tokens: Cursor, depth: number): Expression {
  let object = parsePrimary(tokens, depth);
  for (;;) {
    if (tokens.take('.')) {
      const field = tokens.next();
      if (field.kind !== 'word') throw new Refusal(field.at, 'expected the name of a field or method after "."');
      object = tokens.take('(')
        ? { kind: 'method', at: field.at, object, name: field.text, args: parseItems(tokens, ')', depth) }
        : { kind: 'field', at: field.at, object, field: field.text };
      continue;
    }
    const at = tokens.peek().at;
    if (!tokens.take('[')) return object;
    object = parseBrackets(tokens, object, at, depth + 1);
  }
}

/** `index]`, `from:to]`, `from:]` or `:to]`. */
function parseBrackets(tokens: Cursor, object: Expression, at: Expression['at'], depth: number): Expression {
  const from = tokens.sees(':') ? undefined : parseExpression(tokens, depth);
  if (from && tokens.take(']')) return { kind: 'index', at, object, index: from };
  tokens.expect(':', 'or "]" after an index');
  const to = tokens.sees(']') ? undefined : parseExpression(tokens, depth);
  if (!from && !to) throw new Refusal(at, 'a range has a start or an end');
  tokens.expect(']', 'after a range');
  return { kind: 'range', at, object, from, to };
}

/** Comma-separated expressions up to a closing symbol, which is consumed. */
function parseItems(tokens: Cursor, close: ')' | ']', depth: number): Expression[] {
  const items: Expression[] = [];
  if (tokens.take(close)) return items;
  do items.push(parseExpression(tokens, depth + 1));
  while (tokens.take(','));
  tokens.expect(close, 'or ","');
  return items;
}

function parsePrimary(tokens: Cursor, depth: number): Expression {
  const token = tokens.peek();
  const { at, text } = token;
  if (token.kind === 'segment' || (token.kind === 'mark' && text === '/')) return parsePath(tokens, depth);
  tokens.next();
  switch (token.kind) {
    case 'int':
      if (BigInt(text) >= 2n ** 63n) throw new Refusal(at, `${text} does not fit into 64 bits`);
      return { kind: 'literal', at, value: BigInt(text) };
    case 'float':
      return { kind: 'literal', at, value: Number(text) };
    case 'string':
      return { kind: 'literal', at, value: text };
    case 'bytes':
      return { kind: 'literal', at, value: token.bytes ?? new Uint8Array() };
    case 'word':
      return parseWord(tokens, token.text, at, depth);
    default:
      if (token.kind === 'mark' && text === '[') return { kind: 'list', at, items: parseItems(tokens, ']', depth) };
      if (token.kind === 'mark' && text === '{') return parseMap(tokens, at, depth);
      if (token.kind !== 'mark' || text !== '(') throw new Refusal(at, `expected a value, found "${text}"`);
  }
  const inner = parseExpression(tokens, depth + 1);
  tokens.expect(')', 'to close the parenthesis');
  return inner;
}

function parseWord(tokens: Cursor, text: string, at: Expression['at'], depth: number): Expression {
  if (text === 'null') return { kind: 'literal', at, value: null };
  if (text === 'true' || text === 'false') return { kind: 'literal', at, value: text === 'true' };
  if (['if', 'in', 'is', 'let', 'return', 'allow', 'match', 'function', 'service'].includes(text)) {
    throw new Refusal(at, `expected a value, found "${text}"`);
  }
  if (tokens.take('(')) return { kind: 'call', at, name: text, args: parseItems(tokens, ')', depth) };
  return { kind: 'name', at, name: text };
}

function parseMap(tokens: Cursor, at: Expression['at'], depth: number): Expression {
  const entries: { key: Expression; value: Expression }[] = [];
  if (tokens.take('}')) return { kind: 'map', at, entries };
  do {
    const key = parseExpression(tokens, depth + 1);
    tokens.expect(':', 'between a key and its value');
    entries.push({ key, value: parseExpression(tokens, depth + 1) });
    // The reference allows a trailing comma in a map.
  } while (tokens.take(',') && !tokens.sees('}'));
  tokens.expect('}', 'or ","');
  return { kind: 'map', at, entries };
}

/** A path: `/segment`, `/(segment)` and `/$(expression)`, one after the other. */
function parsePath(tokens: Cursor, depth: number): Expression {
  const { at } = tokens.peek();
  const parts: PathPart[] = [];
  for (;;) {
    const token = tokens.peek();
    if (token.kind === 'segment') {
      parts.push({ kind: 'segment', text: plainSegment(tokens.next()) });
    } else if (tokens.sees('/') && tokens.sees('$', 1)) {
      tokens.next();
      tokens.next();
      tokens.expect('(', 'after "/$" in a path');
      parts.push({ kind: 'value', value: parseExpression(tokens, depth + 1) });
      tokens.expect(')', 'to close "$("');
    } else if (parts.length > 0) return { kind: 'path', at, parts };
    else throw new Refusal(token.at, 'expected a path: /segment or /$(expression)');
  }
}

/** The text of a path segment; escapes and characters that the reference does not define are refused. */
export function plainSegment(token: Token): string {
  const text = token.text.slice(1);
  if (/[%+*&']/.test(text)) throw new Refusal(token.at, `the reference does not say what the segment "${text}" means`);
  return text;
}
