import {
  ALL,
  BASE32_DIGITS,
  TRASH,
  MAX_EDIT_WRITES,
  paths,
  readEntry,
  readItem,
  type AlbumId,
  type ItemId,
  type LibraryId,
  type MediaInfo,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noQueue } from '../../testing/unused-ports.ts';
import { countingStore } from '../api/counting-store.ts';
import type { Fields, Store } from '../ports/documents.ts';
import { readLease } from '../processing/lease.ts';
import { commitResult, leaseClaim } from '../processing/commit-result.ts';
import { editItems } from './edit-items.ts';

const library = 'l'.repeat(20) as LibraryId;
const album = 'b'.repeat(20) as AlbumId;
const missing = 'm'.repeat(20) as AlbumId;
const photo = 'p'.repeat(32) as ItemId;
const upload = 'u'.repeat(32) as ItemId;
const editor = { uid: 'editor' as Uid };

const mediaInfo: MediaInfo = {
  ...{ kind: 'photo', format: 'jpeg', width: 4, height: 3, variants: [], caption: '카메라' },
  takenAt: { local: '2024-03-01T10:00:00', precision: 'second', source: 'exif' },
};
const common = { uploader: 'editor', fileName: 'a.jpg', size: 1, rev: 1, addedAt: new Date(0) };
const albumFields = {
  title: '여름',
  by: 'editor',
  audience: { kind: 'library' },
  readers: [],
  count: 0,
  createdAt: new Date(0),
};

function setup() {
  const documents = new Map<string, Fields>([
    [
      paths.library(library),
      { name: '집', timeZone: 'Asia/Seoul', roles: { editor: 'editor', mum: 'viewer' }, members: ['editor', 'mum'] },
    ],
    [paths.album(library, ALL), albumFields],
    [paths.album(library, album), albumFields],
    [
      paths.item(library, photo),
      { ...common, ...mediaInfo, state: 'ready', token: 't', albums: [ALL, album, missing] },
    ],
    [paths.item(library, upload), { ...common, state: 'processing', albums: [ALL] }],
  ]);
  let now = 1000;
  const indexed: AlbumId[] = [];
  const store = fakeDocuments(documents, () => now);
  const clock = { now: () => now, sleep: () => Promise.resolve(), every: () => () => undefined };
  const queue = {
    ...noQueue,
    indexAlbum: (task: { album: AlbumId }) => Promise.resolve(void indexed.push(task.album)),
  };
  let calls = 0;
  const edit = (
    edit: Parameters<typeof editItems>[2]['edit'],
    items = [photo],
    { key = BASE32_DIGITS.charAt(calls++).repeat(20), ...over }: { store?: Store; key?: string } = {},
  ) => {
    now += 1000;
    return editItems({ store, clock, queue, ...over }, editor, { library, items, edit, key });
  };
  const item = (id: ItemId) => readItem(documents.get(paths.item(library, id)));
  const entry = (in_: AlbumId) => readEntry(documents.get(paths.entry(library, in_, photo)));
  const tombstones = () => [...documents.keys()].filter((path) => path.includes('~')).length;
  return { documents, store, clock, queue, indexed, edit, item, entry, tombstones };
}

test('edits the entry of an item in the trash', async () => {
  const at = setup();
  const path = paths.item(library, photo);
  at.documents.set(path, { ...at.documents.get(path), trashedAt: new Date(0) });
  at.documents.set(paths.album(library, TRASH), albumFields);
  await at.edit({ caption: '할머니 댁' });
  expect(at.entry(TRASH).caption).toBe('할머니 댁');
  expect(at.documents.has(paths.entry(library, ALL, photo))).toBe(false);
  expect(at.indexed).toEqual([TRASH]);
});

test('edits the entries of an item in every album that exists, and schedules their indexes', async () => {
  const at = setup();
  expect(
    await at.edit({ caption: '할머니 댁', takenAt: { local: '1987-01-01T00:00:00', precision: 'about' } }),
  ).toEqual({ before: { [photo]: { caption: null, takenAt: null } } });
  for (const one of [ALL, album])
    expect(at.entry(one)).toMatchObject({
      caption: '할머니 댁',
      takenAt: { local: '1987-01-01T00:00:00', precision: 'about', source: 'edit' },
    });
  expect(at.documents.has(paths.entry(library, missing, photo))).toBe(false);
  expect(at.item(photo).mediaInfo).toEqual(mediaInfo);
  // One in each album: the entry moved.
  expect(at.tombstones()).toBe(2);
  expect(at.indexed).toEqual([ALL, album]);
});

test('edits of different fields are all kept, of two captions the last one', async () => {
  const at = setup();
  const takenAt = { local: '1987-08-15T00:00:00', precision: 'day' } as const;
  for (const edit of [{ caption: '첫째' }, { takenAt }, { caption: '둘째' }]) await at.edit(edit);
  expect(at.entry(ALL)).toMatchObject({ caption: '둘째', takenAt });
});

test('returns to the file’s own caption and date', async () => {
  const at = setup();
  await at.edit({ caption: '', takenAt: { local: '1987-08-15T00:00:00', precision: 'day' } });
  expect(at.entry(ALL).caption).toBeUndefined();
  await at.edit({ caption: null, takenAt: null });
  expect(at.entry(ALL)).toMatchObject({ caption: '카메라', takenAt: mediaInfo.takenAt });
  expect(at.documents.get(paths.item(library, photo))).not.toHaveProperty('edits');
});

