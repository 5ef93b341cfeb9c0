import type { ListedSegment } from '@maru/model';
import { expect, test } from 'vitest';
import { keyframesAround, partsBetween } from './stored-stream.ts';

/** Two objects of two segments of 6 s each, with a keyframe every 2 s, and a rest of 3 s. */
const segments = [
  ['a', 100, 6],
  ['a', 110, 6],
  ['b', 100, 6],
  ['b', 110, 6],
  ['c', 100, 3],
].map(([name, offset, seconds], n): ListedSegment => {
  const init = { offset: 0, length: 90 };
  return { name: String(name), offset: Number(offset), length: 10, init, start: 6 * n, seconds: Number(seconds) };
});

test.each([
  [{ start: 0, end: 6 }, [0, 6]],
  [{ start: 3.9, end: 6.1 }, [2, 8]],
  [{ start: 4, end: 12 }, [4, 12]],
  // Times have milliseconds only.
  [{ start: 4.001, end: 12.001 }, [4, 12]],
  [{ start: 25.9, end: 26.5 }, [24, 29]],
  [{ start: 13, end: 27 }, [12, 29]],
  [{ start: 13, end: 28 }, [12, 29]],
])('a section is between the keyframes around it: %o', (section, expected) => {
  const { start, end } = keyframesAround(segments, section);
  expect([start, end]).toEqual(expected);
});

test('reads the first initialization section and the segments around a section, joined where they are', () => {
  expect(partsBetween(segments, { start: 7, end: 17 })).toEqual([
    { name: 'a', offset: 0, length: 90 },
    { name: 'a', offset: 110, length: 10 },
    { name: 'b', offset: 100, length: 10 },
  ]);
  // Another variant, whose timestamps differ a little, may need the next segment.
  expect(partsBetween(segments, { start: 12, end: 18 }).map(({ name, length }) => [name, length])).toEqual([
    ['a', 90],
    ['a', 10],
    ['b', 20],
  ]);
});

test('refuses what lies after the end, and what needs two configurations of the decoder', () => {
  expect(() => partsBetween(segments, { start: 30, end: 35 })).toThrow('unreadable');
  const changed = segments.map((one, n) => (n === 2 ? { ...one, isDiscontinuous: true as const } : one));
  expect(() => partsBetween(changed, { start: 7, end: 17 })).toThrow('unreadable');
  expect(partsBetween(changed, { start: 13, end: 17 })).toHaveLength(2);
});
