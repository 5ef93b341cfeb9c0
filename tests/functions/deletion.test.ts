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
import { describe, expect, test, vi } from 'vitest';
import { signInAs, useEmulators } from '../harness.ts';
import { runScheduled } from '../harness/invoke.ts';
import { inspect } from '../harness/inspect.ts';
import { newItemId, seed, seedItem, seedObject } from '../harness/seed.ts';
import { announceItem, uniqueJpeg } from './uploading.ts';
import { createFamily, addGuest, forPeople, readersOf, tryCall, rolesOf, activitiesOf } from './members.ts';

const DAY = 86_400_000;
/** Each of these starts many functions for the first time. */
vi.setConfig({ testTimeout: 180_000 });

/** Moves the end of a library, as time does. */
async function endsIn(library: LibraryId, ms: number): Promise<void> {
  const { name, timeZone, roles, members } = readLibrary(await inspect.doc(paths.library(library)));
  await seed(paths.library(library), { name, timeZone, roles, members, endsAt: new Date(Date.now() + ms) });
}

describe('ending a library', () => {
  test('wants its name typed by an owner, gives it its grace once, and is told', async () => {
    const { library, host, people, end } = await createFamily('editor', 'owner');
    const [editor, other] = people;
    expect(await tryCall(editor, 'deleteLibrary', { library, name: '우리 집' })).toBe('may-not');
    for (const name of ['우리집', '', '우리 집!', 7])
      expect(await tryCall(host, 'deleteLibrary', { library, name })).toBe('bad-input');
    const { endsAt } = await host.call('deleteLibrary', { library, name: ' 우리 집 '.normalize('NFD') });
    expect(Math.abs(endsAt - Date.now() - GRACE_DAYS * DAY)).toBeLessThan(60_000);
    expect(await other.call('deleteLibrary', { library, name: '우리 집' })).toEqual({ endsAt });
    expect(readLibrary(await inspect.doc(paths.library(library))).endsAt).toBe(endsAt);
    expect((await activitiesOf(library)).filter(({ did }) => did === 'ended')).toMatchObject([
      { by: host.uid, what: '우리 집' },
    ]);
    await end();
  });

  test('lets nobody and nothing in any more, until an owner keeps it', async () => {
    const { library, host, people, end } = await createFamily('viewer');
    const [mother] = people;
    const late = await signInAs('늦은 이모');
    await host.call('inviteByEmail', { library, address: late.address, role: 'viewer' });
    const { album } = await host.call('createAlbum', { library, title: '잔치', audience: forPeople() });
    const guest = await addGuest(library, album);
    await host.call('deleteLibrary', { library, name: '우리 집' });
    expect((await late.call('onSignIn', {})).joined).toEqual([]);
    // Who is in can still be shown the door.
    await host.call('removeGuest', { library, album, uid: guest.uid as Uid });
    expect(await readersOf(library, album)).toEqual([host.uid]);
    const audience = { kind: 'library' };
    for (const [name, ask] of [
      ['inviteByEmail', { address: 'a@example.com', role: 'viewer' }],
      ['createAlbum', { title: '여름', audience }],
      ['addToAlbum', { album: ALL, items: [newItemId()] }],
      ['retryItem', { item: newItemId() }],
      ['reprocessItem', { item: newItemId() }],
      ['reprocessAlbum', { album: ALL }],
      ['setAudience', { album: ALL, audience: forPeople(), guestsMayAdd: 'no' }],
      ['shareAlbums', { albums: [ALL], people: [], circles: [] }],
      ['createCircle', { name: '외가', members: [] }],
    ] as const)
      expect([name, await tryCall(host, name, { library, ...ask })]).toEqual([name, 'may-not']);
    await expect(announceItem(host, library, await uniqueJpeg())).rejects.toMatchObject({ code: 'permission-denied' });
    expect(await tryCall(mother, 'restoreLibrary', { library })).toBe('may-not');
    for (let again = 0; again < 2; again++) await host.call('restoreLibrary', { library });
    expect(readLibrary(await inspect.doc(paths.library(library))).endsAt).toBeUndefined();
    expect((await activitiesOf(library)).filter(({ did }) => did === 'kept')).toHaveLength(1);
    expect((await late.call('onSignIn', {})).joined).toEqual([library]);
    await announceItem(host, library, await uniqueJpeg());
    await Promise.all([end(), late.close(), guest.close()]);
  });
});

describe('the end of a library', () => {
  test('takes its documents and objects, held or seen by guests, and nothing of another', async () => {
    const { library, host, end } = await createFamily('viewer');
    const { library: kept, end: endKept } = await createFamily();
    const { album } = await host.call('createAlbum', { library, title: '여름', audience: forPeople() });
    const aunt = await addGuest(library, album);
    await host.call('inviteByEmail', { library, address: 'nobody@example.com', role: 'viewer' });
    const { originals, renditions } = useEmulators().buckets;
    for (const one of [library, kept]) {
      const item = await seedItem(one, { uploader: host.uid as Uid, state: 'ready' });
      await seed(paths.entry(one, ALL, item), { kind: 'photo' });
      await seed(paths.lease(one, item), { holder: 'somebody' });
      await seedObject(originals, originalName(one, item));
      await seedObject(renditions, renditionName(one, item, 1, 'grid'));
    }
    // Only where it is to go: nobody announced it, so the finalizer may remove it first.
    await seedObject(originals, `incoming/${library}/${aunt.uid}/x`);
    await host.call('deleteLibrary', { library, name: '우리 집' });
    await endsIn(library, DAY);
    await runScheduled('purge');
    expect(await inspect.doc(paths.library(library))).toBeDefined();
    await endsIn(library, -1000);
    expect(await tryCall(host, 'restoreLibrary', { library })).toBe('not-found');
    await runScheduled('purge');
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
    expect(await objects(kept)).toBe(2);
    expect(await inspect.count(paths.entries(kept, ALL))).toBe(1);
    await Promise.all([end(), endKept(), aunt.close()]);
  });
});

