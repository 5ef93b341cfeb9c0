import { ALL, paths, type Uid } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { signInAs } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newLibraryId } from '../harness/seed.ts';
import { createFamily, addGuest, addMember, forPeople, readersOf, tryCall, rolesOf, activitiesOf } from './members.ts';

describe('a role', () => {
  test('is given by an owner, told to owners once, and the same again changes nothing', async () => {
    const { library, host, people, end } = await createFamily('viewer');
    const [mother] = people;
    const { album } = await host.call('createAlbum', { library, title: '비밀', audience: forPeople() });
    expect(await readersOf(library, album)).toEqual([host.uid]);
    const ask = { library, uid: mother.uid as Uid, role: 'editor' } as const;
    await host.call('changeRole', ask);
    await host.call('changeRole', ask);
    expect(await rolesOf(library)).toEqual({ [host.uid]: 'owner', [mother.uid]: 'editor' });
    expect(await readersOf(library, album)).toEqual([host.uid, mother.uid].sort());
    const told = (await activitiesOf(library)).filter(({ did }) => did === 'changed-role');
    expect(told).toEqual([{ did: 'changed-role', by: host.uid, byName: '지우', whom: '엄마', as: 'editor' }]);
    await end();
  });

  test('is given by nobody else, to nobody who is no member, and is one of three', async () => {
    const { library, host, people, end } = await createFamily('editor', 'viewer');
    const [editor, viewer] = people;
    const stranger = await signInAs('이수진');
    const ask = { library, uid: viewer.uid, role: 'owner' };
    for (const who of [editor, viewer, stranger]) expect(await tryCall(who, 'changeRole', ask)).toBe('may-not');
    expect(await tryCall(host, 'changeRole', { ...ask, library: newLibraryId() })).toBe('may-not');
    for (const uid of [stranger.uid, 'constructor'])
      expect(await tryCall(host, 'changeRole', { ...ask, uid })).toBe('not-found');
    for (const wrong of [
      { role: 'guest' },
      { role: 'tv' },
      { uid: 'a/b' },
      { uid: '' },
      { uid: '__proto__' },
      { uid: 7 },
      { library: '..' },
    ])
      expect(await tryCall(host, 'changeRole', { ...ask, ...wrong })).toBe('bad-input');
    expect((await rolesOf(library))[viewer.uid]).toBe('viewer');
    await Promise.all([end(), stranger.close()]);
  });
});

describe('a library has an owner', () => {
  test('who can neither leave, nor stop being it, nor be removed by oneself, while nobody else is', async () => {
    const { library, host, end } = await createFamily('viewer');
    expect(await tryCall(host, 'leaveLibrary', { library })).toBe('last-owner');
    expect(await tryCall(host, 'changeRole', { library, uid: host.uid, role: 'editor' })).toBe('last-owner');
    expect(await tryCall(host, 'removeMember', { library, uid: host.uid })).toBe('bad-input');
    expect((await rolesOf(library))[host.uid]).toBe('owner');
    await end();
  });

  test('who hands over, is an editor then, and can leave', async () => {
    const { library, host, people, end } = await createFamily('viewer');
    const [mother] = people;
    expect(await tryCall(host, 'transferOwnership', { library, to: host.uid })).toBe('bad-input');
    expect(await tryCall(host, 'transferOwnership', { library, to: 'somebody' })).toBe('not-found');
    expect(await tryCall(mother, 'transferOwnership', { library, to: host.uid })).toBe('may-not');
    await host.call('transferOwnership', { library, to: mother.uid as Uid });
    expect(await rolesOf(library)).toEqual({ [mother.uid]: 'owner', [host.uid]: 'editor' });
    expect(await tryCall(host, 'transferOwnership', { library, to: mother.uid })).toBe('may-not');
    await host.call('leaveLibrary', { library });
    expect(await rolesOf(library)).toEqual({ [mother.uid]: 'owner' });
    expect((await activitiesOf(library)).map(({ did }) => did).slice(-2)).toEqual(['transferred', 'left']);
    await end();
  });

  test('when two remove each other at the same moment: one of them', async () => {
    for (let round = 0; round < 4; round++) {
      const { library, host, people, end } = await createFamily('owner');
      const [other] = people;
      const answers = await Promise.all([
        tryCall(host, 'removeMember', { library, uid: other.uid }),
        tryCall(other, 'removeMember', { library, uid: host.uid }),
      ]);
      expect(answers.map((answer) => (typeof answer === 'string' ? answer : 'done')).sort()).toEqual([
        'done',
        'may-not',
      ]);
      expect(Object.values(await rolesOf(library))).toEqual(['owner']);
      await end();
    }
  });

  test('when two stop being it at the same moment: one of them', async () => {
    const { library, host, people, end } = await createFamily('owner');
    const [other] = people;
    const answers = await Promise.all([
      tryCall(host, 'leaveLibrary', { library }),
      tryCall(other, 'changeRole', { library, uid: other.uid, role: 'viewer' }),
    ]);
    expect(answers.filter((answer) => answer === 'last-owner')).toHaveLength(1);
    expect(Object.values(await rolesOf(library)).filter((role) => role === 'owner')).toHaveLength(1);
    await end();
  });
});

