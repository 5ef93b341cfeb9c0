import { expect, test } from 'vitest';
import { ALL, type AlbumId, type LibraryId } from '@maru/model/ids';
import type { Audience } from '@maru/model/library/album';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { addFiles, recentPlaces } from './add-files.ts';

const library = 'ours' as LibraryId;
const [old, created, guests] = ['old', 'created', 'guests'] as [AlbumId, AlbumId, AlbumId];

/** The view of a library in which `created` is not known yet, and of which this person is a guest of `guests` only. */
const known = {
  id: library,
  album: (id: AlbumId) => (id === created ? undefined : { guestUploads: 'moderated' }),
  can: (action: string) => action === 'add-items',
  isGuestAlbum: (id: AlbumId) => id === guests,
  albumsFor: (id: AlbumId, audience?: Audience) => (audience?.kind === 'library' ? [ALL, id] : [id]),
};
const view = known as unknown as LibraryView;
const guestView = { ...known, can: (action: string) => action === 'submit-items' } as unknown as LibraryView;

test('adds or submits files, and remembers where, the latest first', async () => {
  const stored = new Map<string, unknown>([['addedTo', { not: 'a list' }]]);
  const log: unknown[] = [];
  const account = {
    store: {
      read: (key: string) => Promise.resolve(stored.get(key)),
      write: (key: string, value: unknown) => void stored.set(key, value),
    },
    uploads: {
      add: (files: readonly File[], _: LibraryId, albums: readonly AlbumId[]) =>
        Promise.resolve(void log.push(['add', files.length, albums])),
      submit: (files: readonly File[], _: LibraryId, album: AlbumId) =>
        Promise.resolve(void log.push(['submit', files.length, album])),
    },
  } as unknown as Parameters<typeof addFiles>[0];
  const files = [new File(['1'], 'a.jpg')];
  expect(await recentPlaces(account)).toEqual([]);
  await addFiles(account, view, old, files);
  // In all photos too, although the album's audience is not known from the server yet.
  await addFiles(account, view, created, files, { kind: 'library' });
  await addFiles(account, guestView, guests, files);
  await addFiles(account, view, old, files);
  expect(log).toEqual([
    ['add', 1, [old]],
    ['add', 1, [ALL, created]],
    ['submit', 1, guests],
    ['add', 1, [old]],
  ]);
  expect(await recentPlaces(account)).toEqual(['ours/old', 'ours/guests', 'ours/created']);
});
