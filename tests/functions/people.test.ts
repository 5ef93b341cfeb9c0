import { MAX_NAME, ALL, paths, readAlbum, readLibrary, readMember, type Uid } from '@maru/model';
import { updateProfile } from 'firebase/auth';
import { describe, expect, test } from 'vitest';
import { createClient, signInAs } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newLibraryId } from '../harness/seed.ts';
import { createLibrary } from './uploading.ts';
import { addMember, readersOf, tryCall } from './members.ts';

describe('making a library', () => {
  test('gives its maker the role of owner, a member and the album of everything', async () => {
    const { who, library } = await createLibrary('한지우');
    expect(readLibrary(await inspect.doc(paths.library(library)))).toEqual({
      name: '우리 집',
      timeZone: 'Asia/Seoul',
      roles: { [who.uid]: 'owner' },
      members: [who.uid],
    });
    expect(readMember(await inspect.doc(paths.member(library, who.uid as Uid)))).toMatchObject({ name: '한지우' });
    expect(readAlbum(await inspect.doc(paths.album(library, ALL)))).toMatchObject({
      title: '모든 사진',
      audience: { kind: 'library' },
      readers: [who.uid],
      count: 0,
    });
    await who.close();
  });

  test('is refused to nobody, to a stranger and to an address that nobody verified', async () => {
    const ask = { name: '남의 집', timeZone: 'Asia/Seoul' };
    const nobody = createClient();
    expect(await tryCall(nobody, 'createLibrary', ask)).toBe('signed-out');
    const stranger = await signInAs('이수진');
    expect(await tryCall(stranger, 'createLibrary', ask)).toBe('may-not');
    const unverified = await signInAs('가짜', { isVerified: false, mayBegin: true });
    expect(await tryCall(unverified, 'createLibrary', ask)).toBe('unverified');
    expect(await tryCall(unverified, 'onSignIn', {})).toBe('unverified');
    await Promise.all([nobody.close(), stranger.close(), unverified.close()]);
  });

  test('is refused with names and zones that are none', async () => {
    const who = await signInAs('지우', { mayBegin: true });
    for (const name of ['', '   ', '\u3164', 'a'.repeat(MAX_NAME + 1), 'two\nlines', 7, null])
      expect(await tryCall(who, 'createLibrary', { name, timeZone: 'Asia/Seoul' })).toBe('bad-input');
    for (const timeZone of ['Asia/Atlantis', '', 9, undefined])
      expect(await tryCall(who, 'createLibrary', { name: '집', timeZone })).toBe('bad-input');
    await who.close();
  });

  test("takes a profile photo from Google's image hosts only", async () => {
    const who = await signInAs('지우', { mayBegin: true });
    const photoOf = async (photoURL: string): Promise<string | undefined> => {
      if (who.auth.currentUser) await updateProfile(who.auth.currentUser, { photoURL });
      await who.auth.currentUser?.getIdToken(true);
      const { library } = await who.call('createLibrary', { name: '집', timeZone: 'Asia/Seoul' });
      return (await inspect.doc(paths.member(library, who.uid as Uid)))?.['photo'] as string | undefined;
    };
    const google = 'https://lh3.googleusercontent.com/a/face';
    expect(await photoOf(google)).toBe(google);
    expect(await photoOf('https://firebasestorage.googleapis.com/v0/b/evil/o/face?alt=media')).toBeUndefined();
    await who.close();
  });

  test('keeps names in one form of Hangul', async () => {
    const who = await signInAs('지우', { mayBegin: true });
    const { library } = await who.call('createLibrary', {
      name: ' 할머니 댁 '.normalize('NFD'),
      timeZone: 'Asia/Seoul',
    });
    expect(readLibrary(await inspect.doc(paths.library(library))).name).toBe('할머니 댁'.normalize('NFC'));
    await who.close();
  });
});

