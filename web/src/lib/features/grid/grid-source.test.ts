import type { Entry, ItemId } from '@maru/model';
import { compareRows } from '@maru/model/album-index/order';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arraySource } from './grid-source.fake.ts';
import { newestFirst, sliceOf, type GridSource } from './grid-source.ts';

const takenAt = fc.record({
  local: fc.constantFrom('1987-01-01T00:00:00', '2019-08-03T10:00:00', '2019-08-03T11:00:00', '2020-02-29T00:00:00'),
  precision: fc.constantFrom('year' as const, 'month' as const, 'day' as const, 'second' as const),
  source: fc.constant('exif' as const),
});
const entries = fc
  .array(fc.record({ takenAt: fc.option(takenAt), ratio: fc.float({ min: 0.25, max: 4, noNaN: true }) }))
  .map((all) =>
    all
      .map(({ takenAt: date, ratio }, n): [ItemId, Entry] => [
        `item${String(n)}` as ItemId,
        { ratio, addedAt: n, ...(date && { takenAt: date }) } as Entry,
      ])
      .sort(compareRows),
  );
const idsOf = (source: GridSource): (ItemId | undefined)[] =>
  Array.from({ length: source.count }, (_, index) => source.at(index)?.[0]);
const expandDays = ({ days }: GridSource): (string | undefined)[] =>
  days.flatMap(({ day, count }) => Array<string | undefined>(count).fill(day));

test('a source of an array lists its entries, ratios and days', () => {
  fc.assert(
    fc.property(entries, (all) => {
      const source = arraySource(all);
      expect(idsOf(source)).toEqual(all.map(([id]) => id));
      expect([...source.ratios]).toEqual(all.map(([, { ratio }]) => ratio));
      expect(all.map(([id]) => source.indexOf(id))).toEqual([...all.keys()]);
      for (const [index, day] of expandDays(source).entries()) {
        const local = all[index]?.[1].takenAt?.local;
        expect(day === undefined ? local : local?.startsWith(day)).toBe(day === undefined ? undefined : true);
      }
    }),
  );
  expect(arraySource([]).indexOf('nothing' as ItemId)).toBe(-1);
});

test('days are as precise as the capture date', () => {
  const precisions = ['year', 'month', 'day', 'second'] as const;
  const rows = precisions.map((precision, n): [ItemId, Entry] => [
    `item${String(n)}` as ItemId,
    { ratio: 1, takenAt: { local: '2019-08-03T10:00:00', precision, source: 'exif' } } as Entry,
  ]);
  expect(arraySource(rows).days).toEqual([
    { day: '2019', count: 1 },
    { day: '2019-08', count: 1 },
    { day: '2019-08-03', count: 2 },
  ]);
});

test('newest first reverses the dated and the undated entries, the undated last', () => {
  fc.assert(
    fc.property(entries, (all) => {
      const source = newestFirst(arraySource(all));
      const isDated = ([, entry]: readonly [ItemId, Entry]): boolean => entry.takenAt !== undefined;
      const expected = [...all.filter(isDated).toReversed(), ...all.filter((row) => !isDated(row)).toReversed()];
      expect(idsOf(source)).toEqual(expected.map(([id]) => id));
      expect([...source.ratios]).toEqual(expected.map(([, { ratio }]) => ratio));
      expect(expected.map(([id]) => source.indexOf(id))).toEqual([...expected.keys()]);
      expect(expandDays(source).toReversed().toSorted()).toEqual(expandDays(arraySource(all)).toSorted());
      for (const [index, day] of expandDays(source).entries())
        expect(expected[index]?.[1].takenAt?.local.startsWith(day ?? 'none')).toBe(
          day === undefined ? undefined : true,
        );
      expect(source.at(-1)).toBeUndefined();
      expect(source.at(all.length)).toBeUndefined();
    }),
  );
});

test('newest first requests all entries of a range, one part after the other', () => {
  fc.assert(
    fc.property(entries, fc.nat(40), fc.nat(40), (all, from, length) => {
      const to = Math.min(all.length, from + length);
      const loaded = new Set<number>();
      const full = arraySource(all);
      const source = newestFirst({
        ...full,
        at: (index) => (loaded.has(index) ? full.at(index) : undefined),
        load: (first, end) => {
          for (let index = first; index < end; index += 1) loaded.add(index);
        },
      });
      source.load(from, to);
      source.load(from, to);
      expect([...loaded].map((index) => all[index]?.[0]).toSorted()).toEqual(
        idsOf(newestFirst(full)).slice(from, to).toSorted(),
      );
    }),
  );
});

test('newest first loads all entries of a range in parts', async () => {
  await fc.assert(
    fc.asyncProperty(entries, fc.nat(40), fc.nat(40), async (all, from, length) => {
      const source = newestFirst(arraySource(all));
      const to = Math.min(all.length, from + length);
      const items: ItemId[] = [];
      for await (const rows of source.rows(from, to, new AbortController().signal))
        items.push(...rows.map(([id]) => id));
      expect(items.toSorted()).toEqual(idsOf(source).slice(from, to).toSorted());
    }),
  );
});

test('a slice has the entries of its range only', () => {
  const rows = [0, 1, 2, 3].map((n): [ItemId, Entry] => [
    `item${String(n)}` as ItemId,
    { ratio: n + 1, addedAt: n } as Entry,
  ]);
  const slice = sliceOf(arraySource(rows), 1, 3);
  expect(idsOf(slice)).toEqual(['item1', 'item2']);
  expect([...slice.ratios]).toEqual([2, 3]);
  expect(slice.days).toEqual([{ day: undefined, count: 2 }]);
  expect(slice.at(2)).toBeUndefined();
  expect(['item2', 'item0', 'item3'].map((id) => slice.indexOf(id as ItemId))).toEqual([1, -1, -1]);
});
