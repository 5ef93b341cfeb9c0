import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { BadDocument, compact, guarded, instant, mapOf, number, parse } from './schema.ts';

const refuses = (schema: v.GenericSchema, value: unknown, field: string): void => {
  const bad = expect.objectContaining({ name: 'BadDocument', document: 'thing', field }) as BadDocument;
  expect(() => parse('thing', schema, value)).toThrow(bad);
};

test.each([undefined, null, 'text', 7, true, [1]])('%j is no document', (value) => {
  refuses(v.object({}), value, 'the document');
});

describe('a document', () => {
  const schema = v.object({
    a: number,
    text: v.exactOptional(v.string()),
    inner: v.exactOptional(v.object({ b: number })),
  });

  test('has the fields of its schema and no others', () => {
    expect(parse('thing', schema, { a: 1, inner: { b: 2, c: 3 }, d: 4 })).toEqual({ a: 1, inner: { b: 2 } });
  });

  test('is refused by the path of a field, and the error never says what the field held', () => {
    refuses(schema, {}, 'a');
    refuses(schema, { a: Number.NaN }, 'a');
    refuses(schema, { a: Infinity }, 'a');
    refuses(schema, { a: 1, inner: { b: 'a secret' } }, 'inner.b');
    expect(new BadDocument('thing', 'inner.b').message).toBe('thing: inner.b is invalid');
  });

  test('takes a field that is null or undefined for one that is missing', () => {
    expect(parse('thing', schema, { a: 0, text: null, inner: undefined })).toEqual({ a: 0 });
    refuses(schema, { a: null }, 'a');
  });
});

describe('an instant', () => {
  const at = v.object({ at: instant });

  test.each([
    ['milliseconds', 5],
    ['a Date', new Date(5)],
    ['a Timestamp', { toMillis: () => 5 }],
  ])('comes from %s', (_, value) => {
    expect(parse('thing', at, { at: value })).toEqual({ at: 5 });
  });

  test.each([
    ['a text', '2020-01-01'],
    ['an invalid Date', new Date(Number.NaN)],
    ['NaN', Number.NaN],
    ['Infinity', Infinity],
    ['null', null],
    ['nothing', undefined],
    ['a map', { seconds: 5 }],
    ['a Timestamp of nothing', { toMillis: () => undefined }],
    ['a toMillis that is no function', { toMillis: 5 }],
  ])('does not come from %s', (_, value) => {
    refuses(at, { at: value }, 'at');
  });
});

test('a map accepts the keys and values that it is for, names that every object has included', () => {
  const isKey = (value: unknown): value is string => typeof value === 'string' && /^[a-z]+$/.test(value);
  const schema = v.object({ roles: mapOf(isKey, v.picklist(['owner', 'viewer'])) });
  expect(parse('thing', schema, { roles: { constructor: 'owner', b: 'viewer' } })).toEqual({
    roles: { constructor: 'owner', b: 'viewer' },
  });
  refuses(schema, { roles: { A: 'owner' } }, 'roles.A');
  refuses(schema, { roles: { a: 'king' } }, 'roles.a');
  refuses(schema, { roles: ['owner'] }, 'roles');
  refuses(schema, { roles: JSON.parse('{"__proto__":"owner"}') as unknown }, 'roles.__proto__');
});

test('a guard decides what is accepted', () => {
  const isSeven = (value: unknown): value is 7 => value === 7;
  expect(parse('thing', v.object({ n: guarded(isSeven) }), { n: 7 })).toEqual({ n: 7 });
  refuses(v.object({ n: guarded(isSeven) }), { n: 8 }, 'n');
});

test('compact leaves out what is undefined, and nothing else', () => {
  expect(compact({ a: undefined, b: null, c: 0, d: '', e: false })).toEqual({ b: null, c: 0, d: '', e: false });
});
