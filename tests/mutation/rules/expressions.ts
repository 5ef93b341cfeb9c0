import type { BinaryOperator, Expression } from '../../../tools/storage-rules/syntax/ast.ts';
import { wrongPatterns } from './patterns.ts';
import { printExpression } from './print.ts';
import { additionsTo, alternativesTo } from './vocabularies.ts';

/** The kinds of mutation. */
export const KINDS = [
  'flip allow',
  'add verb',
  'drop verb',
  'widen wildcard',
  'segment to wildcard',
  'constant function',
  'drop conjunct',
  'drop disjunct',
  'swap && and ||',
  'any signed-in user',
  'drop negation',
  'change comparison',
  'change number',
  'change pattern',
  'change string',
  'shorten list',
  'extend list',
  'change method',
  'change type',
  'change resource',
  'always one branch',
] as const;
export type Kind = (typeof KINDS)[number];

/** A replacement of one node, with the line and text of what it replaces. */
export interface Change<T> {
  readonly kind: Kind;
  readonly line: number;
  readonly was: string;
  readonly now: string;
  readonly to: T;
}

type Changes = readonly Change<Expression>[];
type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

const change = (kind: Kind, from: Expression, to: Expression): Change<Expression> => ({
  kind,
  line: from.at.line,
  was: printExpression(from),
  now: printExpression(to),
  to,
});

/** `true` and `false` in place of an expression. */
export const constant = (value: boolean, like: Expression): Expression => ({ kind: 'literal', at: like.at, value });

const signedIn = (like: Expression): Expression => {
  const { at } = like;
  const auth: Expression = { kind: 'field', at, object: { kind: 'name', at, name: 'request' }, field: 'auth' };
  return { kind: 'binary', at, operator: '!=', left: auth, right: { kind: 'literal', at, value: null } };
};

const OTHER_COMPARISONS: Partial<Record<BinaryOperator, readonly BinaryOperator[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
  '+': ['-'],
  '-': ['+'],
};
const OTHER_METHODS: Record<string, readonly string[]> = {
  hasOnly: ['hasAny', 'hasAll'],
  hasAll: ['hasAny'],
  hasAny: ['hasAll'],
};
const OTHER_TYPES: Record<string, string> = { int: 'number', string: 'list', list: 'string', bool: 'int', map: 'list' };

/** The operands of a chain of one operator, from left to right. */
function operandsOf(expression: Expression, operator: BinaryOperator): Expression[] {
  if (expression.kind !== 'binary' || expression.operator !== operator) return [expression];
  return [...operandsOf(expression.left, operator), ...operandsOf(expression.right, operator)];
}

const chain = (operands: readonly Expression[], operator: BinaryOperator): Expression =>
  operands.reduce((left, right) => ({ kind: 'binary', at: right.at, operator, left, right }));

function ofChain(whole: Expression, operator: '&&' | '||'): Changes {
  const operands = operandsOf(whole, operator);
  const other = operator === '&&' ? '||' : '&&';
  return operands.flatMap((one, index) => {
    const rest = operands.filter((_, place) => place !== index);
    const dropped = {
      kind: operator === '&&' ? ('drop conjunct' as const) : ('drop disjunct' as const),
      line: one.at.line,
      was: printExpression(one),
      now: '',
      to: chain(rest, operator),
    };
    const [before, after] = [operands.slice(0, index), operands.slice(index)];
    if (before.length === 0) return [dropped];
    const swapped = chain([chain(before, operator), chain(after, operator)], other);
    const was = `${operator} ${printExpression(one)}`;
    return [dropped, { kind: 'swap && and ||' as const, line: one.at.line, was, now: other, to: swapped }];
  });
}

function ofBinary(whole: Of<'binary'>): Changes {
  const { operator } = whole;
  if (operator === '&&' || operator === '||') return [];
  const others = [...(OTHER_COMPARISONS[operator] ?? [])];
  const text = printExpression(whole);
  if (operator === '==' && text.includes('request.time')) others.push('<=', '>=');
  const changes = others.map((other) => change('change comparison', whole, { ...whole, operator: other }));
  const asksWho = text.includes('request.auth.') && !['+', '-'].includes(operator);
  return asksWho ? [...changes, change('any signed-in user', whole, signedIn(whole))] : changes;
}

function ofLiteral(literal: Of<'literal'>): Changes {
  const { value } = literal;
  if (typeof value === 'bigint') {
    return [value + 1n, value - 1n].map((other) => change('change number', literal, { ...literal, value: other }));
  }
  if (typeof value !== 'string') return [];
  return alternativesTo(value).map((other) => change('change string', literal, { ...literal, value: other }));
}

