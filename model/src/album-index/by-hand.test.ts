import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../../testing/random.ts';
import { BASE32_DIGITS, type ItemId, type Uid } from '../ids.ts';
import type { Entry } from '../library/entry.ts';
import { MAX_ORDER_KEY } from '../limits.ts';
import { gapBefore, ORDER_KEY, orderKeysIn, sortByHand } from './by-hand.ts';
import { compareRows, type EntryRow } from './order.ts';

const random = randomFrom(3);
const createIds = (count: number) =>
  Array.from(
    { length: count },
    () => Array.from({ length: 32 }, () => BASE32_DIGITS[Math.floor(random() * 32)]).join('') as ItemId,
  );
const IDS = createIds(12);

/** Few dates, so that photos of the same second meet; every fourth entry is undated. */
const entryOf = (n: number): Entry => ({
  ...{ kind: 'photo', state: 'ready', by: 'mum' as Uid, rev: 1, token: 't', ratio: 1, variants: [], addedAt: n % 3 },
  ...(n % 4 > 0 && { takenAt: { local: `2019-05-03T10:00:0${String(n % 4)}`, precision: 'second', source: 'exif' } }),
});

/** An album that is ordered as functions do it, beside a list that is ordered by moving its elements. */
class Album {
  readonly entries = new Map(IDS.map((id, n) => [id, entryOf(n)]));
  readonly trash = new Map<ItemId, Entry>();
  list = [...this.entries].sort(compareRows).map(([id]) => id);

  /** Returns the entries before. */
  move(moved: readonly ItemId[], before: ItemId | undefined): EntryRow[] {
    const entry = before && this.entries.get(before);
    const gap = gapBefore(entry && [before, entry]);
    const keysInGap = [...this.entries.values()].flatMap(({ orderKey: key = '' }) =>
      key >= gap.from && key < gap.to ? [key] : [],
    );
    const keys = orderKeysIn(gap, keysInGap.sort().at(-1), moved);
    const rows = [...this.entries].filter(([id]) => moved.includes(id));
    for (const [n, id] of moved.entries())
      this.entries.set(id, { ...entryOf(0), ...this.entries.get(id), orderKey: keys[n] ?? '' });
    const others = this.list.filter((id) => !moved.includes(id));
    this.list = others.toSpliced(before ? others.indexOf(before) : others.length, 0, ...moved);
    return rows;
  }

  remove(ids: readonly ItemId[]): void {
    for (const id of ids) {
      const entry = this.entries.get(id);
      if (entry) this.trash.set(id, entry);
      this.entries.delete(id);
    }
    this.list = this.list.filter((id) => this.entries.has(id));
  }

  /** Adds entries again, or replaces them; where they are depends on what was moved meanwhile. */
  restore(rows: readonly EntryRow[]): void {
    const restored = new Map(rows);
    for (const [id, entry] of restored) this.entries.set(id, entry);
    const others = this.list.filter((id) => !restored.has(id));
    this.list = this.order;
    expect(this.list.filter((id) => !restored.has(id))).toEqual(others);
  }

  get order(): ItemId[] {
    return sortByHand([...this.entries]).map(([id]) => id);
  }

  get keys(): string[] {
    return [...this.entries.values()].flatMap(({ orderKey = [] }) => orderKey);
  }
}

test('moved items are directly before the item that was chosen, in their order, and all others stay', () => {
  const ids = fc.oneof(fc.subarray(IDS, { minLength: 1 }), fc.subarray(IDS, { minLength: 1, maxLength: 2 }));
  // Few, so that items come to places that others left.
  const before = fc.option(fc.constantFrom(...IDS.slice(0, 3)), { freq: 2 });
  const step = fc.record({ kind: fc.constantFrom('move', 'move', 'remove', 'restore', 'undo'), ids, before });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const album = new Album();
      const moves: EntryRow[][] = [];
      for (const { kind, ids, before } of steps) {
        const present = ids.filter((id) => album.entries.has(id));
        if (kind === 'remove') album.remove(present);
        else if (kind === 'restore') {
          album.restore([...album.trash].filter(([id]) => !album.entries.has(id)));
        } else if (kind === 'undo') {
          const undone = moves.pop() ?? [];
          album.restore(undone.filter(([id]) => album.entries.has(id)));
        } else if (before === null || (album.entries.has(before) && !ids.includes(before)))
          moves.push(album.move(present, before ?? undefined));
        expect(album.order).toEqual(album.list);
        expect(new Set(album.keys).size).toBe(album.keys.length);
      }
      for (const key of album.keys) expect(key).toMatch(ORDER_KEY);
    }),
    { numRuns: 300 },
  );
});

test('a restored item does not share its key with one that was moved to its place meanwhile', () => {
  const album = new Album();
  const [, b, c, d, e] = album.list as [ItemId, ItemId, ItemId, ItemId, ItemId];
  album.move([b], d);
  album.remove([b]);
  album.move([c], d);
  album.restore([...album.trash]);
  for (const target of [b, c]) {
    album.move([e], target);
    expect(album.order).toEqual(album.list);
  }
});

test.each([
  ['2019-05-03T10:00:01 abc234!V', true],
  ['~000000000000001 abc234!0z', true],
  ['~~!V0abc', true],
  ['~~!V0', false],
  ['~~!', false],
  ['~~~!V', false],
  ['2019 abc234!V', false],
  ['2019-05-03T10:00:01 abc23!V', false],
])('%s is an order key: %s', (key, isValid) => {
  expect(ORDER_KEY.test(key)).toBe(isValid);
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
  expect(album.order.at(-1)).toBe(first);
  expect(album.order.indexOf(second)).toBe(album.list.findIndex((id) => !album.entries.get(id)?.takenAt) - 1);
});

test.each([
  ['to the front', (n: number) => 0 * n, 50],
  ['to the end', (n: number) => n, 30],
  ['directly before one item', (n: number) => Math.max(0, n - 1), 100],
  ['directly after one item', (n: number) => Math.min(1, n), 100],
  ['into the middle', (n: number) => n >> 1, MAX_ORDER_KEY],
])('a thousand moves %s of those that were moved have short keys', (_, placeOf, most) => {
  const keys: string[] = [];
  for (const [n, id] of createIds(1000).entries()) {
    const place = placeOf(n);
    const gap = { from: '~~!', to: keys[place] ?? '~~"' };
    keys.splice(place, 0, ...orderKeysIn(gap, keys[place - 1], [id]));
  }
  expect(keys.toSorted()).toEqual(keys);
  expect(Math.max(...keys.map((key) => key.length))).toBeLessThan(most);
});

test('two hundred items that are moved together have short keys', () => {
  const keys = orderKeysIn({ from: '~~!', to: '~~!2' }, '~~!1', createIds(200));
  expect([...new Set(keys)].sort()).toEqual(keys);
  expect(keys.every((key) => key > '~~!1' && key < '~~!2' && key.length < 16)).toBe(true);
});
