import { PEAKS } from '@maru/model/media/peaks';
import { afterEach, expect, test, vi } from 'vitest';
import { barsOf, fetchPeaks } from './peaks.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a bar is as high as the highest of its peaks', () => {
  expect(barsOf([0.1, 0.9, 0.2, 0.3, 0.4], 2)).toEqual([0.9, 0.4]);
  expect(barsOf([0.1, 0.9], 5)).toEqual([0.1, 0.9]);
  expect(barsOf([], 5)).toEqual([]);
});

test('peaks that cannot be fetched, or are something else, count as missing', async () => {
  const { signal } = new AbortController();
  const responses = [
    () => Promise.reject(new TypeError('no network')),
    () => Promise.resolve(new Response('', { status: 404 })),
    () => Promise.resolve(new Response('<html>')),
  ];
  for (const response of responses) {
    vi.stubGlobal('fetch', response);
    expect(await fetchPeaks('https://storage/peaks', signal)).toBeUndefined();
  }
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(new Uint8Array(PEAKS).fill(255))));
  expect(await fetchPeaks('https://storage/peaks', signal)).toEqual(Array.from({ length: PEAKS }, () => 1));
});
