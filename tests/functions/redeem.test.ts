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

const userDocument = async ({ db, uid }: Person): Promise<unknown> =>
  (await getDoc(doc(db, paths.user(uid as Uid)))).data();

describe('redeeming as a member', () => {
  test('adds the person, opens the album of the invite and does so again when repeated', async () => {
    const { owner, library } = await createLibrary();
    const album = await createAlbumFor(owner, library);
    const other = await createAlbumFor(owner, library);
    const secret = await createInvite(owner, library, { album, uses: 2 });
    const mother = await signInAs('김영숙');
    for (let i = 0; i < 3; i += 1) expect(await mother.call('redeemInvite', { secret })).toEqual({ library, album });
    expect((await rolesOf(library))[mother.uid]).toBe('viewer');
    expect(readMember(await inspect.doc(paths.member(library, mother.uid as Uid))).name).toBe('김영숙');
    for (const one of [ALL, album]) expect(await readersOf(library, one)).toContain(mother.uid);
    expect(await readersOf(library, other)).toEqual([owner.uid]);
    expect((await storedInvite(secret)).usedBy).toMatchObject([{ uid: mother.uid, name: '김영숙' }]);
    const activities = (await activitiesOf(library)).filter(({ by }) => by === mother.uid);
    expect(activities).toMatchObject([{ type: 'joined', byName: '김영숙', as: 'viewer', target: '엄마 쪽' }]);
    // A new device or a newly installed app opens there too.
    const phone = await signInAs('김영숙', { address: mother.address });
    expect(await userDocument(phone)).toMatchObject({ lastLibrary: library, lastAlbum: album });
    await closeAll(owner, mother, phone);
  });

  test("keeps the person's settings and opens the library if the invite names no album", async () => {
    const { owner, library } = await createLibrary();
    const mother = await signInAs('김영숙');
    const album = await createAlbumFor(owner, library);
    await seed(paths.user(mother.uid as Uid), {
      locale: 'ko',
      lastLibrary: 'a'.repeat(20),
      lastAlbum: ALL,
      seenAt: new Date(0),
    });
    expect(await mother.call('redeemInvite', { secret: await createInvite(owner, library) })).toEqual({ library });
    expect(await userDocument(mother)).toEqual({
      locale: 'ko',
      lastLibrary: library,
      seenAt: expect.anything() as unknown,
    });
    const shown = await createInvite(owner, library, { as: 'guest', album });
    expect(await mother.call('redeemInvite', { secret: shown })).toEqual({ library, album });
    expect(await mother.call('redeemInvite', { secret: await createInvite(owner, library, { as: 'viewer' }) })).toEqual(
      {
        library,
      },
    );
    expect(await userDocument(mother)).toMatchObject({ locale: 'ko', lastLibrary: library, lastAlbum: album });
    await closeAll(owner, mother);
  });

  test('raises a role and never lowers it', async () => {
    const { owner, library } = await createLibrary();
    const father = await addMember(library, owner, 'viewer', '한상철');
    const asEditor = await createInvite(owner, library, { as: 'editor' });
    await father.call('redeemInvite', { secret: asEditor });
    expect((await rolesOf(library))[father.uid]).toBe('editor');
    const asViewer = await createInvite(owner, library, { as: 'viewer' });
    for (const one of [father, owner])
      expect(await one.call('redeemInvite', { secret: asViewer })).toEqual({ library });
    expect((await rolesOf(library))[father.uid]).toBe('editor');
    expect((await rolesOf(library))[owner.uid]).toBe('owner');
    expect((await storedInvite(asViewer)).usedBy).toEqual([]);
    await closeAll(owner, father);
  });
});

describe('redeeming as a guest', () => {
  test('shows the album and nothing else of the library', async () => {
    const { owner, library } = await createLibrary();
    const album = await createAlbumFor(owner, library);
    const item = await uploadItem(owner, library, await uniqueJpeg(), { albums: [ALL, album] });
    await waitUntilProcessed(library, item);
    const secret = await createInvite(owner, library, { as: 'guest', album });
    const sujin = await signInAs('이수진');
    for (let i = 0; i < 2; i += 1) expect(await sujin.call('redeemInvite', { secret })).toEqual({ library, album });
    const { guests } = readAlbum(await inspect.doc(paths.album(library, album)));
    expect(guests[sujin.uid as Uid]).toMatchObject({ name: '이수진' });
    expect(readLibrary(await inspect.doc(paths.library(library))).members).toEqual([owner.uid]);
    expect(await inspect.doc(paths.member(library, sujin.uid as Uid))).toBeUndefined();

    const memberships = await getDocs(collection(sujin.db, paths.guestMemberships(sujin.uid as Uid)));
    expect(memberships.docs.map((one) => [one.id, readGuestMembership(one.data()).library])).toEqual([
      [album, library],
    ]);
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
      type: 'guest-joined',
      byName: '이수진',
      target: '엄마 쪽',
    });
    expect(await sujin.call('onSignIn', {})).toMatchObject({ joined: [] });
    await closeAll(owner, sujin);
  });

  test("happens at sign-in if the invite names the person's address", async () => {
    const { owner, library } = await createLibrary();
    const album = await createAlbumFor(owner, library);
    const sujin = await signInAs('이수진');
    await createInvite(owner, library, { as: 'guest', album, for: sujin.address });
    // Guests have no library; their devices learn of the album from the guest membership.
    expect(await sujin.call('onSignIn', {})).toMatchObject({ joined: [] });
    expect(await readersOf(library, album)).toContain(sujin.uid);
    expect(await userDocument(sujin)).toMatchObject({ lastLibrary: library, lastAlbum: album });
    await closeAll(owner, sujin);
  });
});

