import {
  BASE32_DIGITS,
  TRASH,
  buildIndex,
  compareRows,
  encodeSheet,
  isItemId,
  paths,
  readAlbum,
  readEntry,
  type AlbumId,
  type EntryRow,
  type Item,
  type ItemId,
  type LibraryId,
  type ProcessedItem,
  type Uid,
  writeMediaInfo,
} from '@maru/model';
import { describe, expect, test } from 'vitest';
import type { Fields, Store } from '../ports/documents.ts';
import { noOriginals, noQueue, noRenditions } from '../../testing/unused-ports.ts';
import type { IndexTask } from '../ports/queue.ts';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { removeEntry, setEntry } from './entry-changes.ts';
import { indexAlbum } from './index-album.ts';
import { readIndex, readSheets } from './stored-index.ts';
import { sweepIndexes } from './sweep-indexes.ts';

const library = 'l'.repeat(20) as LibraryId;
const album = 'b'.repeat(20) as AlbumId;

/** An item id; one in ten starts a segment, so that few items make many sheets. */
const idOf = (n: number): ItemId =>
  `${BASE32_DIGITS[n % 32] ?? ''}${BASE32_DIGITS[Math.floor(n / 32) % 32] ?? ''}`
    .padEnd(29, 'x')
    .concat(n % 10 === 0 ? 'aab' : '777') as ItemId;
const itemOf = (n: number, day: number, of: Partial<Item> = {}): ProcessedItem => ({
  state: 'ready',
  uploader: 'mum' as Uid,
  fileName: 'a.jpg',
  size: 1,
  albums: [album],
  addedAt: n,
  rev: 1,
  token: 'first',
  ...of,
  mediaInfo: {
    ...{ kind: 'photo', format: 'jpeg', width: 4, height: 3, variants: [] },
    takenAt: {
      local: `2019-05-${String(1 + (day % 28)).padStart(2, '0')}T10:00:00`,
      precision: 'second',
      source: 'exif',
    },
  },
});

function setup() {
  const documents = new Map<string, Fields>();
  let now = 1_000_000;
  const store = fakeDocuments(documents, () => (now += 1));
  const clock = {
    now: () => now,
    sleep: (ms: number) => Promise.resolve(void (now += ms)),
    every: () => () => undefined,
  };
  documents.set(paths.album(library, album), {
    ...{ title: '여름', by: 'mum', audience: { kind: 'library' }, readers: ['mum'], count: 0, createdAt: new Date(0) },
  });
  const items = new Map<number, ProcessedItem>();
  const put = (item: ProcessedItem, n: number) =>
    store.transact((tx) => {
      setEntry(tx, { library, album, id: idOf(n) }, item, now, items.get(n));
      items.set(n, item);
      return Promise.resolve();
    });
  const remove = (n: number) =>
    store.transact((tx) => {
      const item = items.get(n);
      if (item) removeEntry(tx, { library, album, id: idOf(n) }, item, now);
      items.delete(n);
      return Promise.resolve();
    });
  const index = (over: Partial<{ store: Store }> = {}) =>
    indexAlbum({ store, clock, log: () => undefined, ...over }, { library, album });
  return { documents, store, clock, put, remove, index, pass: (ms: number) => (now += ms) };
}

/** Checks that the stored index is the one of all entries, and that nothing else is stored. */
async function expectIndexed({ documents, store }: ReturnType<typeof setup>): Promise<void> {
  const rows = [...documents]
    .filter(([path]) => path.includes('/entries/') && isItemId(path.split('/').at(-1)))
    .map(([path, fields]): EntryRow => [path.split('/').at(-1) as ItemId, readEntry(fields)])
    .sort(compareRows);
  const scratch = buildIndex(rows, 1);
  const index = await readIndex(store, library, album);
  const ids = scratch.outline.map(({ id }) => id);
  expect(index?.outline.map(({ id }) => id)).toEqual(ids);
  const sheets = index && (await readSheets(store, library, album, index, ids));
  for (const [id, expected] of scratch.written) expect(encodeSheet(sheets?.get(id) ?? [])).toBe(encodeSheet(expected));
  const stored = [...documents.keys()].filter((path) => path.includes('/sheets/'));
  expect(stored.toSorted()).toEqual(ids.length > 1 ? ids.map((id) => paths.sheet(library, album, id)).toSorted() : []);
  expect(readAlbum(documents.get(paths.album(library, album))).count).toBe(rows.length);
}

test('follows additions, moves, edits and removals, from no sheet to many and back', async () => {
  const at = setup();
  await at.index();
  for (let n = 0; n < 5; n++) await at.put(itemOf(n, n), n);
  await at.index();
  await expectIndexed(at);
  expect(readAlbum(at.documents.get(paths.album(library, album)))).toMatchObject({
    count: 5,
    span: { from: '2019-05-01', to: '2019-05-05' },
    cover: { item: idOf(4), token: 'first', file: 'grid' },
  });
  for (let n = 5; n < 60; n++) await at.put(itemOf(n, n * 7), n);
  await at.index();
  await expectIndexed(at);
  // Moves, the start of a segment among them; edits; removals.
  for (const n of [10, 11, 30]) await at.put(itemOf(n, n * 7 + 3), n);
  for (const n of [59, 20]) await at.put(itemOf(n, n * 7, { token: 'second', rev: 2 }), n);
  for (const n of [40, 41]) await at.remove(n);
  await at.index();
  await expectIndexed(at);
  expect(readAlbum(at.documents.get(paths.album(library, album))).cover).toMatchObject({ rev: 2, token: 'second' });
  for (let n = 0; n < 60; n++) if (n !== 33) await at.remove(n);
  await at.index();
  await expectIndexed(at);
  await at.remove(33);
  await at.index();
  await expectIndexed(at);
  expect(readAlbum(at.documents.get(paths.album(library, album))).cover).toBeUndefined();
});

