import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../testing/random.ts';
import type { ItemId, Uid } from '../ids.ts';
import type { Entry } from '../library/entry.ts';
import { NEAR_DUPLICATE_BITS } from '../media/perceptual-hash.ts';
import type { EntryRow } from './order.ts';
import { SimilarPhotos } from './similar-photos.ts';

const PHOTO: Entry = {
  ...{ kind: 'photo', state: 'ready', by: 'mum' as Uid, rev: 1, token: 't', ratio: 1.5, variants: [], addedAt: 1 },
};
const BASE = 0x0f1e_2d3c_4b5a_6978n;
const hex = (bits: bigint): string => bits.toString(16).padStart(16, '0');
/** `BASE` with this many bits changed, from bit `at` on, `step` apart. */
const changed = (count: number, at = 0, step = 1): string =>
  hex(
    Array.from({ length: count }, (_, n) => 1n << BigInt((at + n * step) % 64)).reduce((all, bit) => all ^ bit, BASE),
  );
const row = (id: string, phash: string | undefined, of: Partial<Entry> = {}): EntryRow => [
  id as ItemId,
  { ...PHOTO, ...(phash !== undefined && { phash }), ...of },
];
const at = (local: string): Partial<Entry> => ({ takenAt: { local, precision: 'second', source: 'exif' } });
const stacksOf = (...rows: readonly EntryRow[]): string[] => {
  const similar = new SimilarPhotos();
  for (const one of rows) similar.add(one);
  return similar.stacks.map((stack) => stack.map(([id]) => id).join(' '));
};

describe('copies of a photo', () => {
  test('are a stack, whatever their dates', () => {
    const copies = [row('a', changed(0), at('2015-02-04T10:00:00')), row('b', changed(6), at('2019-01-01T00:00:00'))];
    expect(stacksOf(...copies, row('c', changed(7, 50)))).toEqual(['a b c']);
  });

  test('are found wherever their bits differ', () => {
    for (let start = 0; start < 64; start += 5)
      for (const step of [1, 7, 9, 16, 17])
        expect(stacksOf(row('a', changed(0)), row('b', changed(NEAR_DUPLICATE_BITS, start, step)))).toHaveLength(1);
  });

  test('join the stack whose first photo is nearest', () => {
    const two = [row('a', changed(0)), row('b', changed(10))];
    expect(stacksOf(...two, row('c', changed(6)))).toEqual(['b c']);
  });

  test('are not shown again when someone kept all of them, until there is another', () => {
    const kept = [row('a', changed(0), { isKept: true }), row('b', changed(2), { isKept: true })];
    expect(stacksOf(...kept)).toEqual([]);
    expect(stacksOf(...kept, row('c', changed(4)))).toEqual(['a b c']);
  });

  test.each([
    ['a further difference', row('b', changed(NEAR_DUPLICATE_BITS + 1))],
    ['another ratio', row('b', changed(0), { ratio: 1 / 1.5 })],
    ['no hash, as a flat picture', row('b', undefined)],
  ])('are not assumed for %s', (_, other) => {
    expect(stacksOf(row('a', changed(0)), other)).toEqual([]);
  });
});

describe('photos of a burst', () => {
  const burst = (...of: readonly (readonly [seconds: number, bits: number])[]) =>
    of.map(([s, bits], n) => row(`p${n}`, changed(bits), at(`2019-05-03T10:00:${String(s).padStart(2, '0')}`)));

  test('may differ more, as long as each follows within seconds', () => {
    expect(stacksOf(...burst([1, 0], [3, 14], [6, 18]))).toEqual(['p0 p1 p2']);
    expect(stacksOf(...burst([1, 0], [5, 14]))).toEqual([]);
    expect(stacksOf(...burst([1, 0], [1, 19]))).toEqual([]);
  });

  test('do not drift: each is similar to the first', () => {
    expect(stacksOf(...burst([1, 0], [2, 12], [3, 24], [4, 36]))).toEqual(['p0 p1', 'p2 p3']);
  });

  test('are not assumed for a date without a time', () => {
    const day = { takenAt: { local: '2019-05-03T00:00:00', precision: 'day', source: 'name' } } as const;
    expect(stacksOf(row('a', changed(0), day), row('b', changed(14), day))).toEqual([]);
  });
});

test('all copies among 20,000 photos are found with one comparison in 500 of those of all pairs', () => {
  const random = randomFrom(5);
  const digits = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const [count, copies] = [20_000, 2000];
  const similar = new SimilarPhotos();
  for (let n = 0; n < count; n += 1) {
    const hash = digits() + digits();
    similar.add(row(`p${n}`, hash));
    if (n % (count / copies) > 0) continue;
    const flipped = Array.from({ length: 6 }, () => 1n << BigInt(Math.floor(random() * 64)));
    similar.add(row(`p${n} copy`, hex(flipped.reduce((all, bit) => all ^ bit, BigInt(`0x${hash}`)))));
  }
  const found = similar.stacks.filter(([one, two]) => two?.[0] === `${one?.[0] ?? ''} copy`);
  expect(found).toHaveLength(copies);
  expect(similar.comparisons).toBeLessThan(count ** 2 / 2 / 500);
});
