import { expect, test } from 'vitest';
import { isOverview, OVERVIEW_PEAKS, overviewOf, overviewPeaks, PEAKS, peaksOf } from './peaks.ts';

test('peaks have one length, and the loudest is 255', () => {
  for (const windows of [1, 7, PEAKS, 8000]) {
    const amplitudes = Array.from({ length: windows }, (_, i) => (i < windows / 2 ? 0.1 : 0.2));
    const peaks = peaksOf(amplitudes);
    expect(peaks).toHaveLength(PEAKS);
    expect(Math.max(...peaks)).toBe(255);
    if (windows > 1) expect(peaks[0]).toBe(128);
  }
});

test('silence is flat', () => {
  expect(new Set(peaksOf([0, 0.0001, 0.0002]))).toEqual(new Set([0]));
  expect(overviewOf(peaksOf([]))).toBe('0'.repeat(OVERVIEW_PEAKS));
});

test('the overview is a digit for each part', () => {
  const overview = overviewOf(peaksOf(Array.from({ length: PEAKS }, (_, i) => i / PEAKS)));
  expect(isOverview(overview)).toBe(true);
  expect([overview[0], overview.at(-1)]).toEqual(['0', 'f']);
  expect(overviewPeaks('0f')).toEqual([0, 1]);
  for (const other of ['', `${overview}0`, overview.replace('f', 'g'), 7]) expect(isOverview(other)).toBe(false);
});
