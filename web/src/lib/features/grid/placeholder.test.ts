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
  let clock = 0;
  // Each image takes two milliseconds.
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 2));
  const elements = Array.from({ length: 6 }, () => document.createElement('span'));
  const isPainted = () => elements.map(({ style }) => style.backgroundImage.startsWith('url("data:image/png'));
  const detach = elements.map((element) => paintPlaceholder(hashOf(255))(element));
  expect(isPainted()).toEqual([true, true, false, false, false, false]);
  expect(elements.map(({ style }) => style.backgroundColor !== '')).toEqual([false, false, true, true, true, true]);
  detach[3]?.();
  vi.advanceTimersByTime(17);
  expect(isPainted()).toEqual([true, true, true, false, true, false]);
  vi.advanceTimersByTime(17);
  expect(isPainted()).toEqual([true, true, true, false, true, true]);
  expect(elements[5]?.style.backgroundColor).toBe('');
});

test('a malformed thumbhash stays transparent', () => {
  const element = document.createElement('span');
  paintPlaceholder('%')(element);
  expect([element.style.backgroundColor, element.style.backgroundImage]).toEqual(['', '']);
});