test('who arrives hears whether they may begin', async () => {
  const [named, stranger] = await Promise.all([signInAs('지우', { mayBegin: true }), signInAs('이수진')]);
  expect(await named.call('onSignIn', {})).toEqual({ joined: [], mayBegin: true, asks: 0 });
  expect(await stranger.call('onSignIn', {})).toEqual({ joined: [], mayBegin: false, asks: 0 });
  await Promise.all([named.close(), stranger.close()]);
});

describe('an invite', () => {
  test('waits for its address, written any way, and is gone when its person came', async () => {
    const { who, library } = await createLibrary();
    const mother = await signInAs('김영숙');
    await who.call('inviteByEmail', { library, address: `  ${mother.address.toUpperCase()} `, role: 'viewer' });
    expect(await mother.call('onSignIn', {})).toEqual({ joined: [library], mayBegin: false, asks: 0 });
    const found = readLibrary(await inspect.doc(paths.library(library)));
    expect(found.roles).toEqual({ [who.uid]: 'owner', [mother.uid]: 'viewer' });
    expect([...found.members].sort()).toEqual([who.uid, mother.uid].sort());
    expect(readMember(await inspect.doc(paths.member(library, mother.uid as Uid))).name).toBe('김영숙');
    expect(await readersOf(library, ALL)).toEqual([who.uid, mother.uid].sort());
    expect(await mother.call('onSignIn', {})).toEqual({ joined: [], mayBegin: false, asks: 0 });
    await Promise.all([who.close(), mother.close()]);
  });

  test('has the same answer for an address that is unknown, invited or a member already', async () => {
    const { who, library } = await createLibrary();
    const mother = await addMember(library, who, 'viewer');
    const answers = [
      await who.call('inviteByEmail', { library, address: 'nobody-knows@example.com', role: 'viewer' }),
      await who.call('inviteByEmail', { library, address: 'nobody-knows@example.com', role: 'viewer' }),
      await who.call('inviteByEmail', { library, address: mother.address, role: 'viewer' }),
    ];
    expect(answers).toEqual([{}, {}, {}]);
    await Promise.all([who.close(), mother.close()]);
  });

  test('raises a role and never lowers one', async () => {
    const { who, library } = await createLibrary();
    const father = await addMember(library, who, 'viewer', '한상철');
    const roleAfter = async (role: 'owner' | 'editor' | 'viewer'): Promise<unknown> => {
      await who.call('inviteByEmail', { library, address: father.address, role });
      await father.call('onSignIn', {});
      return readLibrary(await inspect.doc(paths.library(library))).roles[father.uid as Uid];
    };
    expect(await roleAfter('editor')).toBe('editor');
    expect(await roleAfter('viewer')).toBe('editor');
    await Promise.all([who.close(), father.close()]);
  });

  test('is refused to who is no owner, and for what is no address or no role', async () => {
    const { who, library } = await createLibrary();
    const editor = await addMember(library, who, 'editor');
    const stranger = await signInAs('이수진');
    const ask = { library, address: 'a@example.com', role: 'viewer' };
    expect(await tryCall(editor, 'inviteByEmail', ask)).toBe('may-not');
    expect(await tryCall(stranger, 'inviteByEmail', ask)).toBe('may-not');
    expect(await tryCall(who, 'inviteByEmail', { ...ask, library: newLibraryId() })).toBe('may-not');
    expect(await tryCall(who, 'inviteByEmail', { ...ask, library: '../libraries' })).toBe('bad-input');
    for (const address of ['', 'mother', 'a@b', `${'a'.repeat(300)}@example.com`, 'a@b.c, d@e.f', 5])
      expect(await tryCall(who, 'inviteByEmail', { ...ask, address })).toBe('bad-input');
    expect(await tryCall(who, 'inviteByEmail', { ...ask, role: 'guest' })).toBe('bad-input');
    await Promise.all([who.close(), editor.close(), stranger.close()]);
  });
});