test('returns the edits of the changed fields that each item had', async () => {
  const at = setup();
  const takenAt = { local: '1987-08-15T00:00:00', precision: 'day' } as const;
  await at.edit({ caption: '첫째', placeName: '제주', takenAt }, [photo]);
  expect(await at.edit({ caption: '둘째', takenAt: { shiftMinutes: 1440 } }, [photo, upload])).toEqual({
    before: { [photo]: { caption: '첫째', takenAt }, [upload]: { caption: null, takenAt: null } },
  });
  expect(await at.edit({ placeName: '서울' })).toEqual({ before: { [photo]: { placeName: '제주' } } });
});

test('an edit of an item in processing is displayed once it is ready', async () => {
  const at = setup();
  await at.edit({ caption: '할머니 댁' }, [upload]);
  expect(at.documents.has(paths.entry(library, ALL, upload))).toBe(false);
  await commit(at, upload, 1);
  expect(readEntry(at.documents.get(paths.entry(library, ALL, upload))).caption).toBe('할머니 댁');
});

test('edits survive reprocessing, whose result replaces the file’s own metadata', async () => {
  const at = setup();
  await at.edit({ caption: '할머니 댁', takenAt: { shiftMinutes: 60 } });
  at.documents.set(paths.item(library, photo), { ...at.documents.get(paths.item(library, photo)), targetRev: 2 });
  await commit(at, photo, 2);
  expect(at.entry(album)).toMatchObject({ rev: 2, caption: '할머니 댁', takenAt: { local: '2024-03-01T11:00:00' } });
  await at.edit({ caption: null, takenAt: null });
  expect(at.entry(album)).toMatchObject({ rev: 2, caption: '새로 읽은 설명', takenAt: mediaInfo.takenAt });
});

test('a repeated call writes nothing, shifts nothing twice and returns the same', async () => {
  const at = setup();
  await at.edit({ caption: '처음' });
  const edit = { caption: '할머니 댁', placeName: '제주', takenAt: { shiftMinutes: 60 } };
  const key = 'k'.repeat(20);
  const response = await at.edit(edit, [photo], { key });
  expect(response).toEqual({ before: { [photo]: { caption: '처음', placeName: null, takenAt: null } } });
  const counting = countingStore(at.store);
  expect(await at.edit(edit, [photo], { key, ...counting })).toEqual(response);
  expect([counting.writes(), counting.deletes()]).toEqual([0, 0]);
  expect(at.entry(ALL).takenAt?.local).toBe('2024-03-01T11:00:00');
});

test('writes a bounded number of documents in one transaction', async () => {
  const at = setup();
  const fields = at.documents.get(paths.item(library, photo));
  const items = Array.from(
    { length: 200 },
    (_, n) => n.toString(2).padStart(32, 'a').replaceAll('0', 'b').replaceAll('1', 'c') as ItemId,
  );
  for (const id of items) at.documents.set(paths.item(library, id), { ...fields });
  const writes: number[] = [];
  const store: Store = {
    ...at.store,
    transact: async (run) => {
      const counting = countingStore(at.store);
      const result = await counting.store.transact(run);
      writes.push(counting.writes());
      return result;
    },
  };
  const { before } = await at.edit({ takenAt: { local: '1987-08-15T00:00:00', precision: 'day' } }, items, { store });
  expect(Object.keys(before)).toHaveLength(200);
  expect(writes.length).toBeGreaterThan(1);
  expect(Math.max(...writes)).toBeLessThanOrEqual(MAX_EDIT_WRITES);
  for (const id of items) expect(at.item(id).edits?.takenAt?.value.local).toBe('1987-08-15T00:00:00');
});

test('refuses viewers', async () => {
  const at = setup();
  const call = editItems(
    at,
    { uid: 'mum' as Uid },
    {
      ...{ library, items: [photo], edit: { caption: '엄마' }, key: 'k'.repeat(20) },
    },
  );
  await expect(call).rejects.toThrow('forbidden');
  expect(at.item(photo).edits).toBeUndefined();
});

/** Commits the result of processing an item as `rev`. */
async function commit(at: ReturnType<typeof setup>, item: ItemId, rev: number): Promise<void> {
  const fields = { holder: 'h', until: new Date(1e6), generation: '1', tries: 1, token: 'new' };
  at.documents.set(paths.lease(library, item), fields);
  const attempt = { lease: readLease(fields), item: { ...at.item(item), rev } };
  const result = { ...mediaInfo, caption: '새로 읽은 설명' };
  const task = { library, item, generation: '1' };
  await commitResult(at, task, leaseClaim(task, attempt), result);
}

test('chapters of a video are displayed in its entries, and undone; a photo has none', async () => {
  const { documents, edit, item, entry } = setup();
  const chapters = [{ at: 12.5, title: '돌잔치', date: { local: '1987-01-01T00:00:00', precision: 'year' as const } }];
  await expect(edit({ chapters })).rejects.toThrow('invalid-request');
  const path = paths.item(library, photo);
  documents.set(path, { ...documents.get(path), kind: 'video', duration: 600 });
  const { before } = await edit({ chapters });
  expect([entry(ALL).chapters, entry(album).chapters]).toEqual([chapters, chapters]);
  expect(before[photo]).toEqual({ chapters: null });
  const { before: second } = await edit({ chapters: [] });
  expect([entry(ALL).chapters, item(photo).edits?.chapters?.value, second[photo]]).toEqual([
    undefined,
    [],
    { chapters },
  ]);
  await edit({ chapters: null });
  expect(item(photo).edits).toBeUndefined();
});
