import { paths, type AlbumId, type ItemId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noOriginals, noQueue } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { SummaryTask } from '../ports/queue.ts';
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
    [paths.album(library, album), {}],
    [
      paths.item(library, item),
      {
        ...{ state: 'uploading', uploader: 'me', fileName: 'a.jpg', size: 3, albums: ['all'], rev: 1 },
        addedAt: new Date(0),
      },
    ],
  ]);

test('a call that ended before the album was counted is made good by the same call again', async () => {
  const counted: SummaryTask[] = [];
  let isBroken = true;
  const queue = {
    ...noQueue,
    summarizeAlbum: (task: SummaryTask) =>
      isBroken ? Promise.reject(new Error('the queue went')) : Promise.resolve(void counted.push(task)),
  };
  const ports = { store: fakeDocuments(documents()), clock, queue };
  await expect(addToAlbum(ports, me, { library, album, items: [item] })).rejects.toThrow('the queue went');
  isBroken = false;
  expect(await addToAlbum(ports, me, { library, album, items: [item] })).toEqual({ added: 0 });
  expect(counted).toEqual([{ library, album, at: 5000 }]);
});

test('an album is for members: what every object has by itself is none', async () => {
  const ids = { ...noIds, album: () => album };
  const ports = { store: fakeDocuments(documents()), clock, ids };
  const audience = { kind: 'people', people: ['constructor' as Uid], circles: [] } as const;
  await expect(createAlbum(ports, me, { library, title: '여름', audience })).rejects.toThrow('invalid-request');
});

test('owners are told of an album that is for some of the family only, and not of one for everybody', async () => {
  const held = documents();
  let made = 0;
  const ids = { ...noIds, album: () => String((made += 1)).repeat(20) as AlbumId };
  const ports = { store: fakeDocuments(held), clock, ids };
  await createAlbum(ports, me, { library, title: '여름', audience: { kind: 'library' } });
  await createAlbum(ports, me, { library, title: '깜짝', audience: { kind: 'people', people: [], circles: [] } });
  const told = [...held].filter(([path]) => path.startsWith(`${paths.activities(library)}/`));
  expect(told.map(([, fields]) => fields)).toEqual([
    expect.objectContaining({ type: 'shared', target: '깜짝', by: 'me', at: new Date(5000) }),
  ]);
});

test('a stranger who tries again costs no look into the bucket', async () => {
  let looks = 0;
  const stat = () => Promise.resolve(void (looks += 1));
  const originals = { ...noOriginals, stat };
  const ports = { store: fakeDocuments(documents()), clock, originals, queue: noQueue };
  await expect(retryItem(ports, { uid: 'stranger' as Uid }, { library, item })).rejects.toThrow('forbidden');
  expect(looks).toBe(0);
});
