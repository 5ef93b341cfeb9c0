import {
  ALL,
  MAX_FAVOURITES,
  MAX_LOOKS,
  MAX_PLAY_POSITIONS,
  originalName,
  TRASH,
  paths,
  PRINCIPALS,
  type Uid,
} from '@maru/model';
import { beforeAll, expect, test } from 'vitest';
import { useEmulators } from '../harness/emulators.ts';
import { newItemId, newLibraryId, newUid, seed, seedItem, seedSubmission } from '../harness/seed.ts';
import { SERVER_TIME } from '../harness/firestore-values.ts';
import { clientAs } from './client.ts';
import { announcedItem, createFixture, CALLERS, SORT_KEY, type Fixture } from './fixture.ts';

/** The uid of a program whose session is open. */
const PROGRAM = 'program-x' as Uid;

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  await seed(paths.program(PROGRAM), { uid: 'recorded', until: new Date(9e12) });
});

test('settings are private and bounded', async () => {
  const { uids } = fixture;
  const path = paths.user(uids.viewer);
  const write = (data: Record<string, unknown>) => clientAs(uids.viewer).set(path, { seenAt: SERVER_TIME, ...data });
  const { library: lastLibrary, album: lastAlbum } = fixture;
  for (const data of [
    {},
    { locale: 'ko' },
    { locale: 'en' },
    { lastLibrary },
    { lastAlbum },
    { lastAlbum: ALL },
    { locale: 'ko', lastLibrary, lastAlbum },
  ]) {
    expect(await write(data), JSON.stringify(data)).toBe('allowed');
  }
  for (const data of [
    { locale: 'fr' },
    { locale: null },
    { locale: ['ko'] },
    { lastLibrary: fixture.library.slice(1) },
    { lastLibrary: `${fixture.library}a` },
    { lastLibrary: 5 },
    { lastLibrary: ALL },
    { lastAlbum: 'all ' },
    { lastAlbum: `${fixture.album}a` },
    { lastAlbum: fixture.album.slice(1) },
    { lastAlbum: [ALL] },
    { lastAlbum: TRASH },
    { locale: 'k'.repeat(100_000) },
    { name: 'x' },
    { seenAt: undefined },
    { seenAt: new Date() },
    { seenAt: 'now' },
  ]) {
    expect(await write(data), JSON.stringify(data)).toBe('denied');
  }
  for (const caller of CALLERS.filter((one) => one !== 'viewer')) {
    expect(await fixture.as(caller).get(path), caller).toBe('denied');
    expect(await fixture.as(caller).set(path, { seenAt: SERVER_TIME }), caller).toBe('denied');
  }
});

test('guest memberships are private', async () => {
  const { uids, library, album } = fixture;
  await seed(paths.guestMembership(uids.guest, album), { library, since: new Date() });
  for (const caller of CALLERS.filter((one) => one !== 'guest')) {
    expect(await fixture.as(caller).get(paths.guestMembership(uids.guest, album)), caller).toBe('denied');
    expect(await fixture.as(caller).list(paths.guestMemberships(uids.guest)), caller).toBe('denied');
  }
});

test.each([
  ['favourites', paths.favourites, MAX_FAVOURITES, { album: ALL, sortKey: SORT_KEY }],
  ['play positions', paths.playPositions, MAX_PLAY_POSITIONS, { at: 61.5, changed: 1 }],
  ['looks', paths.looks, MAX_LOOKS, { through: 2, before: 1, at: 3 }],
] as const)('%s are private and bounded, and end with the membership', async (_, pathOf, max, value) => {
  const { uids, library } = fixture;
  const viewer = clientAs(uids.viewer);
  const path = pathOf(uids.viewer, library);
  const itemsOf = (count: number) => Object.fromEntries(Array.from({ length: count }, () => [newItemId(), value]));
  for (const items of [{}, itemsOf(1), itemsOf(max)])
    expect(await viewer.set(path, { items }), String(Object.keys(items).length)).toBe('allowed');
  for (const data of [
    {},
    { items: itemsOf(max + 1) },
    { items: [newItemId()] },
    { items: 'x' },
    { items: {}, token: 'x' },
  ])
    expect(await viewer.set(path, data), JSON.stringify(data).slice(0, 50)).toBe('denied');
  for (const caller of CALLERS.filter((one) => one !== 'viewer')) {
    expect(await fixture.as(caller).get(path), caller).toBe('denied');
    expect(await fixture.as(caller).set(path, { items: {} }), caller).toBe('denied');
  }
  const deleted = newLibraryId();
  await seed(paths.library(deleted), { roles: { [uids.viewer]: 'viewer' }, deleteAt: new Date() });
  expect(await viewer.set(pathOf(uids.viewer, deleted), { items: {} })).toBe('denied');
});

