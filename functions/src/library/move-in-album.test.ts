import {
  ALL,
  MAX_ORDER_KEY,
  paths,
  readEntry,
  sortByHand,
  type AlbumId,
  type EntryRow,
  type ItemId,
} from '@maru/model';
import { expect, test } from 'vitest';
import { idOf, library, owner, summer, TrashWorld, viewer } from '../../testing/trash-world.ts';
import type { Caller } from '../access/caller.ts';
import { countingStore } from '../api/counting-store.ts';
import type { Store } from '../ports/documents.ts';
import { restoreItems, trashItems } from '../trash/trash-items.ts';
import { editItems } from './edit-items.ts';
import { moveInAlbum } from './move-in-album.ts';

const LETTERS = 'abcdefgh';
const idsOf = (letters: string) => Array.from(letters, idOf);

/** An album with the items a to h, in order of their dates. */
function setup() {
  const world = new TrashWorld();
  for (const [n, letter] of Array.from(LETTERS).entries()) {
    const takenAt = { local: `2024-03-01T10:00:0${String(n)}`, precision: 'second', source: 'exif' };
    world.put(letter, [summer], { takenAt });
  }
  const { ports } = world;
  const move = (
    letters: string,
    before: string | null,
    { caller = owner, album = summer, store = ports.store }: { caller?: Caller; album?: AlbumId; store?: Store } = {},
  ) => {
    const request = { items: idsOf(letters), before: before === null ? null : idOf(before) };
    return moveInAlbum({ ...ports, store }, caller, { library, album, move: request });
  };
  const undo = (orderKeys: Record<ItemId, string | null>) =>
    moveInAlbum(ports, owner, { library, album: summer, move: { orderKeys } });
  const order = () => {
    const rows = idsOf(LETTERS).flatMap((id): EntryRow[] => {
      const fields = world.documents.get(paths.entry(library, summer, id));
      return fields ? [[id, readEntry(fields)]] : [];
    });
    return sortByHand(rows)
      .map(([id]) => id[0])
      .join('');
  };
  return { world, ports, move, undo, order };
}

test('moves items before another one or to the end, in the order of the call, and schedules the index', async () => {
  const at = setup();
  await at.move('gb', 'd');
  expect(at.order()).toBe('acgbdefh');
  await at.move('h', 'b');
  expect(at.order()).toBe('acghbdef');
  await at.move('a', null);
  await at.move('e', null);
  expect(at.order()).toBe('cghbdfae');
  expect(at.world.tasks).toEqual(new Set([`index ${summer}`]));
});

test('items that are moved to the same place later come last', async () => {
  const at = setup();
  await at.move('gh', 'c');
  await at.move('ab', 'c');
  expect(at.order()).toBe('ghabcdef');
});

test('undo gives the items the places that they had', async () => {
  const at = setup();
  await at.move('f', 'a');
  const { orderKeys } = at.world.item(idOf('f'));
  expect(await at.move('fbh', 'd')).toEqual({ moved: idsOf('fbh') });
  expect(at.order()).toBe('acfbhdeg');
  expect(await at.undo({ [idOf('f')]: orderKeys?.[summer] ?? '', [idOf('b')]: null, [idOf('h')]: null })).toEqual({
    moved: idsOf('fbh'),
  });
  expect(at.order()).toBe('fabcdegh');
  expect(at.world.item(idOf('b')).orderKeys).toBeUndefined();
  expect(at.world.item(idOf('f')).orderKeys).toHaveProperty(summer);
});

test('a place survives an edit, and the trash', async () => {
  const at = setup();
  await at.move('ba', 'e');
  const items = [idOf('a')];
  const takenAt = { local: '1987-08-15T00:00:00', precision: 'day' } as const;
  await editItems(at.ports, owner, { library, items, edit: { caption: '할머니', takenAt }, key: 'k'.repeat(20) });
  expect(at.order()).toBe('cdbaefgh');
  await trashItems(at.ports, owner, { library, items });
  expect(at.order()).toBe('cdbefgh');
  await restoreItems(at.ports, owner, { library, items });
  expect(at.order()).toBe('cdbaefgh');
});

test('reads one document per item and a few more, and writes two', async () => {
  const at = setup();
  const counting = countingStore(at.ports.store);
  await at.move('gh', 'c', { store: counting.store });
  // The library, the album, the entry of c, the last key in its gap.
  expect([counting.reads(), counting.writes()]).toEqual([2 + 4, 2 * 2]);
});

test('skips items that are not in the album', async () => {
  const at = setup();
  at.world.put('b', [ALL]);
  expect(await at.move('bc', 'a')).toEqual({ moved: [idOf('c')] });
  expect(at.world.item(idOf('b')).orderKeys).toBeUndefined();
});

test('refuses viewers, `all`, an item before itself or before one that is not in the album', async () => {
  const at = setup();
  await expect(at.move('a', 'b', { caller: viewer })).rejects.toThrow('forbidden');
  await expect(at.move('a', 'b', { album: ALL })).rejects.toThrow('invalid-request');
  await expect(at.move('ab', 'b')).rejects.toThrow('invalid-request');
  await expect(at.move('a', 'z')).rejects.toThrow('not-found');
  expect(at.order()).toBe(LETTERS);
});

test('refuses a key that grew too long', async () => {
  const at = setup();
  await at.undo({ [idOf('a')]: `~~!${'z'.repeat(MAX_ORDER_KEY - 3)}` });
  await expect(at.move('b', null)).rejects.toThrow('gap-full');
});