describe('redeeming is refused', () => {
  test('for used and expired invites and for another address, which is compared in any spelling', async () => {
    const { owner, library } = await createLibrary();
    const [mother, aunt] = [await signInAs('김영숙'), await signInAs('김미숙')];
    const once = await createInvite(owner, library);
    await mother.call('redeemInvite', { secret: once });
    expect(await tryCall(aunt, 'redeemInvite', { secret: once })).toBe('invite-used');
    const late = await createInvite(owner, library);
    await seed(pathOf(late), writeInvite({ ...(await storedInvite(late)), expiresAt: Date.now() - 1 }));
    expect(await tryCall(aunt, 'redeemInvite', { secret: late })).toBe('invite-expired');
    const own = await createInvite(owner, library, { for: ` ${aunt.address.toUpperCase()}` });
    const wrong = await signInAs('김미숙의 다른 계정');
    expect(await tryCall(wrong, 'redeemInvite', { secret: own })).toBe('wrong-person');
    expect((await rolesOf(library))[wrong.uid]).toBeUndefined();
    expect(await aunt.call('redeemInvite', { secret: own })).toEqual({ library });
    await closeAll(owner, mother, aunt, wrong);
  });

  test('for an unverified address and when signed out', async () => {
    const { owner, library } = await createLibrary();
    const unverified = await signInAs('가짜', { isVerified: false });
    const secret = await createInvite(owner, library, { uses: 5 });
    expect(await tryCall(unverified, 'redeemInvite', { secret })).toBe('unverified');
    await unverified.auth.signOut();
    expect(await tryCall(unverified, 'redeemInvite', { secret })).toBe('unauthenticated');
    expect((await storedInvite(secret)).usedBy).toEqual([]);
    await closeAll(owner, unverified);
  });

  test('for a deleted library or album', async () => {
    const { owner, library } = await createLibrary();
    const album = await createAlbumFor(owner, library);
    const [guest, member] = [
      await createInvite(owner, library, { as: 'guest', album }),
      await createInvite(owner, library, { album }),
    ];
    await unseed(paths.album(library, album));
    const [sujin, mother] = [await signInAs('이수진'), await signInAs('김영숙')];
    for (const call of ['previewInvite', 'redeemInvite'] as const)
      expect(await tryCall(sujin, call, { secret: guest })).toBe('not-found');
    expect(await mother.call('previewInvite', { secret: member })).not.toHaveProperty('album');
    expect(await mother.call('redeemInvite', { secret: member })).toEqual({ library });
    const last = await createInvite(owner, library);
    await seed(paths.library(library), {
      ...(await inspect.doc(paths.library(library))),
      deleteAt: new Date(Date.now() + 1e9),
    });
    for (const call of ['previewInvite', 'redeemInvite'] as const)
      expect(await tryCall(sujin, call, { secret: last })).toBe('not-found');
    await closeAll(owner, sujin, mother);
  });
});

describe('concurrent redemption', () => {
  test('admits one of two people for the last use', async () => {
    const { owner, library } = await createLibrary();
    const people = await Promise.all([signInAs('김영숙'), signInAs('김미숙')]);
    const secret = await createInvite(owner, library);
    const outcomes = await Promise.all(people.map((one) => tryCall(one, 'redeemInvite', { secret })));
    expect(outcomes).toHaveLength(2);
    expect(outcomes.filter((one) => one === 'invite-used')).toHaveLength(1);
    expect(outcomes).toContainEqual({ response: { library } });
    const roles = await Promise.all(people.map(async ({ uid }) => (await rolesOf(library))[uid]));
    expect(roles.filter((role) => role === 'viewer')).toHaveLength(1);
    expect((await storedInvite(secret)).usedBy).toHaveLength(1);
    await closeAll(owner, ...people);
  });

  test('admits as many people as an invite has uses', async () => {
    const { owner, library } = await createLibrary();
    const album: AlbumId = await createAlbumFor(owner, library);
    const people = await Promise.all(Array.from({ length: 5 }, (_, i) => signInAs(`손님 ${String(i)}`)));
    const secret = await createInvite(owner, library, { as: 'guest', album, uses: 5 });
    const outcomes = await Promise.all(people.map((one) => tryCall(one, 'redeemInvite', { secret })));
    for (const one of outcomes) expect(one).toEqual({ response: { library, album } });
    expect(await readersOf(library, album)).toEqual([owner, ...people].map(({ uid }) => uid).sort());
    expect((await storedInvite(secret)).usedBy).toHaveLength(5);
    await closeAll(owner, ...people);
  });
});
