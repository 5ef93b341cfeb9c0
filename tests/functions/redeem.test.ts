import {
  ALL,
  paths,
  readAlbum,
  readLibrary,
  readMember,
  readGuestMembership,
  writeInvite,
  type AlbumId,
  type Uid,
} from '@maru/model';
import { collection, doc, getDoc, getDocs, query, where } from 'firebase/firestore';
import { describe, expect, test } from 'vitest';
import { person, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { seed, unseed } from '../harness/seed.ts';
import { add, drawing, owner, settled } from './adding.ts';
import { joined, readersOfAlbum, refused, rolesIn, toldIn } from './family.ts';
import { albumFor, closed, heldBy, inviteIdOf, link } from './linking.ts';

const pathOf = (secret: string): string => paths.invite(inviteIdOf(secret));

const lastOf = async ({ db, uid }: Person): Promise<unknown> => (await getDoc(doc(db, paths.user(uid as Uid)))).data();

describe('who comes by a link as a member', () => {
  test('is one, lands on its album, and comes to the same place again', async () => {
    const { who, library } = await owner();
    const album = await albumFor(who, library);
    const other = await albumFor(who, library);
    const secret = await link(who, library, { album, uses: 2 });
    const mother = await person('김영숙');
    for (let i = 0; i < 3; i += 1) expect(await mother.call('redeemInvite', { secret })).toEqual({ library, album });
    expect((await rolesIn(library))[mother.uid]).toBe('viewer');
    expect(readMember(await inspect.doc(paths.member(library, mother.uid as Uid))).name).toBe('김영숙');
    for (const one of [ALL, album]) expect(await readersOfAlbum(library, one)).toContain(mother.uid);
    expect(await readersOfAlbum(library, other)).toEqual([who.uid]);
    expect((await heldBy(secret)).usedBy).toMatchObject([{ uid: mother.uid, name: '김영숙' }]);
    const told = (await toldIn(library)).filter(({ by }) => by === mother.uid);
    expect(told).toMatchObject([{ did: 'joined', byName: '김영숙', as: 'viewer', what: '엄마 쪽' }]);
    // A phone that was never used before, or the icon of the installed app, knows where to open.
    const phone = await person('김영숙', { address: mother.address });
    expect(await lastOf(phone)).toMatchObject({ lastLibrary: library, lastAlbum: album });
    await closed(who, mother, phone);
  });

  test('keeps what their devices remembered, and lands without an album where none is named', async () => {
    const { who, library } = await owner();
    const mother = await person('김영숙');
    const album = await albumFor(who, library);
    await seed(paths.user(mother.uid as Uid), {
      locale: 'ko',
      lastLibrary: 'a'.repeat(20),
      lastAlbum: ALL,
      seenAt: new Date(0),
    });
    expect(await mother.call('redeemInvite', { secret: await link(who, library) })).toEqual({ library });
    expect(await lastOf(mother)).toEqual({ locale: 'ko', lastLibrary: library, seenAt: expect.anything() as unknown });
    const shown = await link(who, library, { as: 'guest', album });
    expect(await mother.call('redeemInvite', { secret: shown })).toEqual({ library, album });
    expect(await mother.call('redeemInvite', { secret: await link(who, library, { as: 'viewer' }) })).toEqual({
      library,
    });
    expect(await lastOf(mother)).toMatchObject({ locale: 'ko', lastLibrary: library, lastAlbum: album });
    await closed(who, mother);
  });

  test('is raised by a higher role, and never lowered', async () => {
    const { who, library } = await owner();
    const father = await joined(library, who, 'viewer', '한상철');
    const asEditor = await link(who, library, { as: 'editor' });
    await father.call('redeemInvite', { secret: asEditor });
    expect((await rolesIn(library))[father.uid]).toBe('editor');
    const asViewer = await link(who, library, { as: 'viewer' });
    for (const one of [father, who]) expect(await one.call('redeemInvite', { secret: asViewer })).toEqual({ library });
    expect((await rolesIn(library))[father.uid]).toBe('editor');
    expect((await rolesIn(library))[who.uid]).toBe('owner');
    expect((await heldBy(asViewer)).usedBy).toEqual([]);
    await closed(who, father);
  });
});

describe('who comes by a link as a guest', () => {
  test('sees its album and nothing else of the library', async () => {
    const { who, library } = await owner();
    const album = await albumFor(who, library);
    const item = await add(who, library, await drawing(), { albums: [ALL, album] });
    await settled(library, item);
    const secret = await link(who, library, { as: 'guest', album });
    const sujin = await person('이수진');
    for (let i = 0; i < 2; i += 1) expect(await sujin.call('redeemInvite', { secret })).toEqual({ library, album });
    const { guests } = readAlbum(await inspect.doc(paths.album(library, album)));
    expect(guests[sujin.uid as Uid]).toMatchObject({ name: '이수진' });
    expect(readLibrary(await inspect.doc(paths.library(library))).members).toEqual([who.uid]);
    expect(await inspect.doc(paths.member(library, sujin.uid as Uid))).toBeUndefined();

    const visits = await getDocs(collection(sujin.db, paths.guestMemberships(sujin.uid as Uid)));
    expect(visits.docs.map((one) => [one.id, readGuestMembership(one.data()).library])).toEqual([[album, library]]);
    expect((await getDoc(doc(sujin.db, paths.album(library, album)))).get('title')).toBe('엄마 쪽');
    expect((await getDocs(collection(sujin.db, paths.entries(library, album)))).docs.map(({ id }) => id)).toEqual([
      item,
    ]);
    const denied = { code: 'permission-denied' };
    for (const path of [paths.library(library), paths.album(library, ALL), paths.item(library, item)])
      await expect(getDoc(doc(sujin.db, path))).rejects.toMatchObject(denied);
    const all = query(collection(sujin.db, paths.albums(library)), where('readers', 'array-contains', sujin.uid));
    await expect(getDocs(all)).rejects.toMatchObject(denied);
    expect((await toldIn(library)).at(-1)).toMatchObject({ did: 'guest-came', byName: '이수진', what: '엄마 쪽' });
    expect(await sujin.call('onSignIn', {})).toMatchObject({ joined: [] });
    await closed(who, sujin);
  });

  test('is let in where the invite waits for their address, without the link', async () => {
    const { who, library } = await owner();
    const album = await albumFor(who, library);
    const sujin = await person('이수진');
    await link(who, library, { as: 'guest', album, for: sujin.address });
    // No library is theirs: `visits` tells their devices.
    expect(await sujin.call('onSignIn', {})).toMatchObject({ joined: [] });
    expect(await readersOfAlbum(library, album)).toContain(sujin.uid);
    expect(await lastOf(sujin)).toMatchObject({ lastLibrary: library, lastAlbum: album });
    await closed(who, sujin);
  });
});

describe('nobody comes', () => {
  test('by what is used up, over, or for another address; its own may be written any way', async () => {
    const { who, library } = await owner();
    const [mother, aunt] = [await person('김영숙'), await person('김미숙')];
    const once = await link(who, library);
    await mother.call('redeemInvite', { secret: once });
    expect(await refused(aunt, 'redeemInvite', { secret: once })).toBe('invite-used');
    const late = await link(who, library);
    await seed(pathOf(late), writeInvite({ ...(await heldBy(late)), until: Date.now() - 1 }));
    expect(await refused(aunt, 'redeemInvite', { secret: late })).toBe('invite-over');
    const own = await link(who, library, { for: ` ${aunt.address.toUpperCase()}` });
    const wrong = await person('김미숙의 다른 계정');
    expect(await refused(wrong, 'redeemInvite', { secret: own })).toBe('wrong-person');
    expect((await rolesIn(library))[wrong.uid]).toBeUndefined();
    expect(await aunt.call('redeemInvite', { secret: own })).toEqual({ library });
    await closed(who, mother, aunt, wrong);
  });

  test('whose address nobody verified, or who is signed out', async () => {
    const { who, library } = await owner();
    const unverified = await person('가짜', { isVerified: false });
    const secret = await link(who, library, { uses: 5 });
    expect(await refused(unverified, 'redeemInvite', { secret })).toBe('unverified');
    await unverified.auth.signOut();
    expect(await refused(unverified, 'redeemInvite', { secret })).toBe('signed-out');
    expect((await heldBy(secret)).usedBy).toEqual([]);
    await closed(who, unverified);
  });

  test('into a library that ended, or to an album that is gone', async () => {
    const { who, library } = await owner();
    const album = await albumFor(who, library);
    const [guest, member] = [await link(who, library, { as: 'guest', album }), await link(who, library, { album })];
    await unseed(paths.album(library, album));
    const [sujin, mother] = [await person('이수진'), await person('김영숙')];
    for (const call of ['previewInvite', 'redeemInvite'] as const)
      expect(await refused(sujin, call, { secret: guest })).toBe('not-found');
    expect(await mother.call('previewInvite', { secret: member })).not.toHaveProperty('album');
    expect(await mother.call('redeemInvite', { secret: member })).toEqual({ library });
    const last = await link(who, library);
    await seed(paths.library(library), {
      ...(await inspect.doc(paths.library(library))),
      endsAt: new Date(Date.now() + 1e9),
    });
    for (const call of ['previewInvite', 'redeemInvite'] as const)
      expect(await refused(sujin, call, { secret: last })).toBe('not-found');
    await closed(who, sujin, mother);
  });
});

describe('many at the same moment', () => {
  test('of two for the last use one comes', async () => {
    const { who, library } = await owner();
    const people = await Promise.all([person('김영숙'), person('김미숙')]);
    const secret = await link(who, library);
    const outcomes = await Promise.all(people.map((one) => refused(one, 'redeemInvite', { secret })));
    expect(outcomes).toHaveLength(2);
    expect(outcomes.filter((one) => one === 'invite-used')).toHaveLength(1);
    expect(outcomes).toContainEqual({ answered: { library } });
    const roles = await Promise.all(people.map(async ({ uid }) => (await rolesIn(library))[uid]));
    expect(roles.filter((role) => role === 'viewer')).toHaveLength(1);
    expect((await heldBy(secret)).usedBy).toHaveLength(1);
    await closed(who, ...people);
  });

  test('a room full of people comes by one link', async () => {
    const { who, library } = await owner();
    const album: AlbumId = await albumFor(who, library);
    const people = await Promise.all(Array.from({ length: 5 }, (_, i) => person(`손님 ${String(i)}`)));
    const secret = await link(who, library, { as: 'guest', album, uses: 5 });
    const outcomes = await Promise.all(people.map((one) => refused(one, 'redeemInvite', { secret })));
    for (const one of outcomes) expect(one).toEqual({ answered: { library, album } });
    expect(await readersOfAlbum(library, album)).toEqual([who, ...people].map(({ uid }) => uid).sort());
    expect((await heldBy(secret)).usedBy).toHaveLength(5);
    await closed(who, ...people);
  });
});
