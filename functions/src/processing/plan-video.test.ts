import { MAX_DURATION_S, ProcessingError } from '@maru/model';
import { expect, test } from 'vitest';
import type { MediaProbe } from '../ports/videos.ts';
import { requireComplete, planVideo } from './plan-video.ts';

const video = (width: number, height: number, frameRate?: number): NonNullable<MediaProbe['video']> => ({
  ...{ width, height, stream: 0, isHdr: false },
  ...(frameRate !== undefined && { frameRate }),
});

test.each([
  [1080, 1920, ['1080', '720', '480', '360', '240']],
  [854, 480, ['480', '360', '240']],
  [320, 240, ['240', '180']],
])('a video of %i x %i has the variants of its resolution', (width, height, names) => {
  const plan = planVideo({ seconds: 10, video: video(width, height, 30), timestamps: {} });
  expect(plan).toMatchObject({ kind: 'video', size: { width, height }, frameRate: 30 });
  expect(plan.kind === 'video' && plan.variants.map(({ name }) => name)).toEqual(names);
});

test.each([
  [undefined, 30],
  [0.5, 0.5],
  [24, 24],
  [30_000 / 1001, 29.97],
  [60, 60],
  [59.94, 59.94],
  [240, 60],
  [25, 50, 'tff'],
  [29.97, 59.94, 'bff'],
] as const)('%s frames per second are encoded as %s (%s)', (announced, rate, interlaced?) => {
  const track = { ...video(640, 360, announced), ...(interlaced && { interlaced }) };
  expect(planVideo({ video: track, timestamps: {} })).toMatchObject({ frameRate: rate });
});

test('the poster is taken after a tenth of the video, at most after a minute, or later if it is black', () => {
  const at = (seconds?: number): unknown =>
    planVideo({ ...(seconds !== undefined && { seconds }), video: video(1920, 1080), timestamps: {} });
  expect(at(20)).toMatchObject({ poster: { at: [2, 6, 10], size: { width: 1600, height: 900 } } });
  expect(at(7200)).toMatchObject({ poster: { at: [60, 2160, 3600] } });
  expect(at()).toMatchObject({ poster: { at: [0, 0, 0] } });
});

test('a file without a video stream is a sound', () => {
  expect(planVideo({ seconds: 10, audio: { stream: 0 }, timestamps: {} })).toEqual({ kind: 'sound' });
});

test('rejects files above the maximum duration', () => {
  expect(() => planVideo({ seconds: MAX_DURATION_S + 1, video: video(640, 360), timestamps: {} })).toThrow(
    new ProcessingError('too-long'),
  );
});

test.each([
  ['mov', 100, 89, true],
  ['mov', 100, 88, false],
  ['mov', 5, 4, true],
  ['mov', 2, 1, false],
  ['mov', undefined, 1, true],
  ['matroska', 100, 50, false],
  // The duration of an MP3 without an index is estimated, and often wrong.
  ['mp3', 100, 50, true],
  ['mpeg', 100, 50, true],
])('%s with %s s announced and %i s encoded is complete: %s', (demuxer, announced, measured, isComplete) => {
  const seconds = announced === undefined ? {} : { seconds: announced };
  const check = (): void => requireComplete(demuxer, { ...seconds, timestamps: {} }, measured);
  if (isComplete) expect(check).not.toThrow();
  else expect(check).toThrow(ProcessingError);
});

test('a picture track that ends before its sound is complete', () => {
  const probe = { seconds: 100, video: { ...video(640, 360), seconds: 40 }, timestamps: {} };
  expect(() => requireComplete('mov', probe, 40)).not.toThrow();
  expect(() => requireComplete('mov', probe, 30)).toThrow(ProcessingError);
});
