import { MAX_NAME, ALL, paths, readAlbum, readLibrary, readMember, type Uid } from '@maru/model';
import { updateProfile } from 'firebase/auth';
import { describe, expect, test } from 'vitest';
import { createClient, signInAs } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newLibraryId } from '../harness/seed.ts';
import { createLibrary } from './uploading.ts';
import { addMember, readersOf, tryCall } from './members.ts';

describe('creating a library', () => {
  test("creates the owner's role, their member document and the album of all items", async () => {
    const { owner, library } = await createLibrary('한지우');
    expect(readLibrary(await inspect.doc(paths.library(library)))).toEqual({
      name: '우리 집',
      timeZone: 'Asia/Seoul',
      roles: { [owner.uid]: 'owner' },
      members: [owner.uid],
    });
    expect(readMember(await inspect.doc(paths.member(library, owner.uid as Uid)))).toMatchObject({ name: '한지우' });
    expect(readAlbum(await inspect.doc(paths.album(library, ALL)))).toMatchObject({
      title: '모든 사진',
      audience: { kind: 'library' },
      readers: [owner.uid],
      count: 0,
    });
    await owner.close();
  });

  test('is refused when signed out, to strangers and to unverified addresses', async () => {
    const request = { name: '남의 집', timeZone: 'Asia/Seoul' };
    const nobody = createClient();
    expect(await tryCall(nobody, 'createLibrary', request)).toBe('unauthenticated');
    const stranger = await signInAs('이수진');
    expect(await tryCall(stranger, 'createLibrary', request)).toBe('forbidden');
    const unverified = await signInAs('가짜', { isVerified: false, canCreateLibrary: true });
    expect(await tryCall(unverified, 'createLibrary', request)).toBe('unverified');
    expect(await tryCall(unverified, 'onSignIn', {})).toBe('unverified');
    await Promise.all([nobody.close(), stranger.close(), unverified.close()]);
  });

  test('refuses invalid names and time zones', async () => {
    const owner = await signInAs('지우', { canCreateLibrary: true });
    for (const name of ['', '   ', '\u3164', 'a'.repeat(MAX_NAME + 1), 'two\nlines', 7, null])
      expect(await tryCall(owner, 'createLibrary', { name, timeZone: 'Asia/Seoul' })).toBe('invalid-request');
    for (const timeZone of ['Asia/Atlantis', '', 9, undefined])
      expect(await tryCall(owner, 'createLibrary', { name: '집', timeZone })).toBe('invalid-request');
    await owner.close();
  });

  test("accepts a profile photo from Google's image hosts only", async () => {
    const owner = await signInAs('지우', { canCreateLibrary: true });
    const photoOf = async (photoURL: string): Promise<string | undefined> => {
      if (owner.auth.currentUser) await updateProfile(owner.auth.currentUser, { photoURL });
      await owner.auth.currentUser?.getIdToken(true);
      const { library } = await owner.call('createLibrary', { name: '집', timeZone: 'Asia/Seoul' });
      return (await inspect.doc(paths.member(library, owner.uid as Uid)))?.['photo'] as string | undefined;
    };
    const google = 'https://lh3.googleusercontent.com/a/face';
    expect(await photoOf(google)).toBe(google);
    expect(await photoOf('https://firebasestorage.googleapis.com/v0/b/evil/o/face?alt=media')).toBeUndefined();
    await owner.close();
  });

  test('normalizes Hangul in names', async () => {
    const owner = await signInAs('지우', { canCreateLibrary: true });
    const { library } = await owner.call('createLibrary', {
      name: ' 할머니 댁 '.normalize('NFD'),
      timeZone: 'Asia/Seoul',
    });
    expect(readLibrary(await inspect.doc(paths.library(library))).name).toBe('할머니 댁'.normalize('NFC'));
    await owner.close();
  });
});

