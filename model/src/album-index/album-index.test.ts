import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../testing/random.ts';
import { BASE32_DIGITS, type ItemId, type Uid } from '../ids.ts';
import type { Entry } from '../library/entry.ts';
import { BadDocument } from '../schema.ts';
import { applyChanges, buildIndex, sheetsToRead, type AppliedChanges, type Change } from './apply.ts';
import { compareRows, sortKeyOf, type EntryRow } from './order.ts';
import { decodeOutline, encodeOutline, summaryOf, type Outline } from './outline.ts';
import { isBoundary, MAX_SHEET_ENTRIES, partition } from './partition.ts';
import { decodeRatios, encodeRatio } from './ratio.ts';
import { decodeSheet, encodeSheet } from './sheet.ts';

/** An item id from a number; with `boundary` it starts a segment. */
function idOf(n: number, boundary = false): ItemId {
  let text = '';
  for (let rest = n, i = 0; i < 29; i++, rest = Math.floor(rest / 32)) text = (BASE32_DIGITS[rest % 32] ?? '') + text;
  return `${text}${boundary ? 'aab' : '777'}` as ItemId;
}

const localOf = (day: number) => `${new Date(86_400_000 * day).toISOString().slice(0, 10)}T10:00:00`;
const entryOf = (day: number | undefined, of: Partial<Entry> = {}): Entry => ({
  kind: 'photo',
  state: 'ready',
  by: 'mum' as Uid,
  rev: 1,
  token: '0b7e0b3e-4c53-4c29-9f62-6fd2cbd8c0a1',
  ratio: 4 / 3,
  width: 4000,
  height: 3000,
  thumbhash: 'NwgKDAAjmIeIiHh4iIeHh4B4d4B3',
  variants: [],
  addedAt: 1,
  ...(day !== undefined && { takenAt: { local: localOf(day), offset: 540, precision: 'second', source: 'exif' } }),
  ...of,
});

const entries = fc
  .record({
    day: fc.option(fc.integer({ min: -50_000, max: 47_000 }), { nil: undefined }),
    kind: fc.constantFrom('photo', 'video', 'sound'),
    addedAt: fc.nat(),
    rev: fc.integer({ min: 1, max: 200_000_000 }),
    caption: fc.option(fc.string(), { nil: undefined }),
    guest: fc.option(fc.string(), { nil: undefined }),
    isUnsupported: fc.constantFrom(true, undefined),
    rotation: fc.constantFrom(90, 270, undefined),
    isKept: fc.constantFrom(true, undefined),
    phash: fc.constantFrom('0123456789abcdef', undefined),
    panorama: fc.constantFrom({ left: 0, top: 0.25, width: 1, height: 0.5 }, undefined),
    orderKey: fc.constantFrom('~~!V', '2019-05-03T10:00:00 aaaaaa!1', undefined),
    duration: fc.option(fc.double({ min: 0, max: 8000, noNaN: true }), { nil: undefined }),
    variants: fc.constantFrom([], ['720', '360'], ['sound']),
    strip: fc.constantFrom(100, undefined),
    chapters: fc.constantFrom(
      [{ at: 0.5, title: '돌', date: { local: '1987-01-01T00:00:00', precision: 'year' as const } }],
      undefined,
    ),
  })
  .map(({ day, ...of }) => {
    const set = Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));
    return entryOf(day, set);
  });

/** The sheets of an index by id: what is stored. */
const sheetsOf = (index: AppliedChanges) => new Map([...index.written].map(([id, rows]) => [id, encodeSheet(rows)]));
const withoutVersions = (outline: Outline) =>
  outline.map(({ version, ...sheet }) => ({ ...sheet, wrote: version > 0 }));

/** Keeps an index up to date as functions do: from stored text, reading only the sheets that it needs. */
class StoredIndex {
  outline: Outline = [];
  readonly sheets = new Map<ItemId, string>();
  version = 0;
  lastRead = 0;

