import {
  ALL,
  MAX_ITEMS_BY_HAND,
  paths,
  readAlbum,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
  type ProcessedItem,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { removeEntry, setEntry } from '../album-index/entry-changes.ts';
import { indexAlbum } from '../album-index/index-album.ts';
import type { Fields } from '../ports/documents.ts';
import { updateAlbum } from './update-album.ts';

const library = 'l'.repeat(20) as LibraryId;
const album = 'b'.repeat(20) as AlbumId;
const editor = { uid: 'editor' as Uid };
const idOf = (n: number) => 'abcdefgh'.charAt(n).repeat(32) as ItemId;
const itemOf = (n: number, kind: 'photo' | 'sound' = 'photo', of: Partial<Item> = {}): ProcessedItem => ({
  ...{
    state: 'ready',
    uploader: 'editor' as Uid,
    fileName: 'a.jpg',
    size: 1,
    albums: [album],
    addedAt: n,
    rev: 1,
    token: 't',
  },
  ...of,
  mediaInfo: { kind, format: 'jpeg', width: 4, height: 3, variants: [] },
});

/** An album with this count. */
function setup(count = 0) {
  let now = 1_000_000;
  const documents = new Map<string, Fields>([
    [
      paths.library(library),
      { name: '집', timeZone: 'Asia/Seoul', roles: { editor: 'editor', mum: 'viewer' }, members: ['editor', 'mum'] },
    ],
    ...[ALL, album].map((id): [string, Fields] => [
      paths.album(library, id),
      {
        title: '여름',
        by: 'editor',
        audience: { kind: 'library' },
        readers: ['editor'],
        count,
        createdAt: new Date(0),
      },
    ]),
  ]);
  const store = fakeDocuments(documents, () => (now += 1));
  const clock = { now: () => now, sleep: () => Promise.resolve(), every: () => () => undefined };
  const put = (n: number, item = itemOf(n)) =>
    store.transact((tx) => {
      setEntry(tx, { library, album, id: idOf(n) }, item, now);
      return Promise.resolve();
    });
  const remove = (n: number) =>
    store.transact((tx) => {
      removeEntry(tx, { library, album, id: idOf(n) }, itemOf(n), now);
      return Promise.resolve();
    });
  const index = () => indexAlbum({ store, clock, log: () => undefined }, { library, album });
  const update = (
    change: Omit<Parameters<typeof updateAlbum>[2], 'library' | 'album'>,
    over: { album?: AlbumId; uid?: Uid } = {},
  ) => updateAlbum({ store }, { uid: over.uid ?? editor.uid }, { library, album: over.album ?? album, ...change });
  const state = () => readAlbum(documents.get(paths.album(library, album)));
  return { put, remove, index, update, state };
}

test('sets the order, and nothing else', async () => {
  const at = setup();
  await at.update({ title: '제주 여름' });
  await at.update({ order: 'newest-first' });
  expect(at.state()).toMatchObject({ title: '제주 여름', order: 'newest-first' });
});

test('returns to the order by hand, however large the album became', async () => {
  const at = setup(MAX_ITEMS_BY_HAND + 1);
  await at.update({ order: 'by-hand' });
  expect(at.state().order).toBe('by-hand');
});

test('sets title and description, each alone; an empty description removes it', async () => {
  const at = setup();
  await at.update({ title: '제주 여름', description: '비가 많이 온\n여름' });
  await at.update({ title: '제주' });
  expect(at.state()).toMatchObject({ title: '제주', description: '비가 많이 온\n여름' });
  await at.update({ description: '' });
  expect(at.state()).toMatchObject({ title: '제주' });
  expect(at.state().description).toBeUndefined();
});

test('a chosen cover stays while its item is in the album, with its current token; then the automatic one returns', async () => {
  const at = setup();
  for (const n of [0, 1]) await at.put(n);
  await at.index();
  expect(at.state().cover?.item).toBe(idOf(1));
  await at.update({ cover: idOf(0) });
  expect(at.state()).toMatchObject({ cover: { item: idOf(0), token: 't' }, chosenCover: idOf(0) });
  await at.put(2);
  await at.put(0, itemOf(0, 'photo', { token: 'rotated', rev: 2 }));
  await at.index();
  expect(at.state()).toMatchObject({ count: 3, cover: { item: idOf(0), token: 'rotated', rev: 2 } });
  await at.remove(0);
  await at.index();
  expect(at.state()).toMatchObject({ count: 2, cover: { item: idOf(2) } });
  await at.put(0);
  await at.index();
  expect(at.state()).toMatchObject({ count: 3, cover: { item: idOf(2) } });
  expect(at.state().chosenCover).toBeUndefined();
});

test('null returns to the automatic cover at once', async () => {
  const at = setup();
  for (const n of [0, 1]) await at.put(n);
  await at.index();
  await at.update({ cover: idOf(0) });
  await at.update({ cover: null });
  expect(at.state()).toMatchObject({ cover: { item: idOf(1) } });
  expect(at.state().chosenCover).toBeUndefined();
});

test('refuses viewers, `all`, missing albums, and covers that are no image of the album', async () => {
  const at = setup();
  await at.put(3, itemOf(3, 'sound'));
  await expect(at.update({ title: '내 앨범' }, { uid: 'mum' as Uid })).rejects.toThrow('forbidden');
  await expect(at.update({ title: '전부' }, { album: ALL })).rejects.toThrow('invalid-request');
  await expect(at.update({ title: '없음' }, { album: 'm'.repeat(20) as AlbumId })).rejects.toThrow('not-found');
  await expect(at.update({ title: '제주', cover: idOf(5) })).rejects.toThrow('not-found');
  await expect(at.update({ title: '제주', cover: idOf(3) })).rejects.toThrow('invalid-request');
  expect(at.state().title).toBe('여름');
});