test('writes nothing when nothing changed, and says so', async () => {
  const at = setup();
  for (let n = 0; n < 30; n++) await at.put(itemOf(n, n), n);
  expect(await at.index()).toBe(true);
  const before = [...at.documents];
  expect(await at.index()).toBe(false);
  expect([...at.documents]).toEqual(before);
});

test('has everything in the end, however runs overlap and are killed', async () => {
  const at = setup();
  for (let kill = 0; kill < 40; kill++) {
    for (let n = 0; n < 3; n++) await at.put(itemOf(kill + n, kill * 5 + n * 11), kill + n);
    if (kill % 5 === 0) await at.remove(kill);
    let steps = kill % 9;
    const killed = async <T>(run: () => Promise<T>): Promise<T> => {
      if ((steps -= 1) === 0) throw new Error('killed');
      // Lets the other run go on in between.
      await new Promise(setImmediate);
      return run();
    };
    const store: Store = {
      ...at.store,
      read: (path) => killed(() => at.store.read(path)),
      find: (path, query) => killed(() => at.store.find(path, query)),
      transact: (run) => killed(() => at.store.transact(run)),
    };
    const slow = {
      ...at.store,
      find: async (...query: Parameters<Store['find']>) => {
        const found = await at.store.find(...query);
        await new Promise(setImmediate);
        return found;
      },
    };
    await Promise.allSettled([
      at.index({ store }),
      at.index({ store: slow }),
      at.put(itemOf(100 + kill, kill), 100 + kill),
    ]);
  }
  await at.index();
  await expectIndexed(at);
});

test('skips a bad document', async () => {
  const at = setup();
  await at.put(itemOf(1, 1), 1);
  at.documents.set(paths.entry(library, album, idOf(2)), { state: 'ready', changed: new Date(1_000_005) });
  await at.put(itemOf(3, 3), 3);
  await at.index();
  expect(readAlbum(at.documents.get(paths.album(library, album))).count).toBe(2);
});

test('does nothing for an album that is gone', async () => {
  const at = setup();
  at.documents.clear();
  expect(await at.index()).toBe(false);
});

describe('the sweeper', () => {
  /** An indexed album of three items, which changed five minutes ago. */
  async function indexed() {
    const at = setup();
    for (let n = 0; n < 3; n++) await at.put(itemOf(n, n), n);
    await at.index();
    const scheduled: AlbumId[] = [];
    const queue = { ...noQueue, indexAlbum: (task: IndexTask) => Promise.resolve(void scheduled.push(task.album)) };
    const logged: string[] = [];
    at.documents.set(paths.item(library, idOf(9)), { state: 'ready', changed: new Date(at.pass(0)) });
    for (let n = 0; n < 3; n++) {
      const { mediaInfo, ...item } = itemOf(n, n);
      const fields = { ...item, ...writeMediaInfo(mediaInfo), addedAt: new Date(n), changed: new Date(at.pass(0)) };
      at.documents.set(paths.item(library, idOf(n)), fields);
    }
    at.pass(300_000);
    const ports = { store: at.store, clock: at.clock, queue, log: (what: string) => void logged.push(what) };
    const sweep = () => sweepIndexes({ ...ports, originals: noOriginals, renditions: noRenditions }, library);
    return { ...at, scheduled, logged, sweep };
  }

  test('leaves an index alone that has everything, and logs a bad item', async () => {
    const at = await indexed();
    expect(await at.sweep()).toBe(0);
    expect([at.scheduled, at.logged]).toEqual([[], ['could not be swept']]);
  });

  test('schedules an index that misses a change', async () => {
    const at = await indexed();
    const path = paths.album(library, album);
    at.documents.set(path, { ...at.documents.get(path), index: { version: 1, through: new Date(1) } });
    expect(await at.sweep()).toBe(1);
    expect(at.scheduled).toEqual([album]);
    expect(readAlbum(at.documents.get(path)).index?.version).toBe(1);
  });

  test('rebuilds an index with a wrong number of entries', async () => {
    const at = await indexed();
    // Removed without a tombstone.
    at.documents.delete(paths.entry(library, album, idOf(1)));
    expect(await at.sweep()).toBe(1);
    expect(at.scheduled).toEqual([album]);
    await at.index();
    await expectIndexed(at);
  });

  test('rebuilds an index whose entries are all gone', async () => {
    const at = await indexed();
    for (const path of at.documents.keys()) if (path.includes('/entries/')) at.documents.delete(path);
    expect(await at.sweep()).toBe(1);
    await at.index();
    const { count, cover } = readAlbum(at.documents.get(paths.album(library, album)));
    expect([count, cover]).toEqual([0, undefined]);
  });

  test('schedules the albums of a trashed item, and the trash also for one that left it', async () => {
    const at = await indexed();
    const trash = paths.album(library, TRASH);
    at.documents.set(trash, { ...at.documents.get(paths.album(library, album)), count: 1 });
    expect(await at.sweep()).toBe(1);
    expect(at.scheduled.splice(0)).toEqual([TRASH]);
    const path = paths.item(library, idOf(1));
    const item = at.documents.get(path);
    at.documents.set(path, { ...item, trashedAt: item?.['changed'] });
    at.documents.delete(paths.entry(library, album, idOf(1)));
    expect(await at.sweep()).toBe(2);
    expect(at.scheduled.sort()).toEqual([album, TRASH]);
  });
});
