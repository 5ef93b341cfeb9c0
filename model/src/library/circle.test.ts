import { expect, test } from 'vitest';
import { readCircle } from './circle.ts';
import { BadDocument } from '../schema.ts';

const circle = { name: '엄마 쪽', members: ['mum', 'aunt'] };

test('a circle comes back as it was, an empty one too', () => {
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
])('a circle is refused for its %s %j', (field, value) => {
  expect(() => readCircle({ ...circle, [field]: value })).toThrow(BadDocument);
});
