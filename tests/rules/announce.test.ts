import {
  ALL,
  FAILURES,
  ITEM_STATES,
  MAX_ALBUMS_PER_ITEM,
  MAX_FILE_NAME,
  MAX_FOLDER,
  MAX_ORIGINAL_BYTES,
  canTakeOver,
  paths,
  UPLOAD_DAYS,
  type Failure,
  type ItemState,
} from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { newAlbumId, newItemId, newLibraryId, seed, seedItem, seedLibrary } from '../harness/seed.ts';
import { Double, SERVER_TIME } from '../harness/firestore-values.ts';
import { clientAs } from './client.ts';
import { announcedItem, createFixture, type Fixture } from './fixture.ts';

let world: Fixture;
beforeAll(async () => {
  world = await createFixture();
});

const announceIt = (more: Record<string, unknown>, item: string = newItemId()) => {
  const { library, uids } = world;
  return clientAs(uids.editor).set(`${paths.items(library)}/${item}`, announcedItem(uids.editor, more));
};
const without = (field: string): Record<string, unknown> => ({ [field]: undefined });

describe('an item is announced', () => {
  const allowed: [string, Record<string, unknown>][] = [
    ['as it is', {}],
    ['with the longest name', { fileName: 'a'.repeat(MAX_FILE_NAME) }],
    ['with the longest name in Hangul', { fileName: '가'.repeat(MAX_FILE_NAME) }],
    ['out of a folder', { folder: '사진/1987 설악산' }],
    ['out of a folder of one letter', { folder: '봄' }],
    ['out of the longest folder', { folder: '가'.repeat(MAX_FOLDER) }],
    ['with one byte', { size: 1 }],
    ['with the most bytes', { size: MAX_ORIGINAL_BYTES }],
    ['for one album only', { albums: [newAlbumId()] }],
    ['for as many albums as may be', { albums: Array.from({ length: MAX_ALBUMS_PER_ITEM }, () => newAlbumId()) }],
  ];
  test.each(allowed)('%s', async (_, more) => {
    expect(await announceIt(more)).toBe('allowed');
  });
});

describe('an item is not announced', () => {
  const denied: [string, Record<string, unknown>][] = [
    ['without its state', without('state')],
    ['without its uploader', without('uploader')],
    ['without its name', without('fileName')],
    ['without its size', without('size')],
    ['without its albums', without('albums')],
    ['without its rev', without('rev')],
    ['without its time', without('addedAt')],
    ['with a field more', { token: 'x' }],
    ['as ready', { state: 'ready' }],
    ['for somebody else', { uploader: 'somebody-else' }],
    ['with an empty name', { fileName: '' }],
    ['with a name too long', { fileName: 'a'.repeat(MAX_FILE_NAME + 1) }],
    ['with a list for a name', { fileName: ['a.jpg'] }],
    ['out of a folder without a name', { folder: '' }],
    ['out of a folder too long', { folder: 'a'.repeat(MAX_FOLDER + 1) }],
    ['out of a list of folders', { folder: ['a'] }],
    ['out of a folder that is nothing', { folder: null }],
    ['with nothing in it', { size: 0 }],
    ['with a byte too many', { size: MAX_ORIGINAL_BYTES + 1 }],
    ['with half a byte', { size: 3.5 }],
    ['with a size that is a double', { size: new Double(3) }],
    ['with a size in words', { size: '3' }],
    ['for no album', { albums: [] }],
    ['for an album too many', { albums: Array.from({ length: MAX_ALBUMS_PER_ITEM + 1 }, () => newAlbumId()) }],
    ['for an album that is none', { albums: [ALL, 'Summer'] }],
    ['for an album in capitals', { albums: [newAlbumId().toUpperCase()] }],
    ['for two albums in one', { albums: ['all,all'] }],
    ['for an album that is a number', { albums: [7] }],
    ['for an album that is nothing', { albums: [null] }],
    ['for albums in a text', { albums: 'all' }],
    ['for albums in a map', { albums: { all: true } }],
    ['as made twice', { rev: 2 }],
    ['at a time of its own', { addedAt: new Date() }],
    ['at no time', { addedAt: null }],
  ];
  test.each(denied)('%s', async (_, more) => {
    expect(await announceIt(more)).toBe('denied');
  });

  test.each(['short', newItemId().toUpperCase(), `${newItemId()}a`, `1${newItemId().slice(1)}`])(
    'under the id %s',
    async (item) => {
      expect(await announceIt({}, item)).toBe('denied');
    },
  );

  test('in a library that is not there', async () => {
    const editor = world.uids.editor;
    expect(await clientAs(editor).set(paths.item(newLibraryId(), newItemId()), announcedItem(editor))).toBe('denied');
  });
});

