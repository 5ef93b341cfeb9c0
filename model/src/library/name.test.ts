import { expect, test } from 'vitest';
import { MAX_NAME } from '../limits.ts';
import { isPlainText, lineOf, nameOf, textOf } from './name.ts';

test.each([
  ['우리 집', '우리 집'],
  [' 할머니 댁 '.normalize('NFD'), '할머니 댁'],
  ['👨‍👩‍👧', '👨‍👩‍👧'],
  ['🏳️', '🏳️'],
  ['가'.repeat(MAX_NAME), '가'.repeat(MAX_NAME)],
])('nameOf normalizes %j', (text, name) => {
  expect(nameOf(text)).toBe(name);
});

test.each(['', '   ', '\u200b', '\u3164', '\ufeff', 'two\nlines', 'two\u2028lines', 'a\0b', 'half \ud83d', '\ue000'])(
  'nameOf rejects %j',
  (text) => {
    expect(nameOf(text)).toBeUndefined();
  },
);

test.each([
  ['a bidirectional override', '가족\u202egpj.exe'],
  ['a bidirectional isolate', '\u2067가족\u2069'],
  ['tag characters', '가족\u{e0068}\u{e0069}'],
  ['many combining marks', `가${'\u0301'.repeat(5)}`],
  ['a lone surrogate', '\ud800.jpg'],
  ['a control character', 'a\x07'],
])('nameOf and isPlainText reject %s', (_, text) => {
  expect(nameOf(text)).toBeUndefined();
  expect(isPlainText(text)).toBe(false);
});

test('nameOf rejects long names', () => {
  expect(nameOf('a'.repeat(MAX_NAME + 1))).toBeUndefined();
});

test('lineOf accepts empty text and text up to the limit, on one line', () => {
  expect(lineOf('', 3)).toBe('');
  expect(lineOf('  나야 '.normalize('NFD'), 3)).toBe('나야');
  expect(lineOf('abc', 3)).toBe('abc');
  for (const text of ['abcd', 'a\nb', 'a\u2029b', 'a\0']) expect(lineOf(text, 3)).toBeUndefined();
});

test('textOf keeps lines of plain text', () => {
  expect(textOf('', 3)).toBe('');
  expect(textOf('  첫째 줄\r\n\r\n둘째\t줄\n'.normalize('NFD'), 20)).toBe('첫째 줄\n\n둘째 줄');
  for (const text of ['abcd', 'a\0', 'a\u2028b', '가족\u202egpj']) expect(textOf(text, 3)).toBeUndefined();
});
