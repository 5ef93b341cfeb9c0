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
import { signInAs, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { seed, unseed } from '../harness/seed.ts';
import { uploadItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';
import { addMember, readersOf, tryCall, rolesOf, activitiesOf } from './members.ts';
import { createAlbumFor, closeAll, storedInvite, inviteIdOf, createInvite } from './inviting.ts';

const pathOf = (secret: string): string => paths.invite(inviteIdOf(secret));

const lastOf = async ({ db, uid }: Person): Promise<unknown> => (await getDoc(doc(db, paths.user(uid as Uid)))).data();

describe('who comes by a link as a member', () => {
  test('is one, lands on its album, and comes to the same place again', async () => {
    const { who, library } = await createLibrary();
    const album = await createAlbumFor(who, library);
    const other = await createAlbumFor(who, library);
    const secret = await createInvite(who, library, { album, uses: 2 });
    const mother = await signInAs('김영숙');
    for (let i = 0; i < 3; i += 1) expect(await mother.call('redeemInvite', { secret })).toEqual({ library, album });
    expect((await rolesOf(library))[mother.uid]).toBe('viewer');
    expect(readMember(await inspect.doc(paths.member(library, mother.uid as Uid))).name).toBe('김영숙');
    for (const one of [ALL, album]) expect(await readersOf(library, one)).toContain(mother.uid);
    expect(await readersOf(library, other)).toEqual([who.uid]);
    expect((await storedInvite(secret)).usedBy).toMatchObject([{ uid: mother.uid, name: '김영숙' }]);
    const told = (await activitiesOf(library)).filter(({ by }) => by === mother.uid);
    expect(told).toMatchObject([{ did: 'joined', byName: '김영숙', as: 'viewer', what: '엄마 쪽' }]);
    // A phone that was never used before, or the icon of the installed app, knows where to open.
    const phone = await signInAs('김영숙', { address: mother.address });
    expect(await lastOf(phone)).toMatchObject({ lastLibrary: library, lastAlbum: album });
    await closeAll(who, mother, phone);
  });

  test('keeps what their devices remembered, and lands without an album where none is named', async () => {
    const { who, library } = await createLibrary();
    const mother = await signInAs('김영숙');
    const album = await createAlbumFor(who, library);
    await seed(paths.user(mother.uid as Uid), {
      locale: 'ko',
      lastLibrary: 'a'.repeat(20),
      lastAlbum: ALL,
      seenAt: new Date(0),
    });
    expect(await mother.call('redeemInvite', { secret: await createInvite(who, library) })).toEqual({ library });
    expect(await lastOf(mother)).toEqual({ locale: 'ko', lastLibrary: library, seenAt: expect.anything() as unknown });
    const shown = await createInvite(who, library, { as: 'guest', album });
    expect(await mother.call('redeemInvite', { secret: shown })).toEqual({ library, album });
    expect(await mother.call('redeemInvite', { secret: await createInvite(who, library, { as: 'viewer' }) })).toEqual({
      library,
    });
    expect(await lastOf(mother)).toMatchObject({ locale: 'ko', lastLibrary: library, lastAlbum: album });
    await closeAll(who, mother);
  });

  test('is raised by a higher role, and never lowered', async () => {
    const { who, library } = await createLibrary();
    const father = await addMember(library, who, 'viewer', '한상철');
    const asEditor = await createInvite(who, library, { as: 'editor' });
    await father.call('redeemInvite', { secret: asEditor });
    expect((await rolesOf(library))[father.uid]).toBe('editor');
    const asViewer = await createInvite(who, library, { as: 'viewer' });
    for (const one of [father, who]) expect(await one.call('redeemInvite', { secret: asViewer })).toEqual({ library });
    expect((await rolesOf(library))[father.uid]).toBe('editor');
    expect((await rolesOf(library))[who.uid]).toBe('owner');
    expect((await storedInvite(asViewer)).usedBy).toEqual([]);
    await closeAll(who, father);
  });
});

describe('who comes by a link as a guest', () => {
  test('sees its album and nothing else of the library', async () => {
    const { who, library } = await createLibrary();
    const album = await createAlbumFor(who, library);
    const item = await uploadItem(who, library, await uniqueJpeg(), { albums: [ALL, album] });
    await waitUntilProcessed(library, item);
    const secret = await createInvite(who, library, { as: 'guest', album });
    const sujin = await signInAs('이수진');
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
    expect((await activitiesOf(library)).at(-1)).toMatchObject({
      did: 'guest-came',
      byName: '이수진',
      what: '엄마 쪽',
    });
    expect(await sujin.call('onSignIn', {})).toMatchObject({ joined: [] });
    await closeAll(who, sujin);
  });

  test('is let in where the invite waits for their address, without the link', async () => {
    const { who, library } = await createLibrary();
    const album = await createAlbumFor(who, library);
    const sujin = await signInAs('이수진');
    await createInvite(who, library, { as: 'guest', album, for: sujin.address });
    // No library is theirs: `visits` tells their devices.
    expect(await sujin.call('onSignIn', {})).toMatchObject({ joined: [] });
    expect(await readersOf(library, album)).toContain(sujin.uid);
    expect(await lastOf(sujin)).toMatchObject({ lastLibrary: library, lastAlbum: album });
    await closeAll(who, sujin);
  });
});

describe('nobody comes', () => {
  test('by what is used up, over, or for another address; its own may be written any way', async () => {
    const { who, library } = await createLibrary();
    const [mother, aunt] = [await signInAs('김영숙'), await signInAs('김미숙')];
    const once = await createInvite(who, library);
    await mother.call('redeemInvite', { secret: once });
    expect(await tryCall(aunt, 'redeemInvite', { secret: once })).toBe('invite-used');
    const late = await createInvite(who, library);
    await seed(pathOf(late), writeInvite({ ...(await storedInvite(late)), until: Date.now() - 1 }));
    expect(await tryCall(aunt, 'redeemInvite', { secret: late })).toBe('invite-over');
    const own = await createInvite(who, library, { for: ` ${aunt.address.toUpperCase()}` });
    const wrong = await signInAs('김미숙의 다른 계정');
    expect(await tryCall(wrong, 'redeemInvite', { secret: own })).toBe('wrong-person');
    expect((await rolesOf(library))[wrong.uid]).toBeUndefined();
    expect(await aunt.call('redeemInvite', { secret: own })).toEqual({ library });
    await closeAll(who, mother, aunt, wrong);
  });

  test('whose address nobody verified, or who is signed out', async () => {
    const { who, library } = await createLibrary();
    const unverified = await signInAs('가짜', { isVerified: false });
    const secret = await createInvite(who, library, { uses: 5 });
    expect(await tryCall(unverified, 'redeemInvite', { secret })).toBe('unverified');
    await unverified.auth.signOut();
    expect(await tryCall(unverified, 'redeemInvite', { secret })).toBe('signed-out');
    expect((await storedInvite(secret)).usedBy).toEqual([]);
    await closeAll(who, unverified);
  });

  test('into a library that ended, or to an album that is gone', async () => {
    const { who, library } = await createLibrary();
    const album = await createAlbumFor(who, library);
    const [guest, member] = [
      await createInvite(who, library, { as: 'guest', album }),
      await createInvite(who, library, { album }),
    ];
    await unseed(paths.album(library, album));
    const [sujin, mother] = [await signInAs('이수진'), await signInAs('김영숙')];
    for (const call of ['previewInvite', 'redeemInvite'] as const)
      expect(await tryCall(sujin, call, { secret: guest })).toBe('not-found');
    expect(await mother.call('previewInvite', { secret: member })).not.toHaveProperty('album');
    expect(await mother.call('redeemInvite', { secret: member })).toEqual({ library });
    const last = await createInvite(who, library);
    await seed(paths.library(library), {
      ...(await inspect.doc(paths.library(library))),
      endsAt: new Date(Date.now() + 1e9),
    });
    for (const call of ['previewInvite', 'redeemInvite'] as const)
      expect(await tryCall(sujin, call, { secret: last })).toBe('not-found');
    await closeAll(who, sujin, mother);
  });
});

describe('many at the same moment', () => {
  test('of two for the last use one comes', async () => {
    const { who, library } = await createLibrary();
    const people = await Promise.all([signInAs('김영숙'), signInAs('김미숙')]);
    const secret = await createInvite(who, library);
    const outcomes = await Promise.all(people.map((one) => tryCall(one, 'redeemInvite', { secret })));
    expect(outcomes).toHaveLength(2);
    expect(outcomes.filter((one) => one === 'invite-used')).toHaveLength(1);
    expect(outcomes).toContainEqual({ answered: { library } });
    const roles = await Promise.all(people.map(async ({ uid }) => (await rolesOf(library))[uid]));
    expect(roles.filter((role) => role === 'viewer')).toHaveLength(1);
    expect((await storedInvite(secret)).usedBy).toHaveLength(1);
    await closeAll(who, ...people);
  });

  test('a room full of people comes by one link', async () => {
    const { who, library } = await createLibrary();
    const album: AlbumId = await createAlbumFor(who, library);
    const people = await Promise.all(Array.from({ length: 5 }, (_, i) => signInAs(`손님 ${String(i)}`)));
    const secret = await createInvite(who, library, { as: 'guest', album, uses: 5 });
    const outcomes = await Promise.all(people.map((one) => tryCall(one, 'redeemInvite', { secret })));
    for (const one of outcomes) expect(one).toEqual({ answered: { library, album } });
    expect(await readersOf(library, album)).toEqual([who, ...people].map(({ uid }) => uid).sort());
    expect((await storedInvite(secret)).usedBy).toHaveLength(5);
    await closeAll(who, ...people);
  });
});
