import { expect, it } from 'vitest';
import { suggestAddress } from './typo.ts';

it.each([
  ['mother@gmial.com', 'mother@gmail.com'],
  ['mother@gmail.con', 'mother@gmail.com'],
  ['mother@gmai.com', 'mother@gmail.com'],
  ['mother@nave.com', 'mother@naver.com'],
  ['mother@hanmial.net', 'mother@hanmail.net'],
])('%s: did you mean %s?', (typed, meant) => {
  expect(suggestAddress(typed)).toBe(meant);
});

it.each(['mother@gmail.com', 'mother@naver.com', 'mother@kim-family.kr', 'mother@snu.ac.kr'])('%s is fine', (typed) => {
  expect(suggestAddress(typed)).toBeUndefined();
});
