import { expect, test } from 'vitest';
import type { EntryRow } from '../album-index/order.ts';
import { describeSheet } from '../album-index/outline.ts';
import { ALL, type AlbumId, type ItemId, type Uid } from '../ids.ts';
import type { Entry } from '../library/entry.ts';
import { NEW } from './looks.ts';
import { additionsOf, latestSince, newLines, sheetsSince, type Addition } from './new-photos.ts';

const [me, uncle, aunt] = ['me', 'uncle', 'aunt'] as Uid[] as [Uid, Uid, Uid];
const [sea, feast] = ['a'.repeat(20), 'b'.repeat(20)] as AlbumId[] as [AlbumId, AlbumId];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 100 * DAY;
const idOf = (n: number) => String(n).padStart(32, 'a') as ItemId;

function row(n: number, addedAt: number, by: Uid = uncle, more: Partial<Entry> = {}): EntryRow {
  const entry = {
    kind: 'photo',
    state: 'ready',
    by,
    rev: 1,
    token: 't',
    ratio: 1.5,
    variants: [],
    addedAt,
    ...more,
  } as const;
  return [idOf(n), entry];
}
const dayOf = (at: number) => String(Math.floor(at / DAY));
const added = (rows: readonly EntryRow[], album = sea): Addition[] =>
  rows.map((one) => ({ row: one, albums: [album], isNew: true }));

test('one person’s day is one line, the latest first, with the albums of its photos', () => {
  const rows = [
    row(1, NOW),
    row(2, NOW + HOUR),
    row(3, NOW, aunt),
    row(4, NOW + 2 * DAY),
    row(5, NOW, uncle, { guest: '이모' }),
  ];
  const lines = newLines(added(rows), dayOf);
  expect(lines.map(({ by, guest, count, since }) => [by, guest, count, since])).toEqual([
    [uncle, undefined, 1, NOW + 2 * DAY],
    [uncle, undefined, 2, NOW],
    [aunt, undefined, 1, NOW],
    [uncle, '이모', 1, NOW],
  ]);
  expect(lines[1]?.albumOf.get(idOf(2))).toBe(sea);
});

test('an import past midnight is one line, of which 60 photos are shown, from its first to its last', () => {
  const rows = Array.from({ length: 1000 }, (_, n) => row(n, NOW - HOUR + n * 20_000));
  const [line, ...others] = newLines(added(rows), dayOf);
  expect(others).toEqual([]);
  expect(line?.count).toBe(1000);
  expect(line?.rows.length).toBe(60);
  expect(new Set(line?.rows.map(([id]) => id)).size).toBe(60);
  expect(line?.rows[0]?.[0]).toBe(idOf(0));
  expect(Number(line?.rows.at(-1)?.[0].replaceAll('a', ''))).toBeGreaterThan(980);
});

test('there are at most five lines', () => {
  const rows = Array.from({ length: 9 }, (_, n) => row(n, NOW + n * DAY));
  expect(newLines(added(rows), dayOf).map(({ since }) => since)).toEqual([8, 7, 6, 5, 4].map((n) => NOW + n * DAY));
});

test('what others added is unseen until its viewer looked at what is new, or at one of its albums', () => {
  const [first, second, own] = [row(1, NOW), row(2, NOW + 5), row(3, NOW + 5, me)];
  const albums = [
    { album: ALL, rows: [first, second, own] },
    { album: sea, rows: [first] },
    { album: feast, rows: [first, second] },
  ];
  const unseen = (looks: Parameters<typeof additionsOf>[1]) =>
    additionsOf(albums, looks, me).flatMap((one) => (one.isNew ? [one.row[0]] : []));
  const look = (through: number) => ({ through, before: 0, at: 0 });
  expect(unseen({})).toEqual([idOf(1), idOf(2)]);
  expect(unseen({ [NEW]: look(NOW) })).toEqual([idOf(2)]);
  expect(unseen({ [sea]: look(NOW + 9) })).toEqual([idOf(2)]);
  expect(unseen({ [feast]: look(NOW + 9) })).toEqual([]);
  expect(additionsOf(albums, {}, me).map(({ albums: of }) => of)).toEqual([[sea, feast], [feast], [ALL]]);
});

test('what was seen last is found again, for a month', () => {
  expect(latestSince({}, NOW)).toBe(70 * DAY);
  expect(latestSince({ [NEW]: { through: 95 * DAY, before: 90 * DAY, at: NOW } }, NOW)).toBe(90 * DAY);
});

test('only sheets with new images are needed, the newest first', () => {
  const sheet = (n: number, addedAt: number) => describeSheet(1, [row(n, addedAt), row(n + 1, 1)]);
  const outline = [sheet(1, 5), sheet(3, 20), sheet(5, 30), describeSheet(1, [row(7, 40, uncle, { kind: 'sound' })])];
  expect(sheetsSince(outline, 5).map(({ id }) => id)).toEqual([idOf(5), idOf(3)]);
});
