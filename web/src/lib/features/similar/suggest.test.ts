import { expect, test } from 'vitest';
import type { EntryRow } from '@maru/model/album-index/order';
import type { ItemId } from '@maru/model/ids';
import { suggest } from './suggest.ts';

const row = (id: string, width: number, height: number): EntryRow => [id as ItemId, { width, height } as EntryRow[1]];
const bytes: Record<string, number> = { original: 4_000_000, saver: 900_000, twin: 4_000_000 };
const suggested = (...rows: readonly EntryRow[]) => suggest(rows, (item) => bytes[item]);

test('the photo with the most pixels is suggested', () => {
  expect(suggested(row('messenger', 1280, 960), row('original', 4000, 3000))).toEqual({
    item: 'original',
    reason: 'pixels',
  });
});

test('of equally large photos the one with the most bytes is', () => {
  const photos = [row('saver', 4000, 3000), row('original', 4000, 3000), row('messenger', 1280, 960)];
  expect(suggested(...photos)).toEqual({ item: 'original', reason: 'bytes' });
});

test('none is if nothing tells them apart, or not yet', () => {
  expect(suggested(row('original', 4000, 3000), row('twin', 4000, 3000))).toBeUndefined();
  expect(suggested(row('original', 4000, 3000), row('unknown', 4000, 3000))).toBeUndefined();
});
