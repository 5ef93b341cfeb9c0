import { expect, it } from 'vitest';
import { estimateOf } from './estimate.ts';
import { EN, KO } from './messages.ts';
import type { LocalFile } from './local-file.ts';

const file = (name: string, size: number, type: LocalFile['type'] = 'media'): LocalFile => ({
  path: name,
  name,
  size,
  type,
});

it('counts kinds, bytes, hours and dollars', () => {
  const files = [
    ...Array.from({ length: 1000 }, (_, n) => file(`IMG_${String(n)}.HEIC`, 4e6)),
    file('tape.AVI', 6e9),
    file('song.mp3', 1e7),
    file('IMG_1.HEIC.json', 900, 'sidecar'),
    file('locked.jpg', 0, 'unreadable'),
  ];
  const estimate = estimateOf(files);
  expect(estimate).toEqual({
    ...{ photos: 1000, videos: 1, sounds: 1, skipped: 1, unreadable: 1 },
    ...{ bytes: 10_010_000_000, renditionBytes: 2_826_000_000, uploadHours: 1.11, firstMonth: 0.27, laterMonths: 0.08 },
  });
  expect(EN.estimate(estimate)).toContain('1000 photos, 1 videos, 1 sounds: 10.0 GB');
  expect(KO.estimate(estimate)).toContain('첫 달 약 0.27달러');
});
