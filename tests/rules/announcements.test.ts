import {
  ALL,
  TRASH,
  FAILURES,
  ITEM_STATES,
  MAX_ALBUMS_PER_ITEM,
  MAX_CAPTION,
  MAX_DATE_TEXT,
  MAX_FILE_NAME,
  MAX_FOLDER,
  MAX_NAME,
  MAX_ORIGINAL_BYTES,
  MAX_PEOPLE,
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

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});

const announceWith = (fields: Record<string, unknown>, item: string = newItemId()) => {
  const { library, uids } = fixture;
  return clientAs(uids.editor).set(`${paths.items(library)}/${item}`, announcedItem(uids.editor, fields));
};
const without = (field: string): Record<string, unknown> => ({ [field]: undefined });

const LARGEST_SIDECAR = {
  takenAt: -1,
  date: '1'.repeat(MAX_DATE_TEXT),
  caption: '가'.repeat(MAX_CAPTION),
  place: { latitude: -37.5, longitude: 127, altitude: 20.5 },
  people: Array.from({ length: MAX_PEOPLE }, () => '가'.repeat(MAX_NAME)),
};

describe('announcing an item is allowed', () => {
  const allowed: [string, Record<string, unknown>][] = [
    ['with the usual fields', {}],
    ['with the longest file name', { fileName: 'a'.repeat(MAX_FILE_NAME) }],
    ['with the longest file name in Hangul', { fileName: '가'.repeat(MAX_FILE_NAME) }],
    ['with a folder', { folder: '사진/1987 설악산' }],
    ['with a folder of one letter', { folder: '봄' }],
    ['with the longest folder', { folder: '가'.repeat(MAX_FOLDER) }],
    ['with one byte', { size: 1 }],
    ['with an empty sidecar', { sidecar: {} }],
    ['with the largest sidecar', { sidecar: LARGEST_SIDECAR }],
    ['with a place without an altitude', { sidecar: { place: { latitude: 1, longitude: 2 } } }],
    ['with the maximum size', { size: MAX_ORIGINAL_BYTES }],
    ['for one album only', { albums: [newAlbumId()] }],
    ['for the maximum number of albums', { albums: Array.from({ length: MAX_ALBUMS_PER_ITEM }, () => newAlbumId()) }],
  ];
  test.each(allowed)('%s', async (_, fields) => {
    expect(await announceWith(fields)).toBe('allowed');
  });
});

describe('announcing an item is denied', () => {
  const denied: [string, Record<string, unknown>][] = [
    ['without state', without('state')],
    ['without uploader', without('uploader')],
    ['without file name', without('fileName')],
    ['without size', without('size')],
    ['without albums', without('albums')],
    ['without rev', without('rev')],
    ['without time', without('addedAt')],
    ['with an additional field', { token: 'x' }],
    ['as a section of a video', { sectionOf: { item: newItemId(), start: 0, end: 9 } }],
    ['as split', { isSplit: true }],
    ['as ready', { state: 'ready' }],
    ['with another uploader', { uploader: 'somebody-else' }],
    ['with an empty file name', { fileName: '' }],
    ['with a file name that is too long', { fileName: 'a'.repeat(MAX_FILE_NAME + 1) }],
    ['with a list as file name', { fileName: ['a.jpg'] }],
    ['with an empty folder', { folder: '' }],
    ['with a folder that is too long', { folder: 'a'.repeat(MAX_FOLDER + 1) }],
    ['with a list of folders', { folder: ['a'] }],
    ['with a folder of null', { folder: null }],
    ...[
      'x',
      { title: 'x' },
      { token: 'x' },
      { takenAt: 'today' },
      { takenAt: 1.5 },
      { caption: 7 },
      { caption: ['a'] },
      { date: '1'.repeat(MAX_DATE_TEXT + 1) },
      { date: 1987 },
      { date: ['1987'] },
      { caption: 'a'.repeat(MAX_CAPTION + 1) },
      { place: [1, 2] },
      { place: { latitude: 1, longitude: 2, name: 'x' } },
      { place: { latitude: 1 } },
      { place: { longitude: 2 } },
      { place: { latitude: 'x', longitude: 2 } },
      { place: { latitude: 1, longitude: 'x' } },
      { place: { latitude: 1, longitude: 2, altitude: 'x' } },
      { place: { latitude: 1, longitude: 2, token: 'x' } },
      { people: { 0: 'x' } },
      { people: 'x' },
      { people: Array.from({ length: MAX_PEOPLE + 1 }, () => 'x') },
      { people: ['a'.repeat(MAX_PEOPLE * MAX_NAME + 1)] },
    ].map((sidecar): [string, Record<string, unknown>] => [
      `with the sidecar ${JSON.stringify(sidecar).slice(0, 60)}`,
      { sidecar },
    ]),
    ['with a size of zero', { size: 0 }],
    ['with one byte too many', { size: MAX_ORIGINAL_BYTES + 1 }],
    ['with a fraction of a byte', { size: 3.5 }],
    ['with a size stored as a double', { size: new Double(3) }],
    ['with a size as text', { size: '3' }],
    ['for no album', { albums: [] }],
    ['for one album too many', { albums: Array.from({ length: MAX_ALBUMS_PER_ITEM + 1 }, () => newAlbumId()) }],
    ['for a malformed album id', { albums: [ALL, 'Summer'] }],
    ['for the trash', { albums: [ALL, TRASH] }],
    ['as trashed', { trashedAt: SERVER_TIME }],
    ['for an album id in capitals', { albums: [newAlbumId().toUpperCase()] }],
    ['for two ids in one', { albums: ['all,all'] }],
    ['for an album id that is a number', { albums: [7] }],
    ['for a null album id', { albums: [null] }],
    ['with albums as text', { albums: 'all' }],
    ['with albums as a map', { albums: { all: true } }],
    ['as processed twice', { rev: 2 }],
    ["with a client's own time", { addedAt: new Date() }],
    ['with a null time', { addedAt: null }],
  ];
  test.each(denied)('%s', async (_, fields) => {
    expect(await announceWith(fields)).toBe('denied');
  });

  test.each(['short', newItemId().toUpperCase(), `${newItemId()}a`, `1${newItemId().slice(1)}`])(
    'with the id %s',
    async (item) => {
      expect(await announceWith({}, item)).toBe('denied');
    },
  );

  test('in a missing library', async () => {
    const editor = fixture.uids.editor;
    expect(await clientAs(editor).set(paths.item(newLibraryId(), newItemId()), announcedItem(editor))).toBe('denied');
  });
});

