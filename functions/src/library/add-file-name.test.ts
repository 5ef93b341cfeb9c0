import {
  ALL,
  ApiError,
  paths,
  readEntry,
  readItem,
  type AlbumId,
  type ItemId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noQueue } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import { commitResult, leaseClaim } from '../processing/commit-result.ts';
import { readLease } from '../processing/lease.ts';
import { addFileName } from './add-file-name.ts';

const library = 'l'.repeat(20) as LibraryId;
const photo = 'p'.repeat(32) as ItemId;
const editor = 'editor' as Uid;
const OTHER = '19870503_설악산.jpg';
const ofName = { local: '1987-05-03T00:00:00', precision: 'day', source: 'name' };
const mediaInfo = { kind: 'photo', format: 'jpeg', width: 4, height: 3, variants: [] } as const;

function setup(fields: Fields = {}) {
  const common = { uploader: editor, fileName: 'a.jpg', size: 1, rev: 1, addedAt: new Date(0), albums: [ALL] };
  const roles = { editor: 'editor', mum: 'viewer' };
  const documents = new Map<string, Fields>([
    [paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles, members: ['editor', 'mum'] }],
    [
      paths.album(library, ALL),
      { title: '', by: 'x', audience: { kind: 'library' }, readers: [], count: 0, createdAt: new Date(0) },
    ],
    [paths.item(library, photo), { ...common, state: 'ready', token: 't', ...mediaInfo, ...fields }],
  ]);
  const now = Date.UTC(2026, 5, 1);
  const indexed: AlbumId[] = [];
  const ports = {
    store: fakeDocuments(documents, () => now),
    clock: { now: () => now, sleep: () => Promise.resolve(), every: () => () => undefined },
    queue: { ...noQueue, indexAlbum: (task: { album: AlbumId }) => Promise.resolve(void indexed.push(task.album)) },
  };
  const add = (fileName: string, uid = editor) => addFileName(ports, { uid }, { library, item: photo, fileName });
  const item = () => readItem(documents.get(paths.item(library, photo)));
  const entry = () => documents.get(paths.entry(library, ALL, photo));
  return { documents, ports, add, item, entry, indexed };
}

test.each([
  ['no date', {}],
  ['the suggestion of a folder', { takenAt: { local: '1985-01-01T00:00:00', precision: 'about', source: 'folder' } }],
  [
    'the date of its last change',
    { takenAt: { local: '2019-05-03T10:00:00', precision: 'second', source: 'exif', isUncertain: true } },
  ],
])('a ready item with %s is dated by another name, in its entries too', async (_, fields) => {
  const { add, item, entry, indexed } = setup(fields);
  await add(OTHER);
  expect(item()).toMatchObject({ fileName: 'a.jpg', otherName: OTHER, mediaInfo: { takenAt: ofName } });
  expect(readEntry(entry()).takenAt).toEqual(ofName);
  expect(indexed).toEqual([ALL]);
});

test.each([
  ['the name has no date', 'IMG_1234.JPG', {}],
  ['it is the name it has', 'a.jpg', {}],
  ['the item has a date', OTHER, { takenAt: { local: '2019-05-03T10:00:00', precision: 'second', source: 'exif' } }],
  ['its name told a date', OTHER, { takenAt: { local: '2019-05-03T00:00:00', precision: 'day', source: 'name' } }],
  [
    'it was scanned before',
    OTHER,
    { digitizedAt: { local: '1987-05-03T10:00:00', precision: 'second', source: 'exif' } },
  ],
  ['it is being purged', OTHER, { isPurging: true }],
])('nothing changes if %s', async (_, name, fields) => {
  const { documents, add, entry, indexed } = setup(fields);
  const before = structuredClone(documents.get(paths.item(library, photo)));
  await add(name);
  expect(documents.get(paths.item(library, photo))).toEqual(before);
  expect([entry(), indexed]).toEqual([undefined, []]);
});

test('an item in processing is dated when it is committed, by the first name that tells a date', async () => {
  const { documents, ports, add, item, entry } = setup();
  const { kind: _, ...announced } = documents.get(paths.item(library, photo)) ?? {};
  documents.set(paths.item(library, photo), { ...announced, state: 'processing' });
  const before = item();
  await add(OTHER);
  await add('1990-01-02.jpg');
  expect(item().otherName).toBe(OTHER);
  const lease = { holder: 'h', until: new Date(1e13), generation: '1', tries: 1, token: 'new' };
  documents.set(paths.lease(library, photo), lease);
  const task = { library, item: photo, generation: '1' };
  await commitResult(ports, task, leaseClaim(task, { lease: readLease(lease), item: before }), mediaInfo);
  expect(item().mediaInfo?.takenAt).toEqual(ofName);
  expect(readEntry(entry()).takenAt).toEqual(ofName);
});

test('a viewer may not tell names', async () => {
  const { add, item } = setup();
  await expect(add(OTHER, 'mum' as Uid)).rejects.toEqual(new ApiError('forbidden'));
  expect(item()).not.toHaveProperty('otherName');
});
