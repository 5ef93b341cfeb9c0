import { ALL, paths, TRASH, type LibraryId, type Uid } from '@maru/model';
import { beforeAll, expect, test } from 'vitest';
import { newItemId, newUid, seed, seedAlbum, seedLibrary } from '../harness/seed.ts';
import { SERVER_TIME } from '../harness/firestore-values.ts';
import { clientAs } from './client.ts';
import { createAlbum, announcedItem, createFixture, type Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});

const readAlbum = async (uid: Uid, library: LibraryId, album = ALL) => [
  await clientAs(uid).get(paths.album(library, album)),
  await clientAs(uid).get(paths.entry(library, album, entryItem)),
  await clientAs(uid).list(paths.entries(library, album)),
];
const entryItem = newItemId();

test('an album is visible to its readers and to no other member', async () => {
  const { library, uids } = fixture;
  const shown = await createAlbum(library, [uids.owner, uids.viewer]);
  const hiddenAlbum = await createAlbum(library, [uids.owner]);
  for (const album of [shown, hiddenAlbum]) {
    await seed(paths.entry(library, album, entryItem), { kind: 'photo', state: 'ready' });
  }
  expect(await readAlbum(uids.viewer, library, shown)).toEqual(['allowed', 'allowed', 'allowed']);
  expect(await readAlbum(uids.viewer, library, hiddenAlbum)).toEqual(['denied', 'denied', 'denied']);
});

test('the trash is visible to its readers, and to no viewer, guest or stranger', async () => {
  const { library, uids } = fixture;
  const { owner, editor, viewer, guest, stranger } = uids;
  await seedAlbum(library, [owner, editor], TRASH);
  await seed(paths.entry(library, TRASH, entryItem), { kind: 'photo', state: 'ready' });
  const pages = [paths.outlinePage(library, TRASH, 0), paths.sheet(library, TRASH, entryItem)];
  for (const page of pages) await seed(page, { data: 'x' });
  const outcomes = async (uid: Uid) => [
    ...(await readAlbum(uid, library, TRASH)),
    ...(await Promise.all(pages.map((page) => clientAs(uid).get(page)))),
  ];
  for (const uid of [owner, editor]) expect(new Set(await outcomes(uid))).toEqual(new Set(['allowed']));
  for (const uid of [viewer, guest, stranger]) expect(new Set(await outcomes(uid))).toEqual(new Set(['denied']));
});

test('a reader without a role sees nothing, even before functions update the readers', async () => {
  const [left, owner] = [newUid('left'), newUid('owner')];
  const library = await seedLibrary({ [owner]: 'owner' });
  await seedAlbum(library, [owner, left]);
  await seed(paths.entry(library, ALL, entryItem), { kind: 'photo', state: 'ready' });
  expect(await readAlbum(owner, library)).toEqual(['allowed', 'allowed', 'allowed']);
  expect(await readAlbum(left, library)).toEqual(['denied', 'denied', 'denied']);
  const mine = ['readers', 'ARRAY_CONTAINS', left] as const;
  expect(await clientAs(left).list(paths.albums(library), mine)).toBe('denied');
});

test('an unknown role gives no access', async () => {
  const person = newUid('odd');
  const library = await seedLibrary({ [person]: 'admin' as 'owner' });
  await seedAlbum(library, [person]);
  await seed(paths.entry(library, ALL, entryItem), { kind: 'photo', state: 'ready' });
  expect(await readAlbum(person, library)).toEqual(['denied', 'denied', 'denied']);
  expect(await clientAs(person).list(paths.members(library))).toBe('denied');
  expect(await clientAs(person).list(paths.items(library))).toBe('denied');
});

test("a list must be restricted to one's own documents", async () => {
  const { library, uids } = fixture;
  const { owner, viewer } = uids;
  expect(await clientAs(owner).list('libraries')).toBe('denied');
  expect(await clientAs(owner).list('libraries', ['members', 'ARRAY_CONTAINS', viewer])).toBe('denied');
  expect(await clientAs(owner).list('libraries', ['name', 'EQUAL', '우리 집'])).toBe('denied');
  expect(await clientAs(owner).list(paths.albums(library))).toBe('denied');
  expect(await clientAs(viewer).list(paths.albums(library), ['readers', 'ARRAY_CONTAINS', owner])).toBe('denied');
  expect(await clientAs(owner).list('libraries', ['members', 'ARRAY_CONTAINS_ANY', [owner, viewer]])).toBe('denied');
  expect(await clientAs(viewer).list(paths.albums(library), ['readers', 'ARRAY_CONTAINS_ANY', [viewer, owner]])).toBe(
    'denied',
  );
  expect(await clientAs(viewer).list(paths.albums(library), ['by', 'EQUAL', viewer])).toBe('denied');
  expect(await clientAs(viewer).list(paths.albums(library), ['title', 'IN', ['여름']])).toBe('denied');
  // Non-members get an empty result.
  const stranger = newUid('stranger');
  expect(await clientAs(stranger).list('libraries', ['members', 'ARRAY_CONTAINS', stranger])).toBe('allowed');
});

test('editors query failed items of an album', async () => {
  const { library, uids } = fixture;
  const failed = ['state', 'EQUAL', 'failed'] as const;
  expect(await clientAs(uids.editor).list(paths.items(library), failed)).toBe('allowed');
  expect(await clientAs(uids.viewer).list(paths.items(library), failed)).toBe('denied');
});

test('nothing is readable across libraries', async () => {
  const { uids } = fixture;
  const owner = clientAs(uids.owner);
  for (const group of [
    'items',
    'albums',
    'entries',
    'outline',
    'sheets',
    'members',
    'libraries',
    'circles',
    'submissions',
    'activity',
    'guestMemberships',
  ]) {
    expect(await owner.listGroup(group), group).toBe('denied');
  }
  expect(await owner.listGroup('albums', ['readers', 'ARRAY_CONTAINS', uids.owner])).toBe('denied');
});

test('a collection that the rules do not name is closed, whatever its documents contain', async () => {
  const { library, uids, item, circle, submission, album } = fixture;
  const owner = clientAs(uids.owner);
  const entry = paths.entry(library, album, item);
  const allowing = { members: [uids.owner], readers: [uids.owner], guests: { [uids.owner]: true }, by: uids.owner };
  const roles = { [uids.owner]: 'owner' };
  const subcollections = [
    'anything',
    `members/${uids.owner}/more`,
    `circles/${circle}/more`,
    `activity/1/more`,
    `submissions/${submission}/more`,
    `items/${item}/more`,
    `albums/${album}/more`,
  ];
  const collections = [
    'anything',
    ...subcollections.map((collection) => `${paths.library(library)}/${collection}`),
    `${paths.guestMemberships(uids.owner)}/${album}/more`,
    `${paths.user(uids.owner)}/more`,
    `${entry}/comments`,
    `${entry}/hearts`,
  ];
  for (const collection of collections) {
    const path = await seed(`${collection}/${uids.owner}`, { ...allowing, roles });
    expect(await owner.get(path), path).toBe('denied');
    expect(await owner.list(collection), collection).toBe('denied');
    for (const field of ['members', 'readers']) {
      expect(await owner.list(collection, [field, 'ARRAY_CONTAINS', uids.owner]), collection).toBe('denied');
    }
    for (const body of [{ a: 1 }, { seenAt: SERVER_TIME }, announcedItem(uids.owner)]) {
      expect(await owner.set(path, body), path).toBe('denied');
    }
    expect(await owner.remove(path), path).toBe('denied');
  }
});