test('a submission is visible to owners and editors, and to its guest whatever they are now', async () => {
  const { library, uids, album } = fixture;
  const other = newUid('guest');
  const submissions = {
    guest: await seedSubmission(library, { by: uids.guest, state: 'pending' }),
    viewer: await seedSubmission(library, { by: uids.viewer, state: 'declined' }),
    stranger: await seedSubmission(library, { by: uids.stranger, state: 'added' }),
    other: await seedSubmission(library, { by: other }),
  };
  for (const caller of PRINCIPALS) {
    for (const [sender, submission] of Object.entries(submissions)) {
      const isOpen = caller === 'owner' || caller === 'editor' || caller === sender;
      expect(await fixture.as(caller).get(paths.submission(library, submission)), `${caller}, ${sender}’s`).toBe(
        isOpen ? 'allowed' : 'denied',
      );
    }
  }
  const guest = clientAs(uids.guest);
  expect(await guest.list(paths.submissions(library))).toBe('denied');
  expect(await guest.list(paths.submissions(library), ['album', 'EQUAL', album])).toBe('denied');
  expect(await guest.update(paths.submission(library, submissions.guest), { state: 'added' })).toBe('denied');
  expect(await clientAs(uids.editor).list(paths.submissions(library), ['state', 'EQUAL', 'pending'])).toBe('allowed');
});

/** A setting that somebody chooses for a viewer now. */
const choiceBy = (by: Uid, value: unknown = true) => ({ value, by, at: SERVER_TIME });

/** The requests of a program, or of whatever has its token, for a person in a library; returns those that are allowed. */
async function allowedOf(
  person: Uid,
  { library, album, item, submission, circle }: Fixture,
  claims: Record<string, unknown>,
  { provider = 'custom', uid = PROGRAM } = {},
): Promise<string[]> {
  const client = clientAs(uid, { provider, claims: { actsFor: person, ...claims } });
  const other = newUid('guest');
  const announced = await seedItem(library, { uploader: person, state: 'uploading' });
  const outcomes = {
    libraries: client.list(paths.libraries(), ['members', 'ARRAY_CONTAINS', person]),
    albums: client.list(paths.albums(library), ['readers', 'ARRAY_CONTAINS', person]),
    item: client.get(paths.item(library, item)),
    announce: client.set(paths.item(library, newItemId()), announcedItem(person)),
    upload: client.upload(useEmulators().buckets.originals, originalName(library, announced), new Uint8Array(3)),
    items: client.list(paths.items(library)),
    album: client.get(paths.album(library, album)),
    entries: client.list(paths.entries(library, album)),
    members: client.list(paths.members(library)),
    circle: client.get(paths.circle(library, circle)),
    activity: client.list(paths.activities(library)),
    submission: client.get(paths.submission(library, submission)),
    submissions: client.list(paths.submissions(library)),
    memberships: client.list(paths.guestMemberships(person)),
    settings: client.set(paths.user(person), { seenAt: SERVER_TIME }),
    favourites: client.set(paths.favourites(person, library), { items: {} }),
    ownFavourites: client.get(paths.favourites(person, library)),
    favouritesOfOthers: client.set(paths.favourites(other, library), { items: {} }),
    getFavouritesOfOthers: client.get(paths.favourites(other, library)),
    playPositions: client.set(paths.playPositions(person, library), { items: {} }),
    looks: client.set(paths.looks(person, library), { items: {} }),
    care: client.get(paths.care(library, fixture.uids.viewer)),
    helpViewer: client.set(paths.care(library, fixture.uids.viewer), { isSimple: choiceBy(uid) }),
    own: client.set(paths.user(uid), { seenAt: SERVER_TIME }),
  };
  const entries = Object.entries(outcomes).map(async ([name, outcome]) => [name, await outcome] as const);
  return (await Promise.all(entries)).flatMap(([name, outcome]) => (outcome === 'allowed' ? [name] : []));
}
/** What programs may do for an owner or editor, and the importer for its person. */
const ADD = ['libraries', 'albums', 'item', 'announce', 'upload'];
const IMPORT = [...ADD, 'favourites', 'ownFavourites'];
const programUntil = Date.now() + 600_000;

