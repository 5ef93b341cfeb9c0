import { ALL, paths, type Uid } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { signInAs } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newLibraryId } from '../harness/seed.ts';
import { createFamily, addGuest, addMember, forPeople, readersOf, tryCall, rolesOf, activitiesOf } from './members.ts';

describe('a role', () => {
  test('is changed by an owner and logged once; repeating it changes nothing', async () => {
    const { library, owner, people, close } = await createFamily('viewer');
    const [mother] = people;
    const { album } = await owner.call('createAlbum', { library, title: '비밀', audience: forPeople() });
    expect(await readersOf(library, album)).toEqual([owner.uid]);
    const request = { library, uid: mother.uid as Uid, role: 'editor' } as const;
    await owner.call('changeRole', request);
    await owner.call('changeRole', request);
    expect(await rolesOf(library)).toEqual({ [owner.uid]: 'owner', [mother.uid]: 'editor' });
    expect(await readersOf(library, album)).toEqual([owner.uid, mother.uid].sort());
    const activities = (await activitiesOf(library)).filter(({ type }) => type === 'changed-role');
    expect(activities).toEqual([{ type: 'changed-role', by: owner.uid, byName: '지우', person: '엄마', as: 'editor' }]);
    await close();
  });

  test('is not changed by others, for non-members or to an unknown role', async () => {
    const { library, owner, people, close } = await createFamily('editor', 'viewer');
    const [editor, viewer] = people;
    const stranger = await signInAs('이수진');
    const request = { library, uid: viewer.uid, role: 'owner' };
    for (const person of [editor, viewer, stranger])
      expect(await tryCall(person, 'changeRole', request)).toBe('forbidden');
    expect(await tryCall(owner, 'changeRole', { ...request, library: newLibraryId() })).toBe('forbidden');
    for (const uid of [stranger.uid, 'constructor'])
      expect(await tryCall(owner, 'changeRole', { ...request, uid })).toBe('not-found');
    for (const wrong of [
      { role: 'guest' },
      { role: 'tv' },
      { uid: 'a/b' },
      { uid: '' },
      { uid: '__proto__' },
      { uid: 7 },
      { library: '..' },
    ])
      expect(await tryCall(owner, 'changeRole', { ...request, ...wrong })).toBe('invalid-request');
    expect((await rolesOf(library))[viewer.uid]).toBe('viewer');
    await Promise.all([close(), stranger.close()]);
  });
});

describe('the last owner', () => {
  test('cannot leave, give up the role or remove themselves', async () => {
    const { library, owner, close } = await createFamily('viewer');
    expect(await tryCall(owner, 'leaveLibrary', { library })).toBe('last-owner');
    expect(await tryCall(owner, 'changeRole', { library, uid: owner.uid, role: 'editor' })).toBe('last-owner');
    expect(await tryCall(owner, 'removeMember', { library, uid: owner.uid })).toBe('invalid-request');
    expect((await rolesOf(library))[owner.uid]).toBe('owner');
    await close();
  });

  test('becomes an editor by transferring ownership and may then leave', async () => {
    const { library, owner, people, close } = await createFamily('viewer');
    const [mother] = people;
    expect(await tryCall(owner, 'transferOwnership', { library, to: owner.uid })).toBe('invalid-request');
    expect(await tryCall(owner, 'transferOwnership', { library, to: 'somebody' })).toBe('not-found');
    expect(await tryCall(mother, 'transferOwnership', { library, to: owner.uid })).toBe('forbidden');
    await owner.call('transferOwnership', { library, to: mother.uid as Uid });
    expect(await rolesOf(library)).toEqual({ [mother.uid]: 'owner', [owner.uid]: 'editor' });
    expect(await tryCall(owner, 'transferOwnership', { library, to: mother.uid })).toBe('forbidden');
    await owner.call('leaveLibrary', { library });
    expect(await rolesOf(library)).toEqual({ [mother.uid]: 'owner' });
    expect((await activitiesOf(library)).map(({ type }) => type).slice(-2)).toEqual(['transferred', 'left']);
    await close();
  });

  test('remains when two owners remove each other concurrently', async () => {
    for (let round = 0; round < 2; round++) {
      const { library, owner, people, close } = await createFamily('owner');
      const [other] = people;
      const results = await Promise.all([
        tryCall(owner, 'removeMember', { library, uid: other.uid }),
        tryCall(other, 'removeMember', { library, uid: owner.uid }),
      ]);
      expect(results.map((result) => (typeof result === 'string' ? result : 'done')).sort()).toEqual([
        'done',
        'forbidden',
      ]);
      expect(Object.values(await rolesOf(library))).toEqual(['owner']);
      await close();
    }
  });

  test('remains when two owners give up the role concurrently', async () => {
    const { library, owner, people, close } = await createFamily('owner');
    const [other] = people;
    const results = await Promise.all([
      tryCall(owner, 'leaveLibrary', { library }),
      tryCall(other, 'changeRole', { library, uid: other.uid, role: 'viewer' }),
    ]);
    expect(results.filter((result) => result === 'last-owner')).toHaveLength(1);
    expect(Object.values(await rolesOf(library)).filter((role) => role === 'owner')).toHaveLength(1);
    await close();
  });
});

