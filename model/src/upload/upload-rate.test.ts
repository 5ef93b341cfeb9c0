import { expect, test } from 'vitest';
import { addSample, secondsLeft } from './upload-rate.ts';

const MB = 1_000_000;
const samples = (...steps: [seconds: number, mb: number][]) =>
  steps.reduce<ReturnType<typeof addSample>>((all, [s, mb]) => addSample(all, { at: s * 1000, sent: mb * MB }), []);

test('estimates from the rate so far', () => {
  expect(secondsLeft(samples([0, 0], [10, 20]), 120 * MB)).toBe(50);
});

test('does not estimate too early or without progress', () => {
  expect(secondsLeft([], 100)).toBeUndefined();
  expect(secondsLeft(samples([0, 0], [2, 10]), 100 * MB)).toBeUndefined();
  expect(secondsLeft(samples([0, 5], [20, 5]), 100 * MB)).toBeUndefined();
});

test('forgets the rate of another network', () => {
  expect(secondsLeft(samples([0, 0], [10, 1000], [60, 1001], [80, 1021]), 1041 * MB)).toBe(20);
});

test('starts over when files are dismissed', () => {
  expect(samples([0, 0], [10, 50], [11, 3])).toEqual([{ at: 11_000, sent: 3 * MB }]);
});
