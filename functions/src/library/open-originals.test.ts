import { ALL, originalName, paths, type AlbumId, type ItemId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noOriginals } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import { openOriginals } from './open-originals.ts';

const library = 'a'.repeat(20) as LibraryId;
const family = 'b'.repeat(20) as AlbumId;
const id = (letter: string) => letter.repeat(32) as ItemId;
const [photo, video, hidden, unprocessed, lost, missing] = ['c', 'd', 'e', 'f', 'g', 'h'].map(id) as [
  ItemId,
  ItemId,
  ItemId,
  ItemId,
  ItemId,
  ItemId,
];

const item = (fileName: string, albums: readonly AlbumId[], more: Fields = {}): Fields => ({
  ...{ state: 'ready', uploader: 'mother', fileName, size: 3, albums, rev: 1, token: 't', addedAt: new Date(0) },
  ...{ kind: 'photo', format: 'jpeg', variants: [] },
  ...more,
});

const album = (readers: readonly string[]): Fields => ({
  ...{ title: '앨범', by: 'mother', audience: { kind: 'people', people: [], circles: [] }, guests: {}, count: 0 },
  ...{ readers, createdAt: new Date(0) },
});

const documents = new Map<string, Fields>([
  [paths.library(library), { name: '집', timeZone: 'UTC', roles: { mother: 'owner', father: 'viewer' }, members: [] }],
  [paths.album(library, ALL), album(['mother', 'father'])],
  [paths.album(library, family), album(['mother'])],
  [paths.item(library, photo), item('바다.HEIC', [ALL], { format: 'heic', motionVideo: video })],
  [paths.item(library, video), item('바다.MOV', [], { kind: 'video', format: 'mov', motionOf: photo })],
  [paths.item(library, hidden), item('비밀.jpg', [family])],
  [paths.item(library, lost), item('없음.jpg', [ALL])],
  [
    paths.item(library, unprocessed),
    {
      ...{ state: 'processing', uploader: 'mother', fileName: 'a', size: 3, albums: [ALL] },
      rev: 1,
      addedAt: new Date(0),
    },
  ],
]);
const store = fakeDocuments(documents);
const originals = {
  ...noOriginals,
  stat: (name: string) =>
    Promise.resolve(name === originalName(library, lost) ? undefined : { size: 7, generation: '1' }),
  signedUrl: (name: string, fileName: string) => Promise.resolve(`https://storage/${name}?as=${fileName}`),
};

const items = [photo, hidden, unprocessed, lost, missing, photo];
const opened = (uid: string, inAlbum: AlbumId) =>
  openOriginals({ store, originals }, { uid: uid as Uid }, { library, album: inAlbum, items });

test('opens what the caller sees in the album, both files of a Live Photo, and leaves out the rest', async () => {
  const url = (of: ItemId, name: string) => `https://storage/${originalName(library, of)}?as=${name}`;
  expect(await opened('father', ALL)).toEqual({
    originals: [
      { item: photo, original: photo, name: '바다.HEIC', size: 7, url: url(photo, '바다.HEIC') },
      { item: photo, original: video, name: '바다.MOV', size: 7, url: url(video, '바다.MOV') },
    ],
  });
  expect(await opened('father', family)).toEqual({ originals: [] });
  expect((await opened('mother', family)).originals.map(({ item }) => item)).toEqual([hidden]);
  expect(await opened('mother', 'z'.repeat(20) as AlbumId)).toEqual({ originals: [] });
  await expect(opened('stranger', ALL)).rejects.toThrow('forbidden');
});

test('the original of a section is that of its video, for those who see all of the video', async () => {
  const [tape, section] = ['t', 'u'].map(id) as [ItemId, ItemId];
  const of = { sectionOf: { item: tape, start: 5, end: 9 } };
  const clip = { kind: 'video', format: 'avi', variants: ['480'] };
  const put = (shown: readonly AlbumId[]): void => {
    documents.set(paths.item(library, tape), item('1994.AVI', shown, clip));
    documents.set(paths.item(library, section), item('1994.AVI', [ALL, family], { ...clip, ...of, size: 0 }));
  };
  const openedBy = async (uid: string, shown: readonly AlbumId[]) => {
    put(shown);
    const request = { library, album: ALL, items: [section] };
    return (await openOriginals({ store, originals }, { uid: uid as Uid }, request)).originals;
  };
  const url = expect.stringContaining(tape) as unknown;
  const whole = { item: section, original: tape, name: '1994.AVI', size: 7, url };
  expect(await openedBy('father', [ALL])).toEqual([whole]);
  expect(await openedBy('father', [family])).toEqual([]);
  expect(await openedBy('mother', [family])).toEqual([whole]);
});
