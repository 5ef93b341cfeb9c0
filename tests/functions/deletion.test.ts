import {
  ALL,
  GRACE_DAYS,
  originalName,
  paths,
  readLibrary,
  renditionName,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { describe, expect, test } from 'vitest';
import { signInAs, useEmulators } from '../harness.ts';
import { runMaintenance } from '../harness/invoke.ts';
import { inspect } from '../harness/inspect.ts';
import { newItemId, seed, seedItem, seedObject } from '../harness/seed.ts';
import { announceItem, uniqueJpeg } from './uploading.ts';
import { createFamily, addGuest, forPeople, readersOf, tryCall, rolesOf, activitiesOf } from './members.ts';

const DAY = 86_400_000;

/** Moves the deletion date of a library. */
async function setDeletionIn(library: LibraryId, ms: number): Promise<void> {
  const { name, timeZone, roles, members } = readLibrary(await inspect.doc(paths.library(library)));
  await seed(paths.library(library), { name, timeZone, roles, members, deleteAt: new Date(Date.now() + ms) });
}

describe('deleting a library', () => {
  test('requires an owner to type its name, starts the grace period once and logs the activity', async () => {
    const { library, owner, people, close } = await createFamily('editor', 'owner');
    const [editor, other] = people;
    expect(await tryCall(editor, 'deleteLibrary', { library, name: '우리 집' })).toBe('forbidden');
    for (const name of ['우리집', '', '우리 집!', 7])
      expect(await tryCall(owner, 'deleteLibrary', { library, name })).toBe('invalid-request');
    const { deleteAt } = await owner.call('deleteLibrary', { library, name: ' 우리 집 '.normalize('NFD') });
    expect(Math.abs(deleteAt - Date.now() - GRACE_DAYS * DAY)).toBeLessThan(60_000);
    expect(await other.call('deleteLibrary', { library, name: '우리 집' })).toEqual({ deleteAt });
    expect(readLibrary(await inspect.doc(paths.library(library))).deleteAt).toBe(deleteAt);
    expect((await activitiesOf(library)).filter(({ type }) => type === 'library-deleted')).toMatchObject([
      { by: owner.uid, target: '우리 집' },
    ]);
    await close();
  });

  test('blocks joining and every change until an owner restores it', async () => {
    const { library, owner, people, close } = await createFamily('viewer');
    const [mother] = people;
    const late = await signInAs('늦은 이모');
    await owner.call('inviteByEmail', { library, address: late.address, role: 'viewer' });
    const { album } = await owner.call('createAlbum', { library, title: '잔치', audience: forPeople() });
    const guest = await addGuest(library, album);
    await owner.call('deleteLibrary', { library, name: '우리 집' });
    expect((await late.call('onSignIn', {})).joined).toEqual([]);
    // Access can still be revoked.
    await owner.call('removeGuest', { library, album, uid: guest.uid as Uid });
    expect(await readersOf(library, album)).toEqual([owner.uid]);
    const audience = { kind: 'library' };
    for (const [name, request] of [
      ['inviteByEmail', { address: 'a@example.com', role: 'viewer' }],
      ['createAlbum', { title: '여름', audience }],
      ['addToAlbum', { album: ALL, items: [newItemId()] }],
      ['removeFromAlbum', { album: ALL, items: [newItemId()] }],
      ['trashItems', { items: [newItemId()] }],
      ['restoreItems', { items: [newItemId()] }],
      ['purgeItems', { items: [newItemId()] }],
      ['emptyTrash', {}],
      ['retryItem', { item: newItemId() }],
      ['reprocessItem', { item: newItemId() }],
      ['rotateItem', { item: newItemId(), rotation: 90 }],
      ['reprocessAlbum', { album: ALL }],
      ['setAudience', { album: ALL, audience: forPeople(), guestUploads: 'no' }],
      ['shareAlbums', { albums: [ALL], people: [], circles: [] }],
      ['createCircle', { name: '외가', members: [] }],
    ] as const)
      expect([name, await tryCall(owner, name, { library, ...request })]).toEqual([name, 'forbidden']);
    await expect(announceItem(owner, library, await uniqueJpeg())).rejects.toMatchObject({ code: 'permission-denied' });
    expect(await tryCall(mother, 'restoreLibrary', { library })).toBe('forbidden');
    for (let again = 0; again < 2; again++) await owner.call('restoreLibrary', { library });
    expect(readLibrary(await inspect.doc(paths.library(library))).deleteAt).toBeUndefined();
    expect((await activitiesOf(library)).filter(({ type }) => type === 'library-restored')).toHaveLength(1);
    expect((await late.call('onSignIn', {})).joined).toEqual([library]);
    await announceItem(owner, library, await uniqueJpeg());
    await Promise.all([close(), late.close(), guest.close()]);
  });
});

describe('purging a library', () => {
  test('deletes its documents, objects and guest memberships, and nothing of another library', async () => {
    const { library, owner, close } = await createFamily('viewer');
    const { library: other, close: closeOther } = await createFamily();
    const { album } = await owner.call('createAlbum', { library, title: '여름', audience: forPeople() });
    const aunt = await addGuest(library, album);
    await owner.call('inviteByEmail', { library, address: 'nobody@example.com', role: 'viewer' });
    const { originals, renditions } = useEmulators().buckets;
    for (const one of [library, other]) {
      const item = await seedItem(one, { uploader: owner.uid as Uid, state: 'ready' });
      await seed(paths.entry(one, ALL, item), { kind: 'photo' });
      await seed(paths.lease(one, item), { holder: 'somebody' });
      await seedObject(originals, originalName(one, item));
      await seedObject(renditions, renditionName(one, item, 1, 'grid'));
    }
    // Created only now, since the finalizer removes unannounced objects.
    await seedObject(originals, `incoming/${library}/${aunt.uid}/x`);
    await owner.call('deleteLibrary', { library, name: '우리 집' });
    await setDeletionIn(library, DAY);
    await runMaintenance();
    expect(await inspect.doc(paths.library(library))).toBeDefined();
    await setDeletionIn(library, -1000);
    expect(await tryCall(owner, 'restoreLibrary', { library })).toBe('not-found');
    await runMaintenance();
    expect(await inspect.doc(paths.library(library))).toBeUndefined();
    for (const below of [paths.members, paths.items, paths.albums, paths.activities, paths.counters])
      expect(await inspect.count(below(library))).toBe(0);
    expect(await inspect.count(paths.entries(library, ALL))).toBe(0);
    expect(await inspect.count(`${paths.library(library)}/work`)).toBe(0);
    expect(await inspect.count(paths.guestMemberships(aunt.uid as Uid))).toBe(0);
    const invites = [...(await inspect.docs(paths.invites())).values()];
    expect(invites.filter((held) => held['library'] === library)).toEqual([]);
    const objects = async (one: LibraryId): Promise<number> => {
      const found = await Promise.all([
        inspect.objects(originals, `originals/${one}/`),
        inspect.objects(originals, `incoming/${one}/`),
        inspect.objects(renditions, `r/${one}/`),
      ]);
      return found.flat().length;
    };
    expect(await objects(library)).toBe(0);
    expect(await objects(other)).toBe(2);
    expect(await inspect.count(paths.entries(other, ALL))).toBe(1);
    await Promise.all([close(), closeOther(), aunt.close()]);
  });
});

describe('deleting an account', () => {
  const accountExists = async (uid: string): Promise<boolean> => {
    const { urls, projectId } = useEmulators();
    const response = await fetch(
      `${urls.auth}/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts:lookup`,
      {
        method: 'POST',
        headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
        body: JSON.stringify({ localId: [uid] }),
      },
    );
    return ((await response.json()) as { users?: unknown[] }).users !== undefined;
  };

  test('removes the person from every library and album, and their name', async () => {
    const { library, owner, people, close } = await createFamily('editor', 'viewer');
    const [editor, mother] = people;
    const otherFamily = await createFamily();
    const { album } = await otherFamily.owner.call('createAlbum', {
      library: otherFamily.library,
      title: '잔치',
      audience: forPeople(),
    });
    await otherFamily.owner.call('inviteByEmail', {
      library: otherFamily.library,
      address: editor.address,
      role: 'viewer',
    });
    await editor.call('onSignIn', {});
    await editor.call('leaveLibrary', { library: otherFamily.library });
    const uid = editor.uid as Uid;
    const fields = (await inspect.doc(paths.album(otherFamily.library, album))) ?? {};
    const since = new Date();
    await seed(paths.album(otherFamily.library, album), {
      ...{ ...fields, createdAt: since, readers: [otherFamily.owner.uid, uid].sort() },
      guests: { [uid]: { name: '도윤', since } },
    });
    await seed(paths.guestMembership(uid, album), { library: otherFamily.library, since });
    await seed(paths.user(uid), { locale: 'ko', seenAt: since });
    await seed(paths.request(uid), { name: '도윤', message: '', address: editor.address, at: since });
    for (const address of ['', 'else@example.com', mother.address])
      expect(await tryCall(editor, 'deleteAccount', { address })).toBe('invalid-request');
    await editor.call('deleteAccount', { address: ` ${editor.address.toUpperCase()}` });
    expect(await rolesOf(library)).toEqual({ [owner.uid]: 'owner', [mother.uid]: 'viewer' });
    for (const one of [library, otherFamily.library]) {
      const member = await inspect.doc(paths.member(one, uid));
      expect([member?.['name'], member?.['photo']]).toEqual(['', undefined]);
    }
    expect(await inspect.doc(paths.album(otherFamily.library, album))).toMatchObject({
      guests: {},
      readers: [otherFamily.owner.uid],
    });
    for (const path of [paths.user(uid), paths.request(uid), paths.guestMembership(uid, album)])
      expect(await inspect.doc(path)).toBeUndefined();
    expect(Object.keys((await inspect.doc(paths.rates(uid))) ?? {}).sort()).toEqual(['expiresAt', 'goneAt']);
    const invites = [...(await inspect.docs(paths.invites())).values()].filter((one) => one['library'] === library);
    expect(invites.flatMap(({ usedBy }) => usedBy)).toContainEqual(expect.objectContaining({ uid, name: '' }));
    expect(JSON.stringify(invites)).not.toContain(editor.address);
    expect(await accountExists(uid)).toBe(false);
    expect(await accountExists(mother.uid)).toBe(true);
    await Promise.all([close(), otherFamily.close()]);
  });

  test('refuses further calls although the token is still valid', async () => {
    const stranger = await signInAs('지나가던 사람');
    const request = { name: '지나가던 사람', message: '' };
    await stranger.call('requestAccess', request);
    await stranger.call('deleteAccount', { address: stranger.address });
    expect(await tryCall(stranger, 'requestAccess', request)).toBe('unauthenticated');
    expect(await tryCall(stranger, 'onSignIn', {})).toBe('unauthenticated');
    expect(await inspect.doc(paths.request(stranger.uid as Uid))).toBeUndefined();
    await stranger.close();
  });

  test('is refused to the last owner of a library with other members, and changes nothing', async () => {
    const { library, owner, people, close } = await createFamily('viewer');
    const other = await createFamily('owner');
    await other.owner.call('inviteByEmail', { library: other.library, address: owner.address, role: 'viewer' });
    await owner.call('onSignIn', {});
    expect(await tryCall(owner, 'deleteAccount', { address: owner.address })).toBe('last-owner');
    expect((await rolesOf(other.library))[owner.uid]).toBe('viewer');
    expect(await accountExists(owner.uid)).toBe(true);
    await owner.call('transferOwnership', { library, to: people[0].uid as Uid });
    await owner.call('deleteAccount', { address: owner.address });
    expect(await rolesOf(library)).toEqual({ [people[0].uid]: 'owner' });
    expect((await rolesOf(other.library))[owner.uid]).toBeUndefined();
    await Promise.all([close(), other.close()]);
  });

  test('deletes a library that has no other member', async () => {
    const { library, owner, close } = await createFamily();
    await owner.call('deleteAccount', { address: owner.address });
    const { deleteAt = 0, roles } = readLibrary(await inspect.doc(paths.library(library)));
    expect(Math.abs(deleteAt - Date.now() - GRACE_DAYS * DAY)).toBeLessThan(60_000);
    expect(Object.values(roles)).toEqual(['owner']);
    expect(await accountExists(owner.uid)).toBe(false);
    await close();
  });
});