describe('who is removed', () => {
  test('is in no album, no circle and no list, and keeps a name on what they added', async () => {
    const { library, host, people, end } = await createFamily('viewer', 'viewer');
    const [mother, father] = people;
    const { album } = await host.call('createAlbum', { library, title: '여름', audience: forPeople(mother, father) });
    await host.call('removeMember', { library, uid: mother.uid as Uid });
    expect(await rolesOf(library)).toEqual({ [host.uid]: 'owner', [father.uid]: 'viewer' });
    for (const one of [ALL, album]) expect(await readersOf(library, one)).toEqual([host.uid, father.uid].sort());
    expect(await inspect.doc(paths.album(library, album))).toMatchObject({ audience: { people: [father.uid] } });
    expect(await inspect.doc(paths.member(library, mother.uid as Uid))).toMatchObject({ name: '엄마' });
    expect((await activitiesOf(library)).at(-1)).toMatchObject({ did: 'removed', whom: '엄마', byName: '지우' });
    await end();
  });

  test('stays out, however often it is asked, until somebody invites them anew', async () => {
    const { library, host, people, end } = await createFamily('viewer');
    const [mother] = people;
    const other = await addMember(library, host, 'owner', '도윤');
    const uid = mother.uid as Uid;
    await Promise.all([host, other, host].map((who) => who.call('removeMember', { library, uid })));
    expect((await activitiesOf(library)).filter(({ did }) => did === 'removed')).toHaveLength(1);
    expect((await mother.call('onSignIn', {})).joined).toEqual([]);
    expect(await tryCall(mother, 'leaveLibrary', { library })).toBe('may-not');
    await host.call('inviteByEmail', { library, address: mother.address, role: 'viewer' });
    expect((await mother.call('onSignIn', {})).joined).toEqual([library]);
    await Promise.all([end(), other.close()]);
  });

  test('is removed by owners only, and what is asked wrongly is refused', async () => {
    const { library, host, people, end } = await createFamily('editor', 'viewer');
    const [editor, viewer] = people;
    for (const who of [editor, viewer])
      expect(await tryCall(who, 'removeMember', { library, uid: host.uid })).toBe('may-not');
    for (const uid of ['', 'a/b', '../x', 'é', null, 'a'.repeat(129)])
      expect(await tryCall(host, 'removeMember', { library, uid })).toBe('bad-input');
    expect(await host.call('removeMember', { library, uid: 'constructor' as Uid })).toEqual({});
    expect(Object.keys(await rolesOf(library))).toHaveLength(3);
    await end();
  });
});

describe('a guest', () => {
  test('leaves an album, or is taken out of it, and is told of', async () => {
    const { library, host, people, end } = await createFamily('editor', 'viewer');
    const [editor, viewer] = people;
    const audience = { kind: 'library' } as const;
    const { album } = await host.call('createAlbum', { library, title: '여름', audience });
    const [aunt, uncle] = [await addGuest(library, album, '이모'), await addGuest(library, album, '삼촌')];
    expect(await tryCall(aunt, 'leaveAlbum', { library, album: ALL })).toBe('may-not');
    expect(await tryCall(aunt, 'leaveLibrary', { library })).toBe('may-not');
    await aunt.call('leaveAlbum', { library, album });
    expect(await tryCall(aunt, 'leaveAlbum', { library, album })).toBe('may-not');
    const ask = { library, album, uid: uncle.uid as Uid };
    for (const who of [viewer, uncle]) expect(await tryCall(who, 'removeGuest', ask)).toBe('may-not');
    await Promise.all([editor, host].map((who) => who.call('removeGuest', ask)));
    expect(await readersOf(library, album)).toEqual([host.uid, editor.uid, viewer.uid].sort());
    for (const who of [aunt, uncle]) expect(await inspect.count(paths.guestMemberships(who.uid as Uid))).toBe(0);
    expect(await inspect.doc(paths.revocation(library, uncle.uid as Uid))).toBeDefined();
    const told = (await activitiesOf(library)).filter(({ did }) => did.startsWith('guest-'));
    expect(told.map(({ did, whom, byName, what }) => [did, whom ?? byName, what])).toEqual([
      ['guest-left', '이모', '여름'],
      ['guest-removed', '삼촌', '여름'],
    ]);
    await Promise.all([end(), aunt.close(), uncle.close()]);
  });
});
