import type { Entry, ItemId, Song } from '@maru/model';
import { expect, test } from 'vitest';
import { inTrackOrder } from './track-order.ts';

const orderOf = (...songs: (Song | undefined)[]): string | undefined =>
  inTrackOrder(songs.map((song, n) => [String(n) as ItemId, { kind: 'sound', song } as unknown as Entry]))
    ?.map(([id]) => id)
    .join('');

test('songs of one album are in the order of discs and tracks; equal ones stay as they were', () => {
  const at = (track: number, disc?: number): Song => ({ album: '노래', track, ...(disc !== undefined && { disc }) });
  expect(orderOf(at(3), at(1), at(2))).toBe('120');
  expect(orderOf(at(1, 2), at(9, 1), at(2), at(9))).toBe('2130');
});

test.each([
  [
    'another album among them',
    [
      { album: '노래', track: 2 },
      { album: '다른 노래', track: 1 },
    ],
  ],
  ['one without a track', [{ album: '노래', track: 2 }, { album: '노래' }]],
  ['one without tags', [{ album: '노래', track: 2 }, undefined]],
  ['no album', [{ track: 2 }, { track: 1 }]],
  ['nothing', []],
])('with %s there is no such order', (_, songs) => {
  expect(orderOf(...songs)).toBeUndefined();
});
