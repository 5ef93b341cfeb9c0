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

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});

const BYTES = new TextEncoder().encode('abc');
const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

/** Malformed ids: one character too many at either end, one too few, and an invalid character. */
const malformed = (id: string): string[] => [
  id.slice(1),
  `a${id}`,
  `${id}a`,
  `${id}${id}`,
  ...['0', '1', '8', '9', 'A', 'Z', '-', '.', '~'].flatMap((char) => [
    `${char}${id.slice(1)}`,
    `${id.slice(1)}${char}`,
  ]),
];

/** Valid ids, some of letters or digits only. */
const valid = (id: string): string[] => [id, 'a'.repeat(id.length), '7'.repeat(id.length)];

describe.concurrent('a malformed id', () => {
  test('is denied as lastLibrary and lastAlbum', async () => {
    const { uids } = fixture;
    const write = (more: Record<string, unknown>) =>
      clientAs(uids.viewer).set(paths.user(uids.viewer), { seenAt: SERVER_TIME, ...more });
    for (const lastLibrary of valid(newLibraryId())) expect(await write({ lastLibrary }), lastLibrary).toBe('allowed');
    for (const lastAlbum of [ALL, ...valid(newAlbumId())])
      expect(await write({ lastAlbum }), lastAlbum).toBe('allowed');
    for (const lastLibrary of malformed(newLibraryId()))
      expect(await write({ lastLibrary }), lastLibrary).toBe('denied');
    for (const lastAlbum of ['xall', 'allx', ...malformed(newAlbumId())]) {
      expect(await write({ lastAlbum }), lastAlbum).toBe('denied');
    }
  });

  test('is denied as an item and as an album of it', async () => {
    const { library, uids } = fixture;
    const write = (item: string, more: Record<string, unknown> = {}) =>
      clientAs(uids.editor).set(paths.item(library, item as ItemId), announcedItem(uids.editor, more));
    for (const item of malformed(newItemId())) expect(await write(item), item).toBe('denied');
    const album = newAlbumId();
    for (const album of ['xall', 'allx', ...malformed(newAlbumId())]) {
      for (const albums of [[album], [album, album], [album, album], [ALL, album, album]]) {
        expect(await write(newItemId(), { albums }), String(albums)).toBe('denied');
      }
    }
    for (const albums of [[album], [ALL], [ALL, album], [album, ALL], ...valid(album).map((one) => [album, one])]) {
      expect(await write(newItemId(), { albums }), String(albums)).toBe('allowed');
      expect(await write(newItemId(), { albums: albums.toReversed() }), String(albums)).toBe('allowed');
    }
  });

  test('is denied as an object name, even if its document exists', async () => {
    const { uids } = fixture;
    const bucket = useEmulators().buckets.originals;
    const original = async (library: string, item: string) => {
      const [l, i] = [library as LibraryId, item as ItemId];
      await seedItem(l, { uploader: uids.editor, state: 'uploading', item: i });
      return clientAs(uids.editor).upload(bucket, originalName(l, i), BYTES);
    };
    const incoming = async (library: string, submission: string) => {
      const [l, o] = [library as LibraryId, submission as SubmissionId];
      await seedSubmission(l, { by: uids.guest, submission: o });
      return clientAs(uids.guest).upload(bucket, incomingName(l, uids.guest, o), BYTES);
    };
    const outcomes = await Promise.all([
      ...malformed(newLibraryId()).flatMap((id) => [
        original(id, newItemId()),
        incoming(id, newSubmissionId()),
        incoming(newLibraryId(), id),
      ]),
      ...malformed(newItemId()).map((id) => original(newLibraryId(), id)),
    ]);
    expect(outcomes).not.toContain('allowed');
    const letters = 'abcdefghijklmnopqrst';
    const digits = '23456723456723456723';
    expect(await original(newLibraryId().replace(/^./, 'a'), newItemId())).toBe('allowed');
    for (const [library, submission] of [
      [letters, newSubmissionId()],
      [digits, newSubmissionId()],
      [newLibraryId(), newSubmissionId().replace(/^../, 'a2')],
    ] as const) {
      expect(await original(library, newItemId()), library).toBe('allowed');
      expect(await incoming(library, submission), library).toBe('allowed');
    }
  });
});

