import { paths, type AlbumId, type ItemId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noOriginals, noQueue } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { IndexTask } from '../ports/queue.ts';
import { retryItem } from '../processing/reprocess-item.ts';
import { addToAlbum, createAlbum } from './albums.ts';

const library = 'a'.repeat(20) as LibraryId;
const album = 'b'.repeat(20) as AlbumId;
const item = 'c'.repeat(32) as ItemId;
const me = { uid: 'me' as Uid };
const clock = { now: () => 5000, sleep: () => Promise.resolve(), every: () => () => undefined };

const documents = (): Map<string, Fields> =>
  new Map<string, Fields>([
    [paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles: { me: 'owner' }, members: ['me'] }],
    [
      paths.album(library, album),
      { title: '여름', by: 'me', audience: { kind: 'library' }, readers: [], count: 0, createdAt: new Date(0) },
    ],
    [
      paths.item(library, item),
      {
        ...{ state: 'uploading', uploader: 'me', fileName: 'a.jpg', size: 3, albums: ['all'], rev: 1 },
        addedAt: new Date(0),
      },
    ],
  ]);

test('schedules indexing when a call that failed to do so is repeated', async () => {
  const counted: IndexTask[] = [];
  let isBroken = true;
  const queue = {
    ...noQueue,
    indexAlbum: (task: IndexTask) =>
      isBroken ? Promise.reject(new Error('the queue is down')) : Promise.resolve(void counted.push(task)),
  };
  const ports = { store: fakeDocuments(documents()), clock, queue };
  await expect(addToAlbum(ports, me, { library, album, items: [item] })).rejects.toThrow('the queue is down');
  isBroken = false;
  expect(await addToAlbum(ports, me, { library, album, items: [item] })).toEqual({ added: [] });
  expect(counted).toMatchObject([{ library, album }]);
});

test('does not take the name of an object property for a member', async () => {
  const ids = { ...noIds, album: () => album };
  const ports = { store: fakeDocuments(documents()), clock, ids };
  const audience = { kind: 'people', people: ['constructor' as Uid], circles: [] } as const;
  await expect(createAlbum(ports, me, { library, title: '여름', audience })).rejects.toThrow('invalid-request');
});

test('logs the creation of an album for some members, but not of one for all', async () => {
  const stored = documents();
  let albums = 0;
  const nextId = () => String((albums += 1)).repeat(20) as AlbumId;
  const ids = { ...noIds, album: nextId, random: nextId };
  const ports = { store: fakeDocuments(stored), clock, ids };
  await createAlbum(ports, me, { library, title: '여름', audience: { kind: 'library' } });
  await createAlbum(ports, me, { library, title: '깜짝', audience: { kind: 'people', people: [], circles: [] } });
  const activities = [...stored].filter(([path]) => path.startsWith(`${paths.activities(library)}/`));
  expect(activities.map(([, fields]) => fields)).toEqual([
    expect.objectContaining({ type: 'shared', target: '깜짝', by: 'me', at: new Date(5000) }),
  ]);
});

test('refuses a retry by a stranger without reading the bucket', async () => {
  let reads = 0;
  const stat = () => Promise.resolve(void (reads += 1));
  const originals = { ...noOriginals, stat };
  const ports = { store: fakeDocuments(documents()), clock, originals, queue: noQueue };
  await expect(retryItem(ports, { uid: 'stranger' as Uid }, { library, item })).rejects.toThrow('forbidden');
  expect(reads).toBe(0);
});
