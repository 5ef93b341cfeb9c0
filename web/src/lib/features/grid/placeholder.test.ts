import { rgbaToThumbHash } from 'thumbhash';
import { afterEach, expect, test, vi } from 'vitest';
import { isTransparent, paintPlaceholder } from './placeholder.ts';

const hashOf = (alpha: number): string => {
  const pixels = new Uint8Array(8 * 8 * 4).map((_, i) => (i % 4 === 3 ? alpha : (i * 37) % 256));
  return btoa(String.fromCharCode(...rgbaToThumbHash(8, 8, pixels)));
};

test('detects a transparent image', () => {
  expect(isTransparent(hashOf(255))).toBe(false);
  expect(isTransparent(hashOf(90))).toBe(true);
  expect(isTransparent(undefined)).toBe(false);
  expect(isTransparent('%')).toBe(false);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('many placeholders are painted over several frames, and show their average colour meanwhile', () => {
  vi.useFakeTimers({ toFake: ['performance', 'requestAnimationFrame', 'cancelAnimationFrame'] });
  const painted: HTMLCanvasElement[] = [];
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (this: HTMLCanvasElement) {
    painted.push(this);
    vi.advanceTimersByTime(2);
    return { putImageData: () => undefined } as never;
  });
  const canvases = Array.from({ length: 6 }, () => document.createElement('canvas'));
  const detach = canvases.map((canvas) => paintPlaceholder(hashOf(255))(canvas));
  expect(painted).toEqual(canvases.slice(0, 2));
  expect(canvases.map(({ style }) => style.backgroundColor !== '')).toEqual([false, false, true, true, true, true]);
  detach[3]?.();
  vi.advanceTimersByTime(17);
  expect(painted).toEqual([0, 1, 2, 4].map((n) => canvases[n]));
  vi.advanceTimersByTime(17);
  expect(painted).toEqual([0, 1, 2, 4, 5].map((n) => canvases[n]));
  expect(canvases[5]?.style.backgroundColor).toBe('');
});

test('a malformed thumbhash stays transparent', () => {
  const canvas = document.createElement('canvas');
  paintPlaceholder('%')(canvas);
  expect(canvas.style.backgroundColor).toBe('');
});
