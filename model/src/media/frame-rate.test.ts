import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkFrames, exactFrameRate, framesOf, keyframeInterval, lowFrameStep, secondsOf } from './frame-rate.ts';

test.each([
  [29.97, 30_000, 1001],
  [59.94, 60_000, 1001],
  [23.976, 24_000, 1001],
  [25, 25_000, 1000],
  [29.5, 29_500, 1000],
  [12.345, 12_345, 1000],
])('%s frames per second are exactly %i/%i', (rate, num, den) => {
  expect(exactFrameRate(rate)).toEqual({ num, den });
});

test('two hours of NTSC have an exact number of frames', () => {
  expect(framesOf(7200, 29.97)).toBe(215_785);
  expect(framesOf(secondsOf(215_784, 29.97), 29.97)).toBe(215_784);
});

test.each([
  [25, 2, 50],
  [29.97, 2, 60],
  [50, 4, 100],
  [59.94, 4, 120],
  [24, 2, 48],
  [15, 1, 30],
])('at %s frames per second, every %i. frame is in the low variant and every %i. is a keyframe', (rate, step, gop) => {
  expect([lowFrameStep(rate), keyframeInterval(rate), chunkFrames(rate, 720 * 480)]).toEqual([step, gop, 30 * gop]);
});

test('the more pixels per second, the shorter the chunks', () => {
  const secondsOfChunk = (width: number, height: number, rate: number): number =>
    Math.round(chunkFrames(rate, width * height) / rate);
  expect(secondsOfChunk(1920, 1080, 60)).toBe(60);
  expect(secondsOfChunk(3840, 2160, 30)).toBe(60);
  expect(secondsOfChunk(3840, 2160, 60)).toBe(30);
  expect(secondsOfChunk(7680, 4320, 60)).toBe(6);
});

test('keyframes are at most 2.5 s apart at any rate, and in every variant', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 60, noNaN: true }), (rate) => {
      const frames = keyframeInterval(rate);
      expect(frames % lowFrameStep(rate)).toBe(0);
      expect(frames / rate).toBeLessThanOrEqual(2.5);
    }),
  );
});