test('the importer lists libraries and albums, reads single items and adds as its person', async () => {
  const { uids } = fixture;
  const claims = { program: 'import', programUntil };
  for (const role of ['owner', 'editor'] as const)
    expect(await allowedOf(uids[role], fixture, claims), role).toEqual(IMPORT);
  expect(await allowedOf(uids.viewer, fixture, claims)).toEqual(['libraries', 'upload', 'ownFavourites']);
  expect(await allowedOf(uids.guest, fixture, claims)).toEqual(['libraries', 'upload', 'ownFavourites']);
});

test('verify reads items and adds only in libraries that it created', async () => {
  const claims = { program: 'verify', programUntil };
  expect(await allowedOf(fixture.uids.owner, fixture, claims)).toEqual(['libraries', 'upload']);
  const checked = await createFixture();
  const { owner, viewer } = checked.uids;
  const roles = { [owner]: 'owner', [viewer]: 'viewer' };
  await seed(paths.library(checked.library), { name: '점검', roles, members: [owner, viewer], isForVerify: true });
  expect(await allowedOf(owner, checked, claims)).toEqual([...ADD, 'items']);
  expect(await allowedOf(viewer, checked, claims)).toEqual(['libraries', 'upload']);
  await seed(paths.library(checked.library), { name: '점검', roles, members: [owner, viewer], isForVerify: false });
  expect(await allowedOf(owner, checked, claims)).toEqual(['libraries', 'upload']);
});

test('a program whose session was ended is refused with the token that it still has', async () => {
  const claims = { program: 'import', programUntil };
  // The announcement that its upload needs was possible before only.
  expect(await allowedOf(fixture.uids.owner, fixture, claims, { uid: 'program:ended' as Uid })).toEqual(['upload']);
});

test("a program's session ends, and its Auth user has no rights of its own", async () => {
  const { owner, stranger } = fixture.uids;
  const program = 'import';
  for (const claims of [
    { program, programUntil: Date.now() - 1000 },
    { program, programUntil: String(programUntil) },
    { program, programUntil: null },
    { program },
    { program: 'other', programUntil },
    { program: [program], programUntil },
    { programUntil },
    { program, programUntil, actsFor: null },
    { program, programUntil, actsFor: [owner] },
  ])
    expect(await allowedOf(owner, fixture, claims), JSON.stringify(claims)).toEqual([]);
  const claims = { program, programUntil };
  expect(await allowedOf(owner, fixture, claims, { provider: 'anonymous' })).toEqual([]);
  // After linking a Google account, which keeps the uid: only the settings of that uid.
  expect(await allowedOf(owner, fixture, claims, { provider: 'google.com' })).toEqual(['own']);
  await seed(paths.program(owner), { uid: 'recorded', until: new Date(9e12) });
  expect(await allowedOf(owner, fixture, { ...claims, actsFor: stranger }, { uid: owner })).toEqual([]);
});

test("any sign-in other than Google's has no access", async () => {
  const { library, uids, album } = fixture;
  for (const provider of ['custom', 'anonymous', 'password', 'phone', 'apple.com', 'google.com.evil', '', null]) {
    const owner = clientAs(uids.owner, { provider, claims: { role: 'owner', tv: library } });
    expect(await owner.get(paths.library(library)), String(provider)).toBe('denied');
    expect(await owner.get(paths.album(library, album)), String(provider)).toBe('denied');
    expect(await owner.list(paths.items(library)), String(provider)).toBe('denied');
    expect(await owner.set(paths.user(uids.owner), { seenAt: SERVER_TIME }), String(provider)).toBe('denied');
  }
});