describe('deleting an account', () => {
  const accountOf = async (uid: string): Promise<boolean> => {
    const { urls, projectId } = useEmulators();
    const answer = await fetch(`${urls.auth}/identitytoolkit.googleapis.com/v1/projects/${projectId}/accounts:lookup`, {
      method: 'POST',
      headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
      body: JSON.stringify({ localId: [uid] }),
    });
    return ((await answer.json()) as { users?: unknown[] }).users !== undefined;
  };

  test('leaves every library and album, and no name', async () => {
    const { library, host, people, end } = await createFamily('editor', 'viewer');
    const [editor, mother] = people;
    const elsewhere = await createFamily();
    const { album } = await elsewhere.host.call('createAlbum', {
      library: elsewhere.library,
      title: '잔치',
      audience: forPeople(),
    });
    await elsewhere.host.call('inviteByEmail', { library: elsewhere.library, address: editor.address, role: 'viewer' });
    await editor.call('onSignIn', {});
    await editor.call('leaveLibrary', { library: elsewhere.library });
    const uid = editor.uid as Uid;
    const fields = (await inspect.doc(paths.album(elsewhere.library, album))) ?? {};
    const since = new Date();
    await seed(paths.album(elsewhere.library, album), {
      ...{ ...fields, madeAt: since, summarizedAt: since, readers: [elsewhere.host.uid, uid].sort() },
      guests: { [uid]: { name: '도윤', since } },
    });
    await seed(paths.guestMembership(uid, album), { library: elsewhere.library, since });
    await seed(paths.user(uid), { locale: 'ko', seenAt: since });
    await seed(paths.request(uid), { name: '도윤', words: '', address: editor.address, at: since });
    for (const address of ['', 'else@example.com', mother.address])
      expect(await tryCall(editor, 'deleteAccount', { address })).toBe('bad-input');
    await editor.call('deleteAccount', { address: ` ${editor.address.toUpperCase()}` });
    expect(await rolesOf(library)).toEqual({ [host.uid]: 'owner', [mother.uid]: 'viewer' });
    for (const one of [library, elsewhere.library]) {
      const member = await inspect.doc(paths.member(one, uid));
      expect([member?.['name'], member?.['photo']]).toEqual(['', undefined]);
    }
    expect(await inspect.doc(paths.album(elsewhere.library, album))).toMatchObject({
      guests: {},
      readers: [elsewhere.host.uid],
    });
    for (const path of [paths.user(uid), paths.request(uid), paths.guestMembership(uid, album)])
      expect(await inspect.doc(path)).toBeUndefined();
    expect(Object.keys((await inspect.doc(paths.rates(uid))) ?? {}).sort()).toEqual(['expiresAt', 'goneAt']);
    const invites = [...(await inspect.docs(paths.invites())).values()].filter((one) => one['library'] === library);
    expect(invites.flatMap(({ usedBy }) => usedBy)).toContainEqual(expect.objectContaining({ uid, name: '' }));
    expect(JSON.stringify(invites)).not.toContain(editor.address);
    expect(await accountOf(uid)).toBe(false);
    expect(await accountOf(mother.uid)).toBe(true);
    await Promise.all([end(), elsewhere.end()]);
  });

  test('ends its calls, though its token lasts on', async () => {
    const stranger = await signInAs('지나가던 사람');
    const ask = { name: '지나가던 사람', words: '' };
    await stranger.call('requestAccess', ask);
    await stranger.call('deleteAccount', { address: stranger.address });
    expect(await tryCall(stranger, 'requestAccess', ask)).toBe('signed-out');
    expect(await tryCall(stranger, 'onSignIn', {})).toBe('signed-out');
    expect(await inspect.doc(paths.request(stranger.uid as Uid))).toBeUndefined();
    await stranger.close();
  });

  test('waits for another owner where others are, and nothing has happened before', async () => {
    const { library, host, people, end } = await createFamily('viewer');
    const other = await createFamily('owner');
    await other.host.call('inviteByEmail', { library: other.library, address: host.address, role: 'viewer' });
    await host.call('onSignIn', {});
    expect(await tryCall(host, 'deleteAccount', { address: host.address })).toBe('last-owner');
    expect((await rolesOf(other.library))[host.uid]).toBe('viewer');
    expect(await accountOf(host.uid)).toBe(true);
    await host.call('transferOwnership', { library, to: people[0].uid as Uid });
    await host.call('deleteAccount', { address: host.address });
    expect(await rolesOf(library)).toEqual({ [people[0].uid]: 'owner' });
    expect((await rolesOf(other.library))[host.uid]).toBeUndefined();
    await Promise.all([end(), other.end()]);
  });

  test('ends a library that nobody else is in', async () => {
    const { library, host, end } = await createFamily();
    await host.call('deleteAccount', { address: host.address });
    const { endsAt = 0, roles } = readLibrary(await inspect.doc(paths.library(library)));
    expect(Math.abs(endsAt - Date.now() - GRACE_DAYS * DAY)).toBeLessThan(60_000);
    expect(Object.values(roles)).toEqual(['owner']);
    expect(await accountOf(host.uid)).toBe(false);
    await end();
  });
});
