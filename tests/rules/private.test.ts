import { ALL, MAX_FAVOURITES, originalName, TRASH, paths, PRINCIPALS, PROGRAMS } from '@maru/model';
import { beforeAll, expect, test } from 'vitest';
import { useEmulators } from '../harness/emulators.ts';
import { newItemId, newLibraryId, newUid, seed, seedItem, seedSubmission } from '../harness/seed.ts';
import { SERVER_TIME } from '../harness/firestore-values.ts';
import { clientAs, type RulesClient } from './client.ts';
import { announcedItem, createFixture, CALLERS, SORT_KEY, type Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
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

test('favourites are private and bounded, and end with the membership', async () => {
  const { uids, library } = fixture;
  const viewer = clientAs(uids.viewer);
  const path = paths.favourites(uids.viewer, library);
  const place = { album: ALL, sortKey: SORT_KEY };
  const favourites = (count: number) => Object.fromEntries(Array.from({ length: count }, () => [newItemId(), place]));
  for (const items of [{}, favourites(1), favourites(MAX_FAVOURITES)])
    expect(await viewer.set(path, { items }), String(Object.keys(items).length)).toBe('allowed');
  for (const data of [
    {},
    { items: favourites(MAX_FAVOURITES + 1) },
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
  expect(await viewer.set(paths.favourites(uids.viewer, deleted), { items: {} })).toBe('denied');
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

test('a program reads and adds as its person until its session ends, and stores no settings', async () => {
  const { library, uids, album } = fixture;
  const attempts = async (provider: string, claims: Record<string, unknown>) => {
    const editor = clientAs(uids.editor, { provider, claims });
    return [
      await editor.get(paths.album(library, album)),
      await editor.set(paths.item(library, newItemId()), announcedItem(uids.editor)),
      await upload(editor),
      await editor.set(paths.user(uids.editor), { seenAt: SERVER_TIME }),
      await editor.set(paths.favourites(uids.editor, library), { items: {} }),
    ];
  };
  const upload = async (client: RulesClient) => {
    const item = await seedItem(library, { uploader: uids.editor, state: 'uploading' });
    return client.upload(useEmulators().buckets.originals, originalName(library, item), new Uint8Array(3));
  };
  const programUntil = Date.now() + 60_000;
  for (const program of PROGRAMS)
    expect(await attempts('custom', { program, programUntil }), program).toEqual([
      ...['allowed', 'allowed', 'allowed', 'denied', 'denied'],
    ]);
  for (const claims of [
    { program: 'import', programUntil: Date.now() - 1000 },
    { program: 'import', programUntil: String(programUntil) },
    { program: 'import', programUntil: null },
    { program: 'import' },
    { program: 'other', programUntil },
    { program: ['import'], programUntil },
    { programUntil },
  ])
    expect(new Set(await attempts('custom', claims)), JSON.stringify(claims)).toEqual(new Set(['denied']));
  expect(new Set(await attempts('anonymous', { program: 'import', programUntil }))).toEqual(new Set(['denied']));
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
