import { ALL, paths, type AlbumId, type Uid } from '@maru/model';
import { beforeAll, expect, test } from 'vitest';
import { newAlbumId, newItemId, newUid, seed, seedAlbum } from '../harness/seed.ts';
import { clientAs, type Outcome } from './client.ts';
import { createAlbum, createFixture, type Fixture } from './fixture.ts';
import type { SignIn } from './tokens.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});

const ALLOWED = ['allowed', 'allowed', 'allowed', 'allowed', 'allowed'];
const DENIED = ['denied', 'denied', 'denied', 'denied', 'denied'];

/** The requests with which a TV shows an album: it reads the album, an entry, a page and a sheet, and listens to the entries. */
async function showAlbum(tv: Uid, album: AlbumId, signIn: SignIn = {}): Promise<Outcome[]> {
  const { library } = fixture;
  const client = clientAs(tv, { provider: 'custom', claims: { tv: library }, ...signIn });
  const item = newItemId();
  const below = [
    paths.entry(library, album, item),
    paths.outlinePage(library, album, 0),
    paths.sheet(library, album, item),
  ];
  for (const path of below) await seed(path, { kind: 'photo', state: 'ready', data: 'x' });
  const all = [paths.album(library, album), ...below].map((path) => client.get(path));
  return Promise.all([...all, client.list(paths.entries(library, album))]);
}

/** Lets a TV in for these albums. */
async function pair(
  member: Uid,
  albums: readonly AlbumId[],
  { until = new Date(Date.now() + 60_000) } = {},
): Promise<Uid> {
  const tv = newUid('tv');
  const pairedAt = new Date();
  await seed(paths.tv(fixture.library, tv), { member, name: '거실', albums, pairedAt, until });
  return tv;
}

test('a TV shows the albums that were chosen for it and no other', async () => {
  const { library, uids, album } = fixture;
  const other = await createAlbum(library, [uids.viewer]);
  const tv = await pair(uids.viewer, [album, ALL]);
  for (const chosen of [album, ALL]) expect(await showAlbum(tv, chosen)).toEqual(ALLOWED);
  expect(await showAlbum(tv, other)).toEqual(DENIED);
  const client = clientAs(tv, { provider: 'custom', claims: { tv: library } });
  const readers = ['readers', 'ARRAY_CONTAINS', uids.viewer] as const;
  expect(await client.list(paths.albums(library), readers)).toBe('denied');
  for (const path of [paths.library(library), paths.member(library, uids.owner), paths.item(library, fixture.item)])
    expect(await client.get(path), path).toBe('denied');
});

test('a TV ends with its time, its document, and what its member may see', async () => {
  const { library, uids, album } = fixture;
  const mine = await createAlbum(library, [uids.owner]);
  expect(await showAlbum(await pair(uids.owner, [mine]), mine)).toEqual(ALLOWED);
  // Not a reader, however high the role.
  expect(await showAlbum(await pair(uids.editor, [mine]), mine)).toEqual(DENIED);
  // Readers, but no members: a guest, somebody who left, and nobody at all.
  const left = newUid('left');
  const open = await seedAlbum(library, [uids.guest, left, uids.tv], newAlbumId(), [uids.guest]);
  for (const member of [uids.guest, left, uids.tv])
    expect(await showAlbum(await pair(member, [open]), open), member).toEqual(DENIED);
  expect(await showAlbum(await pair(uids.owner, [album], { until: new Date(Date.now() - 1000) }), album)).toEqual(
    DENIED,
  );
  expect(await showAlbum(newUid('tv'), album)).toEqual(DENIED);
});

test("only a TV's own token of this library counts", async () => {
  const { library, uids, album } = fixture;
  const tv = await pair(uids.viewer, [album]);
  const own = (signIn: SignIn): Promise<Outcome> =>
    clientAs(tv, { provider: 'custom', claims: { tv: library }, ...signIn }).get(paths.tv(library, tv));
  expect(await own({})).toBe('allowed');
  for (const signIn of [
    { claims: {} },
    { claims: { tv: (await createFixture()).library } },
    { claims: { tv: [library] } },
    // After linking a Google account, which keeps the uid and the claims.
    { provider: 'google.com' },
    { provider: 'anonymous' },
  ]) {
    expect(await showAlbum(tv, album, signIn), JSON.stringify(signIn)).toEqual(DENIED);
    expect(await own(signIn), JSON.stringify(signIn)).toBe('denied');
  }
  const client = clientAs(tv, { provider: 'custom', claims: { tv: library } });
  expect(await client.get(paths.tv(library, uids.tv))).toBe('denied');
  expect(await client.get(paths.member(library, tv))).toBe('denied');
  // Its document may be gone: that is how it learns of it.
  const removed = newUid('tv');
  const late = clientAs(removed, { provider: 'custom', claims: { tv: library } });
  expect(await late.get(paths.tv(library, removed))).toBe('allowed');
  // It cannot come back by itself, nor change what it may see.
  const wanted = { member: uids.owner, name: 'x', albums: [ALL], pairedAt: new Date(), until: new Date(9e12) };
  expect(await late.set(paths.tv(library, removed), wanted)).toBe('denied');
  expect(await client.set(paths.tv(library, tv), wanted)).toBe('denied');
  expect(await client.remove(paths.tv(library, tv))).toBe('denied');
});
