import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../../testing/random.ts';
import { BASE32_DIGITS, type ItemId, type Uid } from '../ids.ts';
import type { Entry } from '../library/entry.ts';
import { gapBefore, ORDER_KEY, orderKeysIn, sortByHand } from './by-hand.ts';
import { compareRows, type EntryRow } from './order.ts';

const random = randomFrom(3);
const IDS = Array.from(
  { length: 12 },
  () => Array.from({ length: 32 }, () => BASE32_DIGITS[Math.floor(random() * 32)]).join('') as ItemId,
);

/** Few dates, so that photos of the same second meet; every fourth entry is undated. */
const entryOf = (n: number): Entry => ({
  ...{ kind: 'photo', state: 'ready', by: 'mum' as Uid, rev: 1, token: 't', ratio: 1, variants: [], addedAt: n % 3 },
  ...(n % 4 > 0 && { takenAt: { local: `2019-05-03T10:00:0${String(n % 4)}`, precision: 'second', source: 'exif' } }),
});

/** An album that is ordered as functions do it, beside a list that is ordered by moving its elements. */
class Album {
  readonly entries = new Map(IDS.map((id, n) => [id, entryOf(n)]));
  list = [...this.entries].sort(compareRows).map(([id]) => id);

  move(moved: readonly ItemId[], before: ItemId | undefined): void {
    const entry = before && this.entries.get(before);
    const gap = gapBefore(entry && [before, entry]);
    const keysInGap = [...this.entries.values()].flatMap(({ orderKey: key = '' }) =>
      key >= gap.from && key < gap.to ? [key] : [],
    );
    const keys = orderKeysIn(gap, keysInGap.sort().at(-1), moved.length);
    for (const [n, id] of moved.entries())
      this.entries.set(id, { ...entryOf(0), ...this.entries.get(id), orderKey: keys[n] ?? '' });
    const others = this.list.filter((id) => !moved.includes(id));
    this.list = others.toSpliced(before ? others.indexOf(before) : others.length, 0, ...moved);
  }

  get rows(): EntryRow[] {
    return sortByHand([...this.entries]);
  }

  get longestKey(): number {
    return Math.max(...[...this.entries.values()].map(({ orderKey = '' }) => orderKey.length));
  }
}

test('moved items are directly before the item that was chosen, in their order, and all others stay', () => {
  const move = fc.record({ moved: fc.subarray(IDS, { minLength: 1 }), before: fc.option(fc.constantFrom(...IDS)) });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const album = new Album();
      for (const { moved, before } of moves) {
        if (before !== null && moved.includes(before)) continue;
        album.move(moved, before ?? undefined);
        expect(album.rows.map(([id]) => id)).toEqual(album.list);
      }
      for (const { orderKey = '~~!V' } of album.entries.values()) expect(orderKey).toMatch(ORDER_KEY);
    }),
    { numRuns: 300 },
  );
});

test('an item that nobody moved follows its date, and one that was moved does not', () => {
  const album = new Album();
  const [first, second] = album.list as [ItemId, ItemId];
  album.move([first], undefined);
  for (const id of [first, second])
    album.entries.set(id, {
      ...entryOf(0),
      ...album.entries.get(id),
      takenAt: { local: '2024-01-01T00:00:00', precision: 'day', source: 'edit' },
    });
  const ids = album.rows.map(([id]) => id);
  expect(ids.at(-1)).toBe(first);
  expect(ids.indexOf(second)).toBe(album.list.findIndex((id) => !album.entries.get(id)?.takenAt) - 1);
});

test('a thousand moves to the front, to the end or before one item make short keys', () => {
  for (const target of ['front', 'end', 'one'] as const) {
    const album = new Album();
    const one = album.list[6] as ItemId;
    album.move([one], undefined);
    const others = album.list.filter((id) => id !== one);
    for (let n = 0; n < 1000; n++) {
      const moved = others[n % others.length] as ItemId;
      const front = album.list.find((id) => id !== moved);
      album.move([moved], target === 'front' ? front : target === 'end' ? undefined : one);
    }
    expect(album.rows.map(([id]) => id)).toEqual(album.list);
    expect(album.longestKey).toBeLessThan(70);
  }
});

test('two hundred items that are moved together have short keys', () => {
  const keys = orderKeysIn({ from: '~~!', to: '~~!2' }, '~~!1', 200);
  expect([...new Set(keys)].sort()).toEqual(keys);
  expect(keys.every((key) => key > '~~!1' && key < '~~!2' && key.length < 12)).toBe(true);
});
