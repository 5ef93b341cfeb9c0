import { ALL, paths, type AlbumId, type Uid } from '@maru/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshItem, freshUid, seed } from '../harness/seed.ts';
import { as, type Outcome } from './asking.ts';
import { albumFor, makeWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

/** The album, an entry of it and all its entries, as this person gets them. */
async function looks(uid: Uid, album: AlbumId): Promise<Outcome[]> {
  const { library } = world;
  const item = freshItem();
  await seed(paths.entry(library, album, item), { kind: 'photo', state: 'ready' });
  return Promise.all([
    as(uid).get(paths.album(library, album)),
    as(uid).get(paths.entry(library, album, item)),
    as(uid).list(paths.entries(library, album)),
  ]);
}
const ALLOWED = ['allowed', 'allowed', 'allowed'];
const DENIED = ['denied', 'denied', 'denied'];

describe.concurrent('a guest', () => {
  test('sees their album, and no other', async () => {
    const { library, uids } = world;
    const [guest, other] = [freshUid('guest'), freshUid('guest')];
    const album = await albumFor(library, [uids.owner, guest], [guest]);
    expect(await looks(guest, album)).toEqual(ALLOWED);
    expect(await looks(other, album)).toEqual(DENIED);
    expect(await looks(guest, world.album)).toEqual(DENIED);
    expect(await looks(guest, ALL)).toEqual(DENIED);
    expect(await looks(uids.stranger, album)).toEqual(DENIED);
  });

  test('of several albums sees each', async () => {
    const { library } = world;
    const guest = freshUid('guest');
    for (let n = 0; n < 3; n += 1) {
      expect(await looks(guest, await albumFor(library, [guest], [guest]))).toEqual(ALLOWED);
    }
  });

  test('is one by both lists only, so that half a removal is a removal', async () => {
    const { library } = world;
    const guest = freshUid('guest');
    expect(await looks(guest, await albumFor(library, [guest], []))).toEqual(DENIED);
    expect(await looks(guest, await albumFor(library, [], [guest]))).toEqual(DENIED);
  });

  test('does not make a member of who is not chosen', async () => {
    const { library, uids } = world;
    const guest = freshUid('guest');
    const album = await albumFor(library, [uids.owner, guest], [guest]);
    expect(await looks(uids.viewer, album)).toEqual(DENIED);
    expect(await looks(uids.owner, album)).toEqual(ALLOWED);
  });

  test('knows the album only by its id', async () => {
    const { library } = world;
    const guest = freshUid('guest');
    await albumFor(library, [guest], [guest]);
    const asked = as(guest);
    expect(await asked.list(paths.albums(library), ['readers', 'ARRAY_CONTAINS', guest])).toBe('denied');
    expect(await asked.listGroup('albums', ['readers', 'ARRAY_CONTAINS', guest])).toBe('denied');
    expect(await asked.listGroup('entries')).toBe('denied');
    expect(await asked.get(paths.library(library))).toBe('denied');
    expect(await asked.list(paths.members(library))).toBe('denied');
  });

  test('changes nothing of it, not even their own name', async () => {
    const { library } = world;
    const guest = freshUid('guest');
    const album = await albumFor(library, [guest], [guest]);
    const path = paths.album(library, album);
    expect(await as(guest).update(path, { guests: { [guest]: { name: '나' } } })).toBe('denied');
    expect(await as(guest).update(path, { guestsMayAdd: 'yes' })).toBe('denied');
    expect(await as(guest).set(paths.entry(library, album, freshItem()), { kind: 'photo' })).toBe('denied');
  });
});

test('an album from before there were guests is seen by members as ever', async () => {
  const { library, uids } = world;
  const album = await albumFor(library, [uids.viewer, uids.guest]);
  await seed(paths.album(library, album), { title: 'x', readers: [uids.viewer, uids.guest] });
  expect(await looks(uids.viewer, album)).toEqual(ALLOWED);
  expect(await looks(uids.guest, album)).toEqual(DENIED);
});