describe('taking over an item', () => {
  /** Tries to take over an item of another person by announcing it, with the fields of `more`. */
  async function takeOver(options: { state: ItemState; failure?: Failure; days?: number }, fields = {}) {
    const { library, uids } = fixture;
    const item = await seedItem(library, { uploader: uids.owner, ...options });
    return clientAs(uids.editor).set(paths.item(library, item), announcedItem(uids.editor, fields));
  }

  const minute = 1 / (24 * 60);
  const ages = [0, UPLOAD_DAYS - minute, UPLOAD_DAYS + minute];
  const failures = [undefined, ...FAILURES];
  for (const state of ITEM_STATES) {
    test(`follows the model: ${state}`, async () => {
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

  test('is allowed only as a complete announcement', async () => {
    const damaged = { state: 'failed', failure: 'damaged' } as const;
    expect(await takeOver(damaged)).toBe('allowed');
    expect(await takeOver({ state: 'failed', failure: 'over-quota' })).toBe('allowed');
    expect(await takeOver(damaged, { failure: 'damaged' })).toBe('denied');
    expect(await takeOver(damaged, { uploader: fixture.uids.owner })).toBe('denied');
    expect(await takeOver(damaged, { rev: 2 })).toBe('denied');
    expect(await takeOver(damaged, { state: 'ready' })).toBe('denied');
  });

  test('is denied for single fields', async () => {
    const { library, uids } = fixture;
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading', days: 8 });
    const path = paths.item(library, item);
    expect(await clientAs(uids.editor).update(path, { state: 'ready' })).toBe('denied');
    expect(await clientAs(uids.editor).update(path, { size: 4 })).toBe('denied');
    expect(await clientAs(uids.editor).update(path, { addedAt: SERVER_TIME })).toBe('allowed');
  });
});

test('a role counts in its own library only, and an unknown role counts nowhere', async () => {
  const { library, uids } = fixture;
  const path = paths.item(library, newItemId());
  for (const uid of [uids.viewer, uids.stranger, uids.nobody]) {
    expect(await clientAs(uid).set(path, announcedItem(uid))).toBe('denied');
  }
});

test('announcing and taking over are denied in a deleted library', async () => {
  const { uids } = fixture;
  const roles = { [uids.editor]: 'editor' } as const;
  const library = await seedLibrary(roles);
  const expiredItem = { uploader: uids.editor, state: 'uploading', days: UPLOAD_DAYS + 1 } as const;
  const item = await seedItem(library, expiredItem);
  const writeLibrary = (fields: object) =>
    seed(paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles, members: [uids.editor], ...fields });
  const attempts = async () => [
    await clientAs(uids.editor).set(paths.item(library, newItemId()), announcedItem(uids.editor)),
    await clientAs(uids.editor).set(paths.item(library, item), announcedItem(uids.editor)),
  ];
  await writeLibrary({ deleteAt: new Date() });
  expect(await attempts()).toEqual(['denied', 'denied']);
  await writeLibrary({});
  expect(await attempts()).toEqual(['allowed', 'allowed']);
});

test('a paused uploader announces and takes over nothing, unlike everyone else', async () => {
  const { uids } = fixture;
  const roles = { [uids.editor]: 'editor', [uids.owner]: 'owner' } as const;
  const library = await seedLibrary(roles);
  const expiredItem = { uploader: uids.editor, state: 'uploading', days: UPLOAD_DAYS + 1 } as const;
  const members = [uids.editor, uids.owner];
  await seed(paths.library(library), {
    name: '집',
    timeZone: 'Asia/Seoul',
    roles,
    members,
    pausedUploaders: [uids.editor],
  });
  for (const [uid, outcome] of [
    [uids.editor, 'denied'],
    [uids.owner, 'allowed'],
  ] as const) {
    expect(await clientAs(uid).set(paths.item(library, newItemId()), announcedItem(uid))).toBe(outcome);
    expect(await clientAs(uid).set(paths.item(library, await seedItem(library, expiredItem)), announcedItem(uid))).toBe(
      outcome,
    );
  }
});
