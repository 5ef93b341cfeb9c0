import { expect, test } from 'vitest';
import { addSample, secondsLeft } from './upload-rate.ts';

const MB = 1_000_000;
const marks = (...steps: [seconds: number, mb: number][]) =>
  steps.reduce<ReturnType<typeof addSample>>((all, [s, mb]) => addSample(all, { at: s * 1000, sent: mb * MB }), []);

test('guesses from the pace so far', () => {
  expect(secondsLeft(marks([0, 0], [10, 20]), 120 * MB)).toBe(50);
});

test('does not guess too early, nor where nothing moves', () => {
  expect(secondsLeft([], 100)).toBeUndefined();
  expect(secondsLeft(marks([0, 0], [2, 10]), 100 * MB)).toBeUndefined();
  expect(secondsLeft(marks([0, 5], [20, 5]), 100 * MB)).toBeUndefined();
});

test('forgets how fast it was on another network', () => {
  expect(secondsLeft(marks([0, 0], [10, 1000], [60, 1001], [80, 1021]), 1041 * MB)).toBe(20);
});

test('begins anew where files were put away', () => {
  expect(marks([0, 0], [10, 50], [11, 3])).toEqual([{ at: 11_000, sent: 3 * MB }]);
});
