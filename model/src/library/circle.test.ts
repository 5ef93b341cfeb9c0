import { expect, test } from 'vitest';
import { readCircle } from './circle.ts';
import { BadDocument } from '../schema.ts';

const circle = { name: '엄마 쪽', members: ['mum', 'aunt'] };

test('readCircle accepts circles with and without members', () => {
  expect(readCircle(circle)).toEqual(circle);
  expect(readCircle({ ...circle, members: [] })).toEqual({ ...circle, members: [] });
});

test.each<[string, unknown]>([
  ['name', undefined],
  ['name', 7],
  ['members', undefined],
  ['members', 'mum'],
  ['members', { mum: true }],
  ['members', ['a/b']],
  ['members', ['mum', null]],
])('readCircle rejects %s %j', (field, value) => {
  expect(() => readCircle({ ...circle, [field]: value })).toThrow(BadDocument);
});
