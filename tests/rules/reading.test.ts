import { ALL, paths, type LibraryId, type Uid } from '@maru/model';
import { beforeAll, expect, test } from 'vitest';
import { newItemId, newUid, seed, seedAlbum, seedLibrary } from '../harness/seed.ts';
import { SERVER_TIME } from '../harness/firestore-values.ts';
import { clientAs } from './client.ts';
import { createAlbum, announcedItem, createFixture, type Fixture } from './fixture.ts';

let world: Fixture;
beforeAll(async () => {
  world = await createFixture();
});

const looks = async (uid: Uid, library: LibraryId, album = ALL) => [
  await clientAs(uid).get(paths.album(library, album)),
  await clientAs(uid).get(paths.entry(library, album, freshItemThere)),
  await clientAs(uid).list(paths.entries(library, album)),
];
const freshItemThere = newItemId();

test('an album is seen by its readers, and by no other member', async () => {
  const { library, uids } = world;
  const shown = await createAlbum(library, [uids.owner, uids.viewer]);
  const hidden = await createAlbum(library, [uids.owner]);
  for (const album of [shown, hidden]) {
    await seed(paths.entry(library, album, freshItemThere), { kind: 'photo', state: 'ready' });
  }
  expect(await looks(uids.viewer, library, shown)).toEqual(['allowed', 'allowed', 'allowed']);
  expect(await looks(uids.viewer, library, hidden)).toEqual(['denied', 'denied', 'denied']);
});

test('a reader whose role was taken sees nothing more, before functions mend the readers', async () => {
  const [left, owner] = [newUid('left'), newUid('owner')];
  const library = await seedLibrary({ [owner]: 'owner' });
  await seedAlbum(library, [owner, left]);
  await seed(paths.entry(library, ALL, freshItemThere), { kind: 'photo', state: 'ready' });
  expect(await looks(owner, library)).toEqual(['allowed', 'allowed', 'allowed']);
  expect(await looks(left, library)).toEqual(['denied', 'denied', 'denied']);
  const mine = ['readers', 'ARRAY_CONTAINS', left] as const;
  expect(await clientAs(left).list(paths.albums(library), mine)).toBe('denied');
});

test('a role that the policy does not know opens nothing', async () => {
  const odd = newUid('odd');
  const library = await seedLibrary({ [odd]: 'admin' as 'owner' });
  await seedAlbum(library, [odd]);
  await seed(paths.entry(library, ALL, freshItemThere), { kind: 'photo', state: 'ready' });
  expect(await looks(odd, library)).toEqual(['denied', 'denied', 'denied']);
  expect(await clientAs(odd).list(paths.members(library))).toBe('denied');
  expect(await clientAs(odd).list(paths.items(library))).toBe('denied');
});

test('a list asks for what is one’s own', async () => {
  const { library, uids } = world;
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
  // Who is in no library is answered with none.
  const stranger = newUid('stranger');
  expect(await clientAs(stranger).list('libraries', ['members', 'ARRAY_CONTAINS', stranger])).toBe('allowed');
});

test('editors find what failed in an album', async () => {
  const { library, uids } = world;
  const failed = ['state', 'EQUAL', 'failed'] as const;
  expect(await clientAs(uids.editor).list(paths.items(library), failed)).toBe('allowed');
  expect(await clientAs(uids.viewer).list(paths.items(library), failed)).toBe('denied');
});

test('nobody reads across libraries', async () => {
  const { uids } = world;
  const owner = clientAs(uids.owner);
  for (const group of [
    'items',
    'albums',
    'entries',
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

test('what has no name in the rules is nobody’s, though all in it would open a door', async () => {
  const { library, uids, item, circle, submission, album } = world;
  const owner = clientAs(uids.owner);
  const entry = paths.entry(library, album, item);
  const open = { members: [uids.owner], readers: [uids.owner], guests: { [uids.owner]: true }, by: uids.owner };
  const roles = { [uids.owner]: 'owner' };
  const inside = [
    'care',
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
    ...inside.map((collection) => `${paths.library(library)}/${collection}`),
    `${paths.guestMemberships(uids.owner)}/${album}/more`,
    `${paths.user(uids.owner)}/more`,
    `${entry}/comments`,
    `${entry}/hearts`,
  ];
  for (const collection of collections) {
    const path = await seed(`${collection}/${uids.owner}`, { ...open, roles });
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
