import { ALL, paths, type AlbumId, type Uid } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { newItemId, newUid, seed } from '../harness/seed.ts';
import { clientAs, type Outcome } from './client.ts';
import { createAlbum, createFixture, type Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});

/** The results of reading the album, one of its entries and all of them. */
async function readAlbum(uid: Uid, album: AlbumId): Promise<Outcome[]> {
  const { library } = fixture;
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
  test('sees their album and no other', async () => {
    const { library, uids } = fixture;
    const [guest, other] = [newUid('guest'), newUid('guest')];
    const album = await createAlbum(library, [uids.owner, guest], [guest]);
    expect(await readAlbum(guest, album)).toEqual(ALLOWED);
    expect(await readAlbum(other, album)).toEqual(DENIED);
    expect(await readAlbum(guest, fixture.album)).toEqual(DENIED);
    expect(await readAlbum(guest, ALL)).toEqual(DENIED);
    expect(await readAlbum(uids.stranger, album)).toEqual(DENIED);
  });

  test('sees each of several albums', async () => {
    const { library } = fixture;
    const guest = newUid('guest');
    for (let n = 0; n < 3; n += 1) {
      expect(await readAlbum(guest, await createAlbum(library, [guest], [guest]))).toEqual(ALLOWED);
    }
  });

  test('must be in both lists, so that a partial removal removes', async () => {
    const { library } = fixture;
    const guest = newUid('guest');
    expect(await readAlbum(guest, await createAlbum(library, [guest], []))).toEqual(DENIED);
    expect(await readAlbum(guest, await createAlbum(library, [], [guest]))).toEqual(DENIED);
  });

  test('does not give access to members outside the audience', async () => {
    const { library, uids } = fixture;
    const guest = newUid('guest');
    const album = await createAlbum(library, [uids.owner, guest], [guest]);
    expect(await readAlbum(uids.viewer, album)).toEqual(DENIED);
    expect(await readAlbum(uids.owner, album)).toEqual(ALLOWED);
  });

  test('gets the album only by its id', async () => {
    const { library } = fixture;
    const guest = newUid('guest');
    await createAlbum(library, [guest], [guest]);
    const client = clientAs(guest);
    expect(await client.list(paths.albums(library), ['readers', 'ARRAY_CONTAINS', guest])).toBe('denied');
    expect(await client.listGroup('albums', ['readers', 'ARRAY_CONTAINS', guest])).toBe('denied');
    expect(await client.listGroup('entries')).toBe('denied');
    expect(await client.get(paths.library(library))).toBe('denied');
    expect(await client.list(paths.members(library))).toBe('denied');
  });

  test('changes nothing in it, not even their own name', async () => {
    const { library } = fixture;
    const guest = newUid('guest');
    const album = await createAlbum(library, [guest], [guest]);
    const path = paths.album(library, album);
    expect(await clientAs(guest).update(path, { guests: { [guest]: { name: '나' } } })).toBe('denied');
    expect(await clientAs(guest).update(path, { guestUploads: 'yes' })).toBe('denied');
    expect(await clientAs(guest).set(paths.entry(library, album, newItemId()), { kind: 'photo' })).toBe('denied');
  });
});

test('an album without a guests field is visible to members', async () => {
  const { library, uids } = fixture;
  const album = await createAlbum(library, [uids.viewer, uids.guest]);
  await seed(paths.album(library, album), { title: 'x', readers: [uids.viewer, uids.guest] });
  expect(await readAlbum(uids.viewer, album)).toEqual(ALLOWED);
  expect(await readAlbum(uids.guest, album)).toEqual(DENIED);
});