  apply(changes: readonly Change[]): void {
    const needed = sheetsToRead(this.outline, changes);
    this.lastRead = needed.length;
    const rows = new Map(needed.map((id) => [id, decodeSheet(this.sheets.get(id) ?? '')]));
    const rowsOf = (id: ItemId) => rows.get(id) ?? fail(`read ${id} without asking`);
    const { outline, written, removed } = applyChanges(this.outline, rowsOf, changes, (this.version += 1));
    for (const id of removed) this.sheets.delete(id);
    for (const [id, of] of written) this.sheets.set(id, encodeSheet(of));
    this.outline = decodeOutline(encodeOutline(outline)).outline;
  }
}
const fail = (why: string): never => {
  throw new Error(why);
};

test('a sheet is read as it was written', () => {
  fc.assert(
    fc.property(fc.array(entries, { maxLength: 30 }), (list) => {
      const rows = list.map((entry, n): EntryRow => {
        const { width, height, ratio, ...sound } = entry;
        return [
          idOf(n),
          entry.kind === 'sound' ? { ...sound, ratio: 1 } : ({ ...sound, width, height, ratio } as Entry),
        ];
      });
      expect(decodeSheet(encodeSheet(rows))).toEqual(rows);
    }),
  );
});

test('a sheet has a column of order keys only if an entry was moved by hand', () => {
  const [moved, others] = [entryOf(1, { orderKey: '~~!V' }), [2, 3].map((n): EntryRow => [idOf(n), entryOf(n)])];
  expect(encodeSheet([[idOf(1), moved], ...others])).toContain('"orderKey":["~~!V",null,null]');
  expect(encodeSheet(others)).not.toContain('orderKey');
});

test.each(['', '{', 'null', '{"id":["x"]}', encodeSheet([[idOf(1), entryOf(1)]]).replace('"photo"', '"text"')])(
  'refuses the text %j of a sheet and of an outline',
  (text) => {
    expect(() => decodeSheet(text)).toThrow(BadDocument);
    expect(() => decodeOutline([text])).toThrow(BadDocument);
  },
);

test('refuses a sheet whose columns differ in length', () => {
  const text = encodeSheet([[idOf(1), entryOf(1)]]).replace('"rev":[1]', '"rev":[]');
  expect(() => decodeSheet(text)).toThrow(new BadDocument('sheet', 'rev'));
});

test('a ratio is exact to 0.6 % between 1:4 and 4:1, and clamped beyond', () => {
  const ratios = new Float32Array(1);
  for (const ratio of [0.25, 0.5625, 0.75, 1, 4 / 3, 1.5, 16 / 9, 3.99, 50, 0.02]) {
    decodeRatios(encodeRatio(ratio), ratios, 0);
    expect(Math.abs((ratios[0] ?? 0) / Math.min(4, Math.max(0.25, ratio)) - 1)).toBeLessThan(0.006);
  }
});