describe('a removed member', () => {
  test('disappears from albums, circles and the member list, but their name stays on their items', async () => {
    const { library, owner, people, close } = await createFamily('viewer', 'viewer');
    const [mother, father] = people;
    const { album } = await owner.call('createAlbum', { library, title: '여름', audience: forPeople(mother, father) });
    await owner.call('removeMember', { library, uid: mother.uid as Uid });
    expect(await rolesOf(library)).toEqual({ [owner.uid]: 'owner', [father.uid]: 'viewer' });
    for (const one of [ALL, album]) expect(await readersOf(library, one)).toEqual([owner.uid, father.uid].sort());
    expect(await inspect.doc(paths.album(library, album))).toMatchObject({ audience: { people: [father.uid] } });
    expect(await inspect.doc(paths.member(library, mother.uid as Uid))).toMatchObject({ name: '엄마' });
    expect((await activitiesOf(library)).at(-1)).toMatchObject({ type: 'removed', person: '엄마', byName: '지우' });
    await close();
  });

  test('stays out until invited again', async () => {
    const { library, owner, people, close } = await createFamily('viewer');
    const [mother] = people;
    const other = await addMember(library, owner, 'owner', '도윤');
    const uid = mother.uid as Uid;
    await Promise.all([owner, other, owner].map((person) => person.call('removeMember', { library, uid })));
    expect((await activitiesOf(library)).filter(({ type }) => type === 'removed')).toHaveLength(1);
    expect((await mother.call('onSignIn', {})).joined).toEqual([]);
    expect(await tryCall(mother, 'leaveLibrary', { library })).toBe('forbidden');
    await owner.call('inviteByEmail', { library, address: mother.address, role: 'viewer' });
    expect((await mother.call('onSignIn', {})).joined).toEqual([library]);
    await Promise.all([close(), other.close()]);
  });

  test('is removed by owners only, and invalid requests are refused', async () => {
    const { library, owner, people, close } = await createFamily('editor', 'viewer');
    const [editor, viewer] = people;
    for (const person of [editor, viewer])
      expect(await tryCall(person, 'removeMember', { library, uid: owner.uid })).toBe('forbidden');
    for (const uid of ['', 'a/b', '../x', 'é', null, 'a'.repeat(129)])
      expect(await tryCall(owner, 'removeMember', { library, uid })).toBe('invalid-request');
    expect(await owner.call('removeMember', { library, uid: 'constructor' as Uid })).toEqual({});
    expect(Object.keys(await rolesOf(library))).toHaveLength(3);
    await close();
  });
});

describe('a guest', () => {
  test('leaves an album or is removed from it, and the activity is logged', async () => {
    const { library, owner, people, close } = await createFamily('editor', 'viewer');
    const [editor, viewer] = people;
    const audience = { kind: 'library' } as const;
    const { album } = await owner.call('createAlbum', { library, title: '여름', audience });
    const [aunt, uncle] = [await addGuest(library, album, '이모'), await addGuest(library, album, '삼촌')];
    expect(await tryCall(aunt, 'leaveAlbum', { library, album: ALL })).toBe('forbidden');
    expect(await tryCall(aunt, 'leaveLibrary', { library })).toBe('forbidden');
    await aunt.call('leaveAlbum', { library, album });
    expect(await tryCall(aunt, 'leaveAlbum', { library, album })).toBe('forbidden');
    const request = { library, album, uid: uncle.uid as Uid };
    for (const person of [viewer, uncle]) expect(await tryCall(person, 'removeGuest', request)).toBe('forbidden');
    await Promise.all([editor, owner].map((person) => person.call('removeGuest', request)));
    expect(await readersOf(library, album)).toEqual([owner.uid, editor.uid, viewer.uid].sort());
    for (const person of [aunt, uncle]) expect(await inspect.count(paths.guestMemberships(person.uid as Uid))).toBe(0);
    expect(await inspect.doc(paths.revocation(library, uncle.uid as Uid))).toBeDefined();
    const activities = (await activitiesOf(library)).filter(({ type }) => type.startsWith('guest-'));
    expect(activities.map(({ type, person, byName, target }) => [type, person ?? byName, target])).toEqual([
      ['guest-left', '이모', '여름'],
      ['guest-removed', '삼촌', '여름'],
    ]);
    await Promise.all([close(), aunt.close(), uncle.close()]);
  });
});