function ofList(list: Of<'list'>): Changes {
  const words = list.items.flatMap((item) =>
    item.kind === 'literal' && typeof item.value === 'string' ? [item.value] : [],
  );
  if (words.length !== list.items.length) return [];
  const of = (values: readonly string[]): Expression => ({
    ...list,
    items: values.map((value) => ({ kind: 'literal', at: list.at, value })),
  });
  return [
    ...words.map((word) => ({
      ...change('shorten list', list, of(words.filter((one) => one !== word))),
      now: `without '${word}'`,
    })),
    ...additionsTo(words).map((word) => ({
      ...change('extend list', list, of([...words, word])),
      now: `with '${word}'`,
    })),
  ];
}

function ofMethod(whole: Of<'method'>): Changes {
  const methods = (OTHER_METHODS[whole.name] ?? []).map((name) => change('change method', whole, { ...whole, name }));
  const [pattern] = whole.args;
  if (whole.name !== 'matches' || pattern?.kind !== 'literal' || typeof pattern.value !== 'string') return methods;
  const patterns = wrongPatterns(pattern.value).map((value) => ({
    ...change('change pattern', pattern, { ...pattern, value }),
    to: { ...whole, args: [{ ...pattern, value }] },
  }));
  return [...methods, ...patterns];
}

function ofField(whole: Of<'field'>): Changes {
  const { object, field, at } = whole;
  const isNew = object.kind === 'name' && object.name === 'request' && field === 'resource';
  return isNew ? [change('change resource', whole, { kind: 'name', at, name: 'resource' })] : [];
}

function ofName(whole: Of<'name'>): Changes {
  if (whole.name !== 'resource') return [];
  const { at } = whole;
  const request: Expression = { kind: 'name', at, name: 'request' };
  return [change('change resource', whole, { kind: 'field', at, object: request, field: 'resource' })];
}

/** The mutations of this expression, without those of its operands. */
function ofThis(whole: Expression): Changes {
  switch (whole.kind) {
    case 'binary':
      return ofBinary(whole);
    case 'literal':
      return ofLiteral(whole);
    case 'list':
      return ofList(whole);
    case 'method':
      return ofMethod(whole);
    case 'field':
      return ofField(whole);
    case 'name':
      return ofName(whole);
    case 'unary':
      return whole.operator === '!' ? [change('drop negation', whole, whole.operand)] : [];
    case 'is': {
      const type = OTHER_TYPES[whole.type];
      return type === undefined ? [] : [change('change type', whole, { ...whole, type })];
    }
    case 'choice':
      return [whole.then, whole.otherwise].map((side) => change('always one branch', whole, side));
    default:
      return [];
  }
}

/** An operand of an expression, and how to replace it. */
interface Child {
  readonly child: Expression;
  readonly put: (other: Expression) => Expression;
}

const childrenOfArgs = (args: readonly Expression[], put: (args: Expression[]) => Expression): Child[] =>
  args.map((child, index) => ({ child, put: (other) => put(args.with(index, other)) }));

function childrenOf(whole: Expression): readonly Child[] {
  switch (whole.kind) {
    case 'binary':
      return [
        { child: whole.left, put: (left) => ({ ...whole, left }) },
        { child: whole.right, put: (right) => ({ ...whole, right }) },
      ];
    case 'unary':
      return [{ child: whole.operand, put: (operand) => ({ ...whole, operand }) }];
    case 'is':
      return [{ child: whole.value, put: (value) => ({ ...whole, value }) }];
    case 'field':
      return [{ child: whole.object, put: (object) => ({ ...whole, object }) }];
    case 'method':
      return [
        { child: whole.object, put: (object) => ({ ...whole, object }) },
        ...childrenOfArgs(whole.args, (args) => ({ ...whole, args })),
      ];
    case 'call':
      return childrenOfArgs(whole.args, (args) => ({ ...whole, args }));
    case 'choice':
      return [
        { child: whole.condition, put: (condition) => ({ ...whole, condition }) },
        { child: whole.then, put: (then) => ({ ...whole, then }) },
        { child: whole.otherwise, put: (otherwise) => ({ ...whole, otherwise }) },
      ];
    default:
      // Lists, which change as a whole; paths, and syntax that our rules do not use.
      return [];
  }
}

/** All mutations of an expression and its operands, one change each. */
export function changesOf(whole: Expression, around?: BinaryOperator): Changes {
  const own = whole.kind === 'binary' ? whole.operator : undefined;
  const chained = (own === '&&' || own === '||') && own !== around ? ofChain(whole, own) : [];
  const inside = childrenOf(whole).flatMap(({ child, put }) =>
    changesOf(child, own).map((one) => ({ ...one, to: put(one.to) })),
  );
  return [...chained, ...ofThis(whole), ...inside];
}
