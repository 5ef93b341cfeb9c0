import {
  ALL,
  incomingName,
  originalName,
  paths,
  type ItemId,
  type LibraryId,
  type SubmissionId,
  type Uid,
} from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { useEmulators } from '../harness/emulators.ts';
import {
  newAlbumId,
  newItemId,
  newLibraryId,
  newSubmissionId,
  newUid,
  seed,
  seedItem,
  seedSubmission,
} from '../harness/seed.ts';
import { SERVER_TIME } from '../harness/firestore-values.ts';
import { clientAs } from './client.ts';
import { createAlbum, announcedItem, createFixture, type Fixture } from './fixture.ts';

let world: Fixture;
beforeAll(async () => {
  world = await createFixture();
});

const BYTES = new TextEncoder().encode('abc');
const soon = (): Date => new Date(Date.now() + 3_600_000);

/** What an id is not quite: too long at either end, too short, and of its length with a sign that ids do not have. */
const nearly = (id: string): string[] => [
  id.slice(1),
  `a${id}`,
  `${id}a`,
  `${id}${id}`,
  ...['0', '1', '8', '9', 'A', 'Z', '-', '.', '~'].flatMap((sign) => [
    `${sign}${id.slice(1)}`,
    `${id.slice(1)}${sign}`,
  ]),
];

/** Ids that are right: of letters alone and of digits alone, too. */
const rightOf = (id: string): string[] => [id, 'a'.repeat(id.length), '7'.repeat(id.length)];

describe.concurrent('an id that is nearly one', () => {
  test('is remembered as nobody’s last library or album', async () => {
    const { uids } = world;
    const put = (more: Record<string, unknown>) =>
      clientAs(uids.viewer).set(paths.user(uids.viewer), { seenAt: SERVER_TIME, ...more });
    for (const lastLibrary of rightOf(newLibraryId())) expect(await put({ lastLibrary }), lastLibrary).toBe('allowed');
    for (const lastAlbum of [ALL, ...rightOf(newAlbumId())])
      expect(await put({ lastAlbum }), lastAlbum).toBe('allowed');
    for (const lastLibrary of nearly(newLibraryId())) expect(await put({ lastLibrary }), lastLibrary).toBe('denied');
    for (const lastAlbum of ['xall', 'allx', ...nearly(newAlbumId())]) {
      expect(await put({ lastAlbum }), lastAlbum).toBe('denied');
    }
  });

  test('is announced neither as an item nor as an album of it', async () => {
    const { library, uids } = world;
    const put = (item: string, more: Record<string, unknown> = {}) =>
      clientAs(uids.editor).set(paths.item(library, item as ItemId), announcedItem(uids.editor, more));
    for (const item of nearly(newItemId())) expect(await put(item), item).toBe('denied');
    const right = newAlbumId();
    for (const album of ['xall', 'allx', ...nearly(newAlbumId())]) {
      for (const albums of [[album], [album, right], [right, album], [ALL, album, right]]) {
        expect(await put(newItemId(), { albums }), String(albums)).toBe('denied');
      }
    }
    for (const albums of [[right], [ALL], [ALL, right], [right, ALL], ...rightOf(right).map((one) => [right, one])]) {
      expect(await put(newItemId(), { albums }), String(albums)).toBe('allowed');
      expect(await put(newItemId(), { albums: albums.toReversed() }), String(albums)).toBe('allowed');
    }
  });

  test('takes no bytes, even where it has a document', async () => {
    const { uids } = world;
    const bucket = useEmulators().buckets.originals;
    const original = async (library: string, item: string) => {
      const [l, i] = [library as LibraryId, item as ItemId];
      await seedItem(l, { uploader: uids.editor, state: 'uploading', item: i });
      return clientAs(uids.editor).upload(bucket, originalName(l, i), BYTES);
    };
    const incoming = async (library: string, offer: string) => {
      const [l, o] = [library as LibraryId, offer as SubmissionId];
      await seedSubmission(l, { by: uids.guest, offer: o });
      return clientAs(uids.guest).upload(bucket, incomingName(l, uids.guest, o), BYTES);
    };
    for (const id of nearly(newLibraryId())) {
      expect(await original(id, newItemId()), id).not.toBe('allowed');
      expect(await incoming(id, newSubmissionId()), id).not.toBe('allowed');
      expect(await incoming(newLibraryId(), id), id).not.toBe('allowed');
    }
    for (const id of nearly(newItemId())) expect(await original(newLibraryId(), id), id).not.toBe('allowed');
    const letters = 'abcdefghijklmnopqrst';
    const digits = '23456723456723456723';
    expect(await original(newLibraryId().replace(/^./, 'a'), newItemId())).toBe('allowed');
    for (const [library, offer] of [
      [letters, newSubmissionId()],
      [digits, newSubmissionId()],
      [newLibraryId(), newSubmissionId().replace(/^../, 'a2')],
    ] as const) {
      expect(await original(library, newItemId()), library).toBe('allowed');
      expect(await incoming(library, offer), library).toBe('allowed');
    }
  });
});

