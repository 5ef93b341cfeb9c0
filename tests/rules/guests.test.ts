import { ALL, paths, type AlbumId, type Uid } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { newItemId, newUid, seed } from '../harness/seed.ts';
import { clientAs, type Outcome } from './client.ts';
import { createAlbum, createFixture, type Fixture } from './fixture.ts';

let world: Fixture;
beforeAll(async () => {
  world = await createFixture();
});

/** The album, an entry of it and all its entries, as this person gets them. */
async function looks(uid: Uid, album: AlbumId): Promise<Outcome[]> {
  const { library } = world;
  const item = newItemId();
  await seed(paths.entry(library, album, item), { kind: 'photo', state: 'ready' });
  return Promise.all([
    clientAs(uid).get(paths.album(library, album)),
    clientAs(uid).get(paths.entry(library, album, item)),
    clientAs(uid).list(paths.entries(library, album)),
  ]);
}
const ALLOWED = ['allowed', 'allowed', 'allowed'];
const DENIED = ['denied', 'denied', 'denied'];

describe.concurrent('a guest', () => {
  test('sees their album, and no other', async () => {
    const { library, uids } = world;
    const [guest, other] = [newUid('guest'), newUid('guest')];
    const album = await createAlbum(library, [uids.owner, guest], [guest]);
    expect(await looks(guest, album)).toEqual(ALLOWED);
    expect(await looks(other, album)).toEqual(DENIED);
    expect(await looks(guest, world.album)).toEqual(DENIED);
    expect(await looks(guest, ALL)).toEqual(DENIED);
    expect(await looks(uids.stranger, album)).toEqual(DENIED);
  });

  test('of several albums sees each', async () => {
    const { library } = world;
    const guest = newUid('guest');
    for (let n = 0; n < 3; n += 1) {
      expect(await looks(guest, await createAlbum(library, [guest], [guest]))).toEqual(ALLOWED);
    }
  });

  test('is one by both lists only, so that half a removal is a removal', async () => {
    const { library } = world;
    const guest = newUid('guest');
    expect(await looks(guest, await createAlbum(library, [guest], []))).toEqual(DENIED);
    expect(await looks(guest, await createAlbum(library, [], [guest]))).toEqual(DENIED);
  });

  test('does not make a member of who is not chosen', async () => {
    const { library, uids } = world;
    const guest = newUid('guest');
    const album = await createAlbum(library, [uids.owner, guest], [guest]);
    expect(await looks(uids.viewer, album)).toEqual(DENIED);
    expect(await looks(uids.owner, album)).toEqual(ALLOWED);
  });

  test('knows the album only by its id', async () => {
    const { library } = world;
    const guest = newUid('guest');
    await createAlbum(library, [guest], [guest]);
    const asked = clientAs(guest);
    expect(await asked.list(paths.albums(library), ['readers', 'ARRAY_CONTAINS', guest])).toBe('denied');
    expect(await asked.listGroup('albums', ['readers', 'ARRAY_CONTAINS', guest])).toBe('denied');
    expect(await asked.listGroup('entries')).toBe('denied');
    expect(await asked.get(paths.library(library))).toBe('denied');
    expect(await asked.list(paths.members(library))).toBe('denied');
  });

  test('changes nothing of it, not even their own name', async () => {
    const { library } = world;
    const guest = newUid('guest');
    const album = await createAlbum(library, [guest], [guest]);
    const path = paths.album(library, album);
    expect(await clientAs(guest).update(path, { guests: { [guest]: { name: '나' } } })).toBe('denied');
    expect(await clientAs(guest).update(path, { guestUploads: 'yes' })).toBe('denied');
    expect(await clientAs(guest).set(paths.entry(library, album, newItemId()), { kind: 'photo' })).toBe('denied');
  });
});

test('an album from before there were guests is seen by members as ever', async () => {
  const { library, uids } = world;
  const album = await createAlbum(library, [uids.viewer, uids.guest]);
  await seed(paths.album(library, album), { title: 'x', readers: [uids.viewer, uids.guest] });
  expect(await looks(uids.viewer, album)).toEqual(ALLOWED);
  expect(await looks(uids.guest, album)).toEqual(DENIED);
});