describe('an item is taken over', () => {
  /** Tries it on an item of somebody else; with `more` announced. */
  async function takeOver(of: { state: ItemState; failure?: Failure; days?: number }, more = {}) {
    const { library, uids } = world;
    const item = await seedItem(library, { uploader: uids.owner, ...of });
    return clientAs(uids.editor).set(paths.item(library, item), announcedItem(uids.editor, more));
  }

  const minute = 1 / (24 * 60);
  const ages = [0, UPLOAD_DAYS - minute, UPLOAD_DAYS + minute];
  const failures = [undefined, ...FAILURES];
  for (const state of ITEM_STATES) {
    test(`as the model says: ${state}`, async () => {
      for (const days of ages) {
        for (const failure of failures) {
          const now = Date.now();
          const item = { state, addedAt: now - days * 86_400_000, ...(failure && { failure }) };
          const expected = canTakeOver(item, now) ? 'allowed' : 'denied';
          expect(await takeOver({ state, days, ...(failure && { failure }) }), JSON.stringify(item)).toBe(expected);
        }
      }
    });
  }

  test('only by announcing it anew, like a first time', async () => {
    const damaged = { state: 'failed', failure: 'damaged' } as const;
    expect(await takeOver(damaged)).toBe('allowed');
    expect(await takeOver({ state: 'failed', failure: 'over-quota' })).toBe('allowed');
    expect(await takeOver(damaged, { failure: 'damaged' })).toBe('denied');
    expect(await takeOver(damaged, { uploader: world.uids.owner })).toBe('denied');
    expect(await takeOver(damaged, { rev: 2 })).toBe('denied');
    expect(await takeOver(damaged, { state: 'ready' })).toBe('denied');
  });

  test('never by changing a field of it', async () => {
    const { library, uids } = world;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading', days: 8 });
    const path = paths.item(library, item);
    expect(await clientAs(uids.editor).update(path, { state: 'ready' })).toBe('denied');
    expect(await clientAs(uids.editor).update(path, { size: 4 })).toBe('denied');
    expect(await clientAs(uids.editor).update(path, { addedAt: SERVER_TIME })).toBe('allowed');
  });
});

test('a role counts in its own library only, and one that is none counts nowhere', async () => {
  const { library, uids } = world;
  const path = paths.item(library, newItemId());
  for (const uid of [uids.viewer, uids.stranger, uids.nobody]) {
    expect(await clientAs(uid).set(path, announcedItem(uid))).toBe('denied');
  }
});

test('nothing is announced or taken over in a library that was ended', async () => {
  const { uids } = world;
  const roles = { [uids.editor]: 'editor' } as const;
  const library = await seedLibrary(roles);
  const waiting = { uploader: uids.editor, state: 'uploading', days: UPLOAD_DAYS + 1 } as const;
  const item = await seedItem(library, waiting);
  const endIt = (more: object) =>
    seed(paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles, members: [uids.editor], ...more });
  const tries = async () => [
    await clientAs(uids.editor).set(paths.item(library, newItemId()), announcedItem(uids.editor)),
    await clientAs(uids.editor).set(paths.item(library, item), announcedItem(uids.editor)),
  ];
  await endIt({ deleteAt: new Date() });
  expect(await tries()).toEqual(['denied', 'denied']);
  await endIt({});
  expect(await tries()).toEqual(['allowed', 'allowed']);
});

test('who has too many announcements open announces and takes over nothing, and everybody else does', async () => {
  const { uids } = world;
  const roles = { [uids.editor]: 'editor', [uids.owner]: 'owner' } as const;
  const library = await seedLibrary(roles);
  const waiting = { uploader: uids.editor, state: 'uploading', days: UPLOAD_DAYS + 1 } as const;
  const members = [uids.editor, uids.owner];
  await seed(paths.library(library), {
    name: '집',
    timeZone: 'Asia/Seoul',
    roles,
    members,
    pausedUploaders: [uids.editor],
  });
  for (const [uid, answer] of [
    [uids.editor, 'denied'],
    [uids.owner, 'allowed'],
  ] as const) {
    expect(await clientAs(uid).set(paths.item(library, newItemId()), announcedItem(uid))).toBe(answer);
    expect(await clientAs(uid).set(paths.item(library, await seedItem(library, waiting)), announcedItem(uid))).toBe(
      answer,
    );
  }
});