test('a time to come is not now', async () => {
  const { library, uids } = world;
  expect(await clientAs(uids.viewer).set(paths.user(uids.viewer), { seenAt: soon() })).toBe('denied');
  const item = paths.item(library, newItemId());
  expect(await clientAs(uids.editor).set(item, announcedItem(uids.editor, { addedAt: soon() }))).toBe('denied');
});

test('a name of one letter is a name', async () => {
  const { library, uids } = world;
  const item = paths.item(library, newItemId());
  expect(await clientAs(uids.editor).set(item, announcedItem(uids.editor, { fileName: '봄' }))).toBe('allowed');
});

test('settings hold no field that functions write elsewhere', async () => {
  const { uids } = world;
  for (const field of ['token', 'role', 'roles', 'uid', 'allowed']) {
    const data = { seenAt: SERVER_TIME, [field]: 'x' };
    expect(await clientAs(uids.viewer).set(paths.user(uids.viewer), data), field).toBe('denied');
  }
});

test('settings are bounded from their first write on', async () => {
  const newcomer = newUid('new');
  for (const data of [{ role: 'owner' }, { seenAt: SERVER_TIME, token: 'x' }, { seenAt: soon() }, { locale: 'ko' }]) {
    expect(await clientAs(newcomer).set(paths.user(newcomer), data), JSON.stringify(data)).toBe('denied');
  }
  expect(await clientAs(newcomer).set(paths.user(newcomer), { seenAt: SERVER_TIME })).toBe('allowed');
});

test('a guest finds no album by what is said of them in it', async () => {
  const { library } = world;
  // As it may stand in the path of a field.
  const guest = newUid('guest').replace('-', '') as Uid;
  await createAlbum(library, [guest], [guest]);
  const mine = ['readers', 'ARRAY_CONTAINS', guest] as const;
  const named = [`guests.${guest}.name`, 'EQUAL', '손님'] as const;
  expect(await clientAs(guest).list(paths.albums(library), mine, named)).toBe('denied');
});

test('what lies beside or below what one may see is not seen', async () => {
  const { library, uids, album } = world;
  const { owner } = uids;
  // Whatever a rule could take for a list with oneself in it.
  const seen = { members: [owner], readers: [owner], by: owner, guests: { [owner]: true } };
  const at = paths.library(library);
  for (const path of [
    `anything/documents/users/${owner}`,
    `anything/documents/libraries/${library}`,
    `anything/documents/libraries/${library}/members/${owner}`,
    `anything/${library}`,
    `anything/${library}/members/${owner}`,
    `${at}/anything/1`,
    `${at}/anything/1/members/${owner}`,
    `${at}/anything/1/entries/1`,
    `${paths.member(library, owner)}/more/1`,
    `${paths.album(library, album)}/more/1`,
    `${paths.album(library, album)}/more/1/entries/1`,
    `${paths.user(owner)}/more/1`,
    `${paths.user(owner)}/more/1/guestMemberships/1`,
  ]) {
    await seed(path, seen);
    expect(await clientAs(owner).get(path), path).toBe('denied');
    expect(await clientAs(owner).set(path, { seenAt: SERVER_TIME }), path).toBe('denied');
  }
});

test('a bucket that is named nearly like ours takes nothing', async () => {
  const { library, uids } = world;
  const { originals } = useEmulators().buckets;
  for (const bucket of [
    `${originals}-2`,
    `${originals}2`,
    '-originals',
    originals.replace('-originals', 'originals'),
  ]) {
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading' });
    expect(await clientAs(uids.editor).upload(bucket, originalName(library, item), BYTES), bucket).toBe('denied');
  }
});