test('signing in tells whether the person may create libraries', async () => {
  const [named, stranger] = await Promise.all([signInAs('지우', { canCreateLibrary: true }), signInAs('이수진')]);
  expect(await named.call('onSignIn', {})).toEqual({ joined: [], canCreateLibrary: true, requestCount: 0 });
  expect(await stranger.call('onSignIn', {})).toEqual({ joined: [], canCreateLibrary: false, requestCount: 0 });
  await Promise.all([named.close(), stranger.close()]);
});

describe('inviting by email', () => {
  test('matches the address in any spelling and is used up when the person signs in', async () => {
    const { owner, library } = await createLibrary();
    const mother = await signInAs('김영숙');
    await owner.call('inviteByEmail', { library, address: `  ${mother.address.toUpperCase()} `, role: 'viewer' });
    expect(await mother.call('onSignIn', {})).toEqual({ joined: [library], canCreateLibrary: false, requestCount: 0 });
    const found = readLibrary(await inspect.doc(paths.library(library)));
    expect(found.roles).toEqual({ [owner.uid]: 'owner', [mother.uid]: 'viewer' });
    expect([...found.members].sort()).toEqual([owner.uid, mother.uid].sort());
    expect(readMember(await inspect.doc(paths.member(library, mother.uid as Uid))).name).toBe('김영숙');
    expect(await readersOf(library, ALL)).toEqual([owner.uid, mother.uid].sort());
    expect(await mother.call('onSignIn', {})).toEqual({ joined: [], canCreateLibrary: false, requestCount: 0 });
    await Promise.all([owner.close(), mother.close()]);
  });

  test("answers the same for an unknown, an invited and a member's address", async () => {
    const { owner, library } = await createLibrary();
    const mother = await addMember(library, owner, 'viewer');
    const responses = [
      await owner.call('inviteByEmail', { library, address: 'nobody-knows@example.com', role: 'viewer' }),
      await owner.call('inviteByEmail', { library, address: 'nobody-knows@example.com', role: 'viewer' }),
      await owner.call('inviteByEmail', { library, address: mother.address, role: 'viewer' }),
    ];
    expect(responses).toEqual([{}, {}, {}]);
    await Promise.all([owner.close(), mother.close()]);
  });

  test('raises a role and never lowers it', async () => {
    const { owner, library } = await createLibrary();
    const father = await addMember(library, owner, 'viewer', '한상철');
    const roleAfter = async (role: 'owner' | 'editor' | 'viewer'): Promise<unknown> => {
      await owner.call('inviteByEmail', { library, address: father.address, role });
      await father.call('onSignIn', {});
      return readLibrary(await inspect.doc(paths.library(library))).roles[father.uid as Uid];
    };
    expect(await roleAfter('editor')).toBe('editor');
    expect(await roleAfter('viewer')).toBe('editor');
    await Promise.all([owner.close(), father.close()]);
  });

  test('is refused to everyone but owners, and for invalid addresses and roles', async () => {
    const { owner, library } = await createLibrary();
    const editor = await addMember(library, owner, 'editor');
    const stranger = await signInAs('이수진');
    const request = { library, address: 'a@example.com', role: 'viewer' };
    expect(await tryCall(editor, 'inviteByEmail', request)).toBe('forbidden');
    expect(await tryCall(stranger, 'inviteByEmail', request)).toBe('forbidden');
    expect(await tryCall(owner, 'inviteByEmail', { ...request, library: newLibraryId() })).toBe('forbidden');
    expect(await tryCall(owner, 'inviteByEmail', { ...request, library: '../libraries' })).toBe('invalid-request');
    for (const address of ['', 'mother', 'a@b', `${'a'.repeat(300)}@example.com`, 'a@b.c, d@e.f', 5])
      expect(await tryCall(owner, 'inviteByEmail', { ...request, address })).toBe('invalid-request');
    expect(await tryCall(owner, 'inviteByEmail', { ...request, role: 'guest' })).toBe('invalid-request');
    await Promise.all([owner.close(), editor.close(), stranger.close()]);
  });
});