describe('the index', () => {
  test('kept up to date by changes equals the index built from scratch, sheet by sheet', () => {
    // Few positions, so that entries meet; one in eight is a boundary.
    const operation = fc.record({
      n: fc.nat(40),
      day: fc.option(fc.nat(5), { nil: undefined }),
      isRemoved: fc.boolean(),
      rev: fc.nat(3),
      orderKey: fc.constantFrom({ orderKey: '~~!V' }, { orderKey: '~~!W' }, {}),
    });
    fc.assert(
      fc.property(fc.array(fc.array(operation, { minLength: 1, maxLength: 12 }), { maxLength: 12 }), (batches) => {
        const album = new Map<ItemId, Entry>();
        const index = new StoredIndex();
        for (const batch of batches) {
          const changes: Change[] = [];
          for (const { n, day, isRemoved, rev, orderKey } of batch) {
            const item = idOf(n, n % 8 === 0);
            const before = album.get(item);
            const entry = entryOf(day, { rev, ...orderKey });
            if (before && (isRemoved || sortKeyOf(before) !== sortKeyOf(entry)))
              changes.push({ item, removedFrom: sortKeyOf(before) });
            if (isRemoved) album.delete(item);
            else album.set(item, entry);
          }
          // A change is read with its current entry, more than once where two batches overlap.
          for (const { n } of [...batch, ...batch]) {
            const item = idOf(n, n % 8 === 0);
            const entry = album.get(item);
            if (entry) changes.push({ item, entry });
          }
          index.apply(changes);
          const scratch = buildIndex([...album].sort(compareRows), 1);
          expect(withoutVersions(index.outline)).toEqual(withoutVersions(scratch.outline));
          expect(index.sheets).toEqual(sheetsOf(scratch));
          expect(summaryOf(index.outline).count).toBe(album.size);
        }
      }),
      { numRuns: 300 },
    );
  });

  const random = randomFrom(7);
  const randomId = () => Array.from({ length: 32 }, () => BASE32_DIGITS[Math.floor(random() * 32)]).join('') as ItemId;
  const randomRow = (): EntryRow => [randomId(), entryOf(Math.floor(random() * 15_000))];
  const rows = Array.from({ length: 20_000 }, randomRow).sort(compareRows);

  test('has sheets of some hundreds of entries, of which an addition changes at most two and a repeated one none', () => {
    const built = buildIndex(rows, 1);
    expect(built.outline.length).toBeGreaterThan(20_000 / 900);
    expect(built.outline.length).toBeLessThan(20_000 / 400);
    const index = new StoredIndex();
    index.apply(rows.map(([item, entry]) => ({ item, entry })));
    const boundaries = Array.from({ length: 2000 }, randomRow).filter(([id]) => isBoundary(id));
    expect(boundaries.length).toBeGreaterThan(1);
    for (const [item, entry] of [...boundaries, ...Array.from({ length: 40 }, randomRow)]) {
      index.apply([{ item, entry }]);
      expect(index.lastRead).toBeLessThanOrEqual(4);
      expect(index.outline.filter(({ version }) => version === index.version).length).toBeLessThanOrEqual(2);
      index.apply([{ item, entry }]);
      expect(index.outline.some(({ version }) => version === index.version)).toBe(false);
    }
  });

  test('bounds sheets whatever the ids are, and moves few of their bounds', () => {
    const plain = rows.filter(([id]) => !isBoundary(id));
    const parts = partition(plain);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(MAX_SHEET_ENTRIES);
    expect(Math.min(...parts.map((part) => part.length))).toBeGreaterThan(MAX_SHEET_ENTRIES / 8);
    const before = new Set(parts.map(([[id]]) => id));
    const after = partition(plain.toSpliced(5_000, 1)).filter(([[id]]) => !before.has(id));
    expect(after.length).toBeLessThan(3);
  });

  test('gives the count, the days and the entry added last as cover, but no sound without a cover', () => {
    const { thumbhash: _, ...sound } = entryOf(1, { addedAt: 9, kind: 'sound' });
    const { outline } = buildIndex(
      [
        [idOf(1), entryOf(1, { addedAt: 5 })],
        [idOf(2), sound],
        [idOf(3), entryOf(400, { addedAt: 7, kind: 'video' })],
        [idOf(4), entryOf(500, { takenAt: { local: '1972-01-01T00:00:00', precision: 'year', source: 'folder' } })],
        [idOf(5), entryOf(undefined, { addedAt: 6 })],
      ],
      1,
    );
    expect(outline[0]?.days).toEqual([
      ['1970-01-02', 2],
      ['1971-02-05', 1],
      ['1972', 1],
      [null, 1],
    ]);
    expect(summaryOf(outline)).toMatchObject({
      count: 5,
      span: { from: '1970-01-02', to: '1972-01-01' },
      cover: { item: idOf(3), file: 'poster' },
    });
    const song = buildIndex([[idOf(1), entryOf(1, { kind: 'sound' })]], 1).outline;
    expect(summaryOf(song).cover).toMatchObject({ item: idOf(1), file: 'poster' });
    expect(summaryOf([])).toEqual({ count: 0 });
    expect(summaryOf(buildIndex([[idOf(1), entryOf(undefined)]], 1).outline)).not.toHaveProperty('span');
  });

  test('an outline of many pages is read as it was written, and one sheet inline', () => {
    const [sheet] = buildIndex([[idOf(1), entryOf(1)]], 1).outline;
    const outline = Array.from({ length: 1001 }, (_, version) => ({ ...(sheet ?? fail('no sheet')), version }));
    const pages = encodeOutline(outline);
    expect(pages).toHaveLength(3);
    expect(decodeOutline(pages)).toEqual({ outline });
    expect(decodeOutline(encodeOutline([], 'text'))).toEqual({ outline: [], inline: 'text' });
  });
});
