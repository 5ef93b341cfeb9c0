import { expect, test } from 'vitest';
import { chapterAt, openSuggestions } from './chapters.ts';

const [first, second] = [
  { at: 0, title: '돌잔치' },
  { at: 90, title: '설악산' },
];

test('suggestions that are chapters already are not offered', () => {
  expect(openSuggestions([{ at: 3 }, { at: 50 }, { at: 88 }], [first, second])).toEqual([{ at: 50 }]);
});

test('the chapter of a time is the last one that has begun', () => {
  expect([0, 89.9, 90, 1000].map((time) => chapterAt([first, second], time))).toEqual([0, 0, 1, 1]);
  expect(chapterAt([second], 10)).toBe(-1);
});
