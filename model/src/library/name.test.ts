import { expect, test } from 'vitest';
import { MAX_NAME } from '../limits.ts';
import { isPlainText, lineOf, nameOf } from './name.ts';

test.each([
  ['우리 집', '우리 집'],
  [' 할머니 댁 '.normalize('NFD'), '할머니 댁'],
  ['👨‍👩‍👧', '👨‍👩‍👧'],
  ['🏳️', '🏳️'],
  ['가'.repeat(MAX_NAME), '가'.repeat(MAX_NAME)],
])('%j is a name', (text, name) => {
  expect(nameOf(text)).toBe(name);
});

test.each(['', '   ', '\u200b', '\u3164', '\ufeff', 'two\nlines', 'two\u2028lines', 'a\0b', 'half \ud83d', '\ue000'])(
  '%j is none',
  (text) => {
    expect(nameOf(text)).toBeUndefined();
  },
);

test.each([
  ['a bidirectional override', '가족\u202egpj.exe'],
  ['a bidirectional isolate', '\u2067가족\u2069'],
  ['tag characters', '가족\u{e0068}\u{e0069}'],
  ['a pile of combining marks', `가${'\u0301'.repeat(5)}`],
  ['half a surrogate pair', '\ud800.jpg'],
  ['a control character', 'a\x07'],
])('%s makes no name and no plain text', (_, text) => {
  expect(nameOf(text)).toBeUndefined();
  expect(isPlainText(text)).toBe(false);
});

test('what is too long is none', () => {
  expect(nameOf('a'.repeat(MAX_NAME + 1))).toBeUndefined();
});

test('a line may say nothing, has the length that it may have, and is one', () => {
  expect(lineOf('', 3)).toBe('');
  expect(lineOf('  나야 '.normalize('NFD'), 3)).toBe('나야');
  expect(lineOf('abc', 3)).toBe('abc');
  for (const text of ['abcd', 'a\nb', 'a\u2029b', 'a\0']) expect(lineOf(text, 3)).toBeUndefined();
});
