import { MAX_CHAPTERS } from '@maru/model/limits';
import { expect, test } from 'vitest';
import { withChapter, withoutChapter, withSuggestions } from './edit-chapters.ts';

const [first, second] = [
  { at: 0, title: '돌잔치' },
  { at: 90, title: '설악산' },
];

test('a chapter is put in its place, instead of the one that it replaces and of one at the same moment', () => {
  expect(withChapter([second], first)).toEqual([first, second]);
  const moved = { ...first, at: 120 };
  expect(withChapter([first, second], moved, first.at)).toEqual([second, moved]);
  expect(withChapter([first, second], { at: 90, title: '속초' })).toEqual([first, { at: 90, title: '속초' }]);
});

test('a chapter is found by its time, because the same one may arrive again as another object', () => {
  expect(withoutChapter(structuredClone([first, second]), first.at)).toEqual([second]);
});

test('suggestions are accepted as far as there is room', () => {
  expect(withSuggestions([second], [{ at: 30 }, { at: 200, title: '바다' }])).toEqual([
    { at: 30, title: '' },
    second,
    { at: 200, title: '바다' },
  ]);
  const many = Array.from({ length: 60 }, (_, n) => ({ at: 100 + n }));
  expect(withSuggestions([first, second], many)).toHaveLength(MAX_CHAPTERS);
});