test('a future time is not accepted as the current time', async () => {
  const { library, uids } = fixture;
  expect(await clientAs(uids.viewer).set(paths.user(uids.viewer), { seenAt: inAnHour() })).toBe('denied');
  const item = paths.item(library, newItemId());
  expect(await clientAs(uids.editor).set(item, announcedItem(uids.editor, { addedAt: inAnHour() }))).toBe('denied');
});

test('a name of one letter is accepted', async () => {
  const { library, uids } = fixture;
  const item = paths.item(library, newItemId());
  expect(await clientAs(uids.editor).set(item, announcedItem(uids.editor, { fileName: '봄' }))).toBe('allowed');
});

test('settings cannot contain fields that functions write elsewhere', async () => {
  const { uids } = fixture;
  for (const field of ['token', 'role', 'roles', 'uid', 'allowed']) {
    const data = { seenAt: SERVER_TIME, [field]: 'x' };
    expect(await clientAs(uids.viewer).set(paths.user(uids.viewer), data), field).toBe('denied');
  }
});

test('settings are bounded from the first write', async () => {
  const newcomer = newUid('new');
  for (const data of [
    { role: 'owner' },
    { seenAt: SERVER_TIME, token: 'x' },
    { seenAt: inAnHour() },
    { locale: 'ko' },
  ]) {
    expect(await clientAs(newcomer).set(paths.user(newcomer), data), JSON.stringify(data)).toBe('denied');
  }
  expect(await clientAs(newcomer).set(paths.user(newcomer), { seenAt: SERVER_TIME })).toBe('allowed');
});

test('a guest cannot query albums by fields of their guest entry', async () => {
  const { library } = fixture;
  // Escaped for a field path.
  const guest = newUid('guest').replace('-', '') as Uid;
  await createAlbum(library, [guest], [guest]);
  const asReader = ['readers', 'ARRAY_CONTAINS', guest] as const;
  const byName = [`guests.${guest}.name`, 'EQUAL', '손님'] as const;
  expect(await clientAs(guest).list(paths.albums(library), asReader, byName)).toBe('denied');
});

test('documents beside and below a readable document are denied', async () => {
  const { library, uids, album } = fixture;
  const { owner } = uids;
  // Fields that a rule could mistake for a list with this person in it.
  const fields = { members: [owner], readers: [owner], by: owner, guests: { [owner]: true } };
  const root = paths.library(library);
  for (const path of [
    `anything/documents/users/${owner}`,
    `anything/documents/libraries/${library}`,
    `anything/documents/libraries/${library}/members/${owner}`,
    `anything/${library}`,
    `anything/${library}/members/${owner}`,
    `${root}/anything/1`,
    `${root}/anything/1/members/${owner}`,
    `${root}/anything/1/entries/1`,
    `${paths.member(library, owner)}/more/1`,
    `${paths.album(library, album)}/more/1`,
    `${paths.album(library, album)}/more/1/entries/1`,
    `${paths.care(library, owner)}/more/1`,
    `${paths.user(owner)}/more/1`,
    `${paths.favourites(owner, library)}/more/1`,
    `${paths.playPositions(owner, library)}/more/1`,
    `${paths.looks(owner, library)}/more/1`,
    `${paths.user(owner)}/more/1/guestMemberships/1`,
  ]) {
    await seed(path, fields);
    expect(await clientAs(owner).get(path), path).toBe('denied');
    expect(await clientAs(owner).set(path, { seenAt: SERVER_TIME }), path).toBe('denied');
  }
});

test('a bucket with a similar name accepts nothing', async () => {
  const { library, uids } = fixture;
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
