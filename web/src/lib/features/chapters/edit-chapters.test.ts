import { MAX_CHAPTERS } from '@maru/model/limits';
import { chapterAt, openSuggestions } from '@maru/model/library/chapters';
import { expect, test } from 'vitest';
import { withChapter, withSuggestions } from './edit-chapters.ts';

const [first, second] = [
  { at: 0, title: '돌잔치' },
  { at: 90, title: '설악산' },
];

test('a chapter is put in its place, instead of the one that it replaces and of one at the same moment', () => {
  expect(withChapter([second], first)).toEqual([first, second]);
  const moved = { ...first, at: 120 };
  expect(withChapter([first, second], moved, first)).toEqual([second, moved]);
  expect(withChapter([first, second], { at: 90, title: '속초' })).toEqual([first, { at: 90, title: '속초' }]);
});

test('suggestions are accepted as far as there is room, and those that are chapters already are not offered', () => {
  expect(withSuggestions([second], [{ at: 30 }, { at: 200, title: '바다' }])).toEqual([
    { at: 30, title: '' },
    second,
    { at: 200, title: '바다' },
  ]);
  const many = Array.from({ length: 60 }, (_, n) => ({ at: 100 + n }));
  expect(withSuggestions([first, second], many)).toHaveLength(MAX_CHAPTERS);
  expect(openSuggestions([{ at: 3 }, { at: 50 }, { at: 88 }], [first, second])).toEqual([{ at: 50 }]);
});

test('the chapter of a time is the last one that has begun', () => {
  expect([0, 89.9, 90, 1000].map((time) => chapterAt([first, second], time))).toEqual([0, 0, 1, 1]);
  expect(chapterAt([second], 10)).toBe(-1);
});
