import { expect, test } from 'vitest';
import type { ItemId } from '../ids.ts';
import type { Entry } from '../library/entry.ts';
import { compareRows, itemAt, sortKeyOf, parseTombstoneId, positionOf, tombstoneId, type EntryRow } from './order.ts';

const idOf = (letter: string) => letter.repeat(32) as ItemId;
const rowOf = (letter: string, local: string | undefined, addedAt = 0): EntryRow => [
  idOf(letter),
  { addedAt, ...(local !== undefined && { takenAt: { local, precision: 'second', source: 'exif' } }) } as Entry,
];
const sorted = (...rows: EntryRow[]): string =>
  rows
    .sort(compareRows)
    .map(([id]) => id[0])
    .join('');

test('sorts by local time, then undated entries by when they were added, ties by id', () => {
  expect(
    sorted(
      rowOf('d', undefined, 1_700_000_000_000),
      rowOf('c', undefined, 999),
      rowOf('a', '2099-05-03T11:00:00'),
      rowOf('z', '1826-01-01T00:00:00'),
      rowOf('f', '2019-05-03T11:00:00', 1),
      rowOf('e', '2019-05-03T11:00:00', 2),
      rowOf('b', undefined, 999),
    ),
  ).toBe('zefabcd');
});

test('a position names its item, and a tombstone its item and sort key', () => {
  const [id, entry] = rowOf('a', undefined, 12);
  expect(itemAt(positionOf(id, sortKeyOf(entry)))).toBe(id);
  expect(parseTombstoneId(tombstoneId(id, sortKeyOf(entry)))).toEqual({ item: id, sortKey: sortKeyOf(entry) });
  expect(parseTombstoneId(id)).toBeUndefined();
  expect(parseTombstoneId('x~y')).toBeUndefined();
});
