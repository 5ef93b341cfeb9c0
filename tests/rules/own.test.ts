import { ALL, paths, PRINCIPALS } from '@maru/model';
import { beforeAll, expect, test } from 'vitest';
import { newUid, seed, seedSubmission } from '../harness/seed.ts';
import { SERVER_TIME } from '../harness/firestore-values.ts';
import { clientAs } from './client.ts';
import { createFixture, CALLERS, type Fixture } from './fixture.ts';

let world: Fixture;
beforeAll(async () => {
  world = await createFixture();
});

test('settings are one’s own and bounded', async () => {
  const { uids } = world;
  const mine = paths.user(uids.viewer);
  const put = (data: Record<string, unknown>) => clientAs(uids.viewer).set(mine, { seenAt: SERVER_TIME, ...data });
  const { library: lastLibrary, album: lastAlbum } = world;
  for (const data of [
    {},
    { locale: 'ko' },
    { locale: 'en' },
    { lastLibrary },
    { lastAlbum },
    { lastAlbum: ALL },
    { locale: 'ko', lastLibrary, lastAlbum },
  ]) {
    expect(await put(data), JSON.stringify(data)).toBe('allowed');
  }
  for (const data of [
    { locale: 'fr' },
    { locale: null },
    { locale: ['ko'] },
    { lastLibrary: world.library.slice(1) },
    { lastLibrary: `${world.library}a` },
    { lastLibrary: 5 },
    { lastLibrary: ALL },
    { lastAlbum: 'all ' },
    { lastAlbum: `${world.album}a` },
    { lastAlbum: world.album.slice(1) },
    { lastAlbum: [ALL] },
    { locale: 'k'.repeat(100_000) },
    { name: 'x' },
    { seenAt: undefined },
    { seenAt: new Date() },
    { seenAt: 'now' },
  ]) {
    expect(await put(data), JSON.stringify(data)).toBe('denied');
  }
  for (const who of CALLERS.filter((one) => one !== 'viewer')) {
    expect(await world.as(who).get(mine), who).toBe('denied');
    expect(await world.as(who).set(mine, { seenAt: SERVER_TIME }), who).toBe('denied');
  }
});

test('visits are one’s own', async () => {
  const { uids, library, album } = world;
  await seed(paths.guestMembership(uids.guest, album), { library, since: new Date() });
  for (const who of CALLERS.filter((one) => one !== 'guest')) {
    expect(await world.as(who).get(paths.guestMembership(uids.guest, album)), who).toBe('denied');
    expect(await world.as(who).list(paths.guestMemberships(uids.guest)), who).toBe('denied');
  }
});

test('an offer is seen by who tends the library, and by the guest who made it, whatever they are now', async () => {
  const { library, uids, album } = world;
  const other = newUid('guest');
  const offers = {
    guest: await seedSubmission(library, { by: uids.guest, state: 'pending' }),
    viewer: await seedSubmission(library, { by: uids.viewer, state: 'declined' }),
    stranger: await seedSubmission(library, { by: uids.stranger, state: 'added' }),
    other: await seedSubmission(library, { by: other }),
  };
  for (const who of PRINCIPALS) {
    for (const [of, offer] of Object.entries(offers)) {
      const isOpen = who === 'owner' || who === 'editor' || who === of;
      expect(await world.as(who).get(paths.submission(library, offer)), `${who}, ${of}’s`).toBe(
        isOpen ? 'allowed' : 'denied',
      );
    }
  }
  const guest = clientAs(uids.guest);
  expect(await guest.list(paths.submissions(library))).toBe('denied');
  expect(await guest.list(paths.submissions(library), ['album', 'EQUAL', album])).toBe('denied');
  expect(await guest.update(paths.submission(library, offers.guest), { state: 'added' })).toBe('denied');
  expect(await clientAs(uids.editor).list(paths.submissions(library), ['state', 'EQUAL', 'pending'])).toBe('allowed');
});

test('who signed in otherwise than with Google has nothing', async () => {
  const { library, uids, album } = world;
  for (const provider of ['custom', 'anonymous', 'password', 'phone', 'apple.com', 'google.com.evil', '', null]) {
    const owner = clientAs(uids.owner, { provider, claims: { role: 'owner', tv: library } });
    expect(await owner.get(paths.library(library)), String(provider)).toBe('denied');
    expect(await owner.get(paths.album(library, album)), String(provider)).toBe('denied');
    expect(await owner.list(paths.items(library)), String(provider)).toBe('denied');
    expect(await owner.set(paths.user(uids.owner), { seenAt: SERVER_TIME }), String(provider)).toBe('denied');
  }
});
