import { expect, test } from 'vitest';
import { LimitReached } from '../failure.ts';
import { compileRegex } from './compile.ts';
import { findAll, matchesWhole } from './machine.ts';

test.each(['(a*)*b', '(a+)+$', '(a|aa)+b', '(.*)*x', '(a?){1000}a{1000}'])(
  'takes no exponential time for a pattern that makes backtracking explode: %s',
  (pattern) => {
    const start = performance.now();
    matchesWhole(compileRegex(pattern), 'a'.repeat(300));
    expect(performance.now() - start).toBeLessThan(5000);
  },
);

test('gives up and denies if the text is too long for the pattern', () => {
  expect(() => matchesWhole(compileRegex('.*a.{500}b'), 'a'.repeat(20_000))).toThrow(LimitReached);
});

test.each([
  ['a|ab', 'abab', ['a', 'a']],
  ['ab|a', 'abab', ['ab', 'ab']],
  ['a*?', 'aa', ['', '', '']],
  ['a*', 'baac', ['', 'aa', '', '']],
  ['\\bcat\\b', 'cat concat cat', ['cat', 'cat']],
  ['(?m)^.', 'ab\ncd', ['a', 'c']],
  ['(?U)a+', 'aaa', ['a', 'a', 'a']],
  ['^a', 'aba', ['a']],
  ['a$', 'aba', ['a']],
  ['[[:^alpha:]]+', 'ab12cd', ['12']],
  ['[\\d-]+', 'x1-2y', ['1-2']],
  ['(?P<year>\\d{4})', 'in 2024!', ['2024']],
  ['\\x{AC00}', '가나', ['가']],
  ['😀', 'a😀b', ['😀']],
  ['(?i)ä', 'Ä', ['Ä']],
])('finds %s in %s, leftmost first', (pattern, text, expected) => {
  expect(findAll(compileRegex(pattern), text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
});
