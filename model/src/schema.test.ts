import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { BadDocument, compact, guarded, instant, mapOf, number, parse } from './schema.ts';

const expectRejected = (schema: v.GenericSchema, value: unknown, field: string): void => {
  const error = expect.objectContaining({ name: 'BadDocument', document: 'thing', field }) as BadDocument;
  expect(() => parse('thing', schema, value)).toThrow(error);
};

test.each([undefined, null, 'text', 7, true, [1]])('parse rejects %j', (value) => {
  expectRejected(v.object({}), value, 'the document');
});

describe('parse', () => {
  const schema = v.object({
    a: number,
    text: v.exactOptional(v.string()),
    inner: v.exactOptional(v.object({ b: number })),
  });

  test('drops fields that are not in the schema', () => {
    expect(parse('thing', schema, { a: 1, inner: { b: 2, c: 3 }, d: 4 })).toEqual({ a: 1, inner: { b: 2 } });
  });

  test('reports the path of an invalid field, but never its content', () => {
    expectRejected(schema, {}, 'a');
    expectRejected(schema, { a: Number.NaN }, 'a');
    expectRejected(schema, { a: Infinity }, 'a');
    expectRejected(schema, { a: 1, inner: { b: 'a secret' } }, 'inner.b');
    expect(new BadDocument('thing', 'inner.b').message).toBe('thing: inner.b is invalid');
  });

  test('treats null and undefined as missing', () => {
    expect(parse('thing', schema, { a: 0, text: null, inner: undefined })).toEqual({ a: 0 });
    expectRejected(schema, { a: null }, 'a');
  });
});

describe('instant', () => {
  const at = v.object({ at: instant });

  test.each([
    ['milliseconds', 5],
    ['a Date', new Date(5)],
    ['a Timestamp', { toMillis: () => 5 }],
  ])('accepts %s', (_, value) => {
    expect(parse('thing', at, { at: value })).toEqual({ at: 5 });
  });

  test.each([
    ['text', '2020-01-01'],
    ['an invalid Date', new Date(Number.NaN)],
    ['NaN', Number.NaN],
    ['Infinity', Infinity],
    ['null', null],
    ['undefined', undefined],
    ['a map', { seconds: 5 }],
    ['a Timestamp without a value', { toMillis: () => undefined }],
    ['a toMillis that is not a function', { toMillis: 5 }],
  ])('rejects %s', (_, value) => {
    expectRejected(at, { at: value }, 'at');
  });
});

test('mapOf checks keys and values, and handles names of object properties', () => {
  const isKey = (value: unknown): value is string => typeof value === 'string' && /^[a-z]+$/.test(value);
  const schema = v.object({ roles: mapOf(isKey, v.picklist(['owner', 'viewer'])) });
  expect(parse('thing', schema, { roles: { constructor: 'owner', b: 'viewer' } })).toEqual({
    roles: { constructor: 'owner', b: 'viewer' },
  });
  expectRejected(schema, { roles: { A: 'owner' } }, 'roles.A');
  expectRejected(schema, { roles: { a: 'king' } }, 'roles.a');
  expectRejected(schema, { roles: ['owner'] }, 'roles');
  expectRejected(schema, { roles: JSON.parse('{"__proto__":"owner"}') as unknown }, 'roles.__proto__');
});

test('guarded accepts what the type guard accepts', () => {
  const isSeven = (value: unknown): value is 7 => value === 7;
  expect(parse('thing', v.object({ n: guarded(isSeven) }), { n: 7 })).toEqual({ n: 7 });
  expectRejected(v.object({ n: guarded(isSeven) }), { n: 8 }, 'n');
});

test('compact removes undefined fields only', () => {
  expect(compact({ a: undefined, b: null, c: 0, d: '', e: false })).toEqual({ b: null, c: 0, d: '', e: false });
});
