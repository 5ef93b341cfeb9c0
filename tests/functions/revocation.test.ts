import type { Uid } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { signInAs } from '../harness.ts';
import { createLibrary } from './uploading.ts';
import { addMember, readersOf, tryCall, rolesOf } from './members.ts';
import { createAlbumFor, closeAll, createInvite } from './inviting.ts';

describe('someone who lost access', () => {
  test('cannot use an earlier invite, but a later one', async () => {
    const { owner, library } = await createLibrary();
    const album = await createAlbumFor(owner, library);
    const [secret, unused] = [
      await createInvite(owner, library, { uses: 9 }),
      await createInvite(owner, library, { uses: 9 }),
    ];
    const guestSecret = await createInvite(owner, library, { as: 'guest', album, uses: 9 });
    const uncle = await signInAs('삼촌');
    await uncle.call('redeemInvite', { secret });
    await owner.call('removeMember', { library, uid: uncle.uid as Uid });
    expect(await tryCall(uncle, 'redeemInvite', { secret })).toBe('invite-used');
    for (const secret of [unused, guestSecret])
      expect(await tryCall(uncle, 'redeemInvite', { secret })).toBe('invite-expired');
    expect((await uncle.call('onSignIn', {})).joined).toEqual([]);
    expect((await rolesOf(library))[uncle.uid]).toBeUndefined();
    expect(await readersOf(library, album)).toEqual([owner.uid]);
    expect(await uncle.call('redeemInvite', { secret: await createInvite(owner, library) })).toEqual({ library });
    await closeAll(owner, uncle);
  });

  test('cannot return with a new account by an earlier invite', async () => {
    const { owner, library } = await createLibrary();
    const secret = await createInvite(owner, library, { uses: 9 });
    const uncle = await addMember(library, owner, 'viewer', '삼촌');
    // As a member he has not used up the invite by email.
    await owner.call('inviteByEmail', { library, address: uncle.address, role: 'editor' });
    await owner.call('removeMember', { library, uid: uncle.uid as Uid });
    await uncle.call('deleteAccount', { address: uncle.address });
    const newAccount = await signInAs('삼촌', { address: uncle.address });
    expect(newAccount.uid).not.toBe(uncle.uid);
    expect((await newAccount.call('onSignIn', {})).joined).toEqual([]);
    expect(await tryCall(newAccount, 'redeemInvite', { secret })).toBe('invite-expired');
    expect(await rolesOf(library)).toEqual({ [owner.uid]: 'owner' });
    expect(await newAccount.call('redeemInvite', { secret: await createInvite(owner, library) })).toEqual({ library });
    await closeAll(owner, uncle, newAccount);
  });

  test('cannot return to an album as a guest by an earlier invite', async () => {
    const { owner, library } = await createLibrary();
    const album = await createAlbumFor(owner, library);
    const invites = [0, 1].map(() => createInvite(owner, library, { as: 'guest', album, uses: 9 }));
    const [first = '', second = ''] = await Promise.all(invites);
    const sujin = await signInAs('이수진');
    await sujin.call('redeemInvite', { secret: first });
    await owner.call('removeGuest', { library, album, uid: sujin.uid as Uid });
    expect(await tryCall(sujin, 'redeemInvite', { secret: first })).toBe('invite-used');
    expect(await tryCall(sujin, 'redeemInvite', { secret: second })).toBe('invite-expired');
    expect(await readersOf(library, album)).toEqual([owner.uid]);
    await closeAll(owner, sujin);
  });

  test('cannot return to an album that was restricted by an earlier guest link', async () => {
    const { owner, library } = await createLibrary();
    const mother = await addMember(library, owner, 'viewer', '엄마');
    const { album } = await owner.call('createAlbum', { library, title: '깜짝 잔치', audience: { kind: 'library' } });
    const old = await createInvite(owner, library, { as: 'guest', album, uses: 9 });
    const audience = { kind: 'people', people: [], circles: [] } as const;
    await owner.call('setAudience', { library, album, audience, guestUploads: 'no' });
    expect(await tryCall(mother, 'redeemInvite', { secret: old })).toBe('invite-expired');
    expect(await readersOf(library, album)).toEqual([owner.uid]);
    // Links of other people still work.
    const other = await createInvite(owner, library, { as: 'guest', album, uses: 9 });
    expect(await mother.call('redeemInvite', { secret: other })).toEqual({ library, album });
    await closeAll(owner, mother);
  });

  test('loses their own invites, and cannot regain a role by an earlier one', async () => {
    const { owner, library } = await createLibrary();
    const uncle = await addMember(library, owner, 'owner', '삼촌');
    const album = await createAlbumFor(owner, library);
    const [asOwner, asEditor, asGuest] = await Promise.all([
      createInvite(uncle, library, { as: 'owner' }),
      createInvite(uncle, library, { as: 'editor', uses: 2 }),
      createInvite(uncle, library, { as: 'guest', album }),
    ]);
    const old = await createInvite(owner, library, { as: 'owner' });
    const [other, third] = [await signInAs('삼촌의 다른 계정'), await signInAs('이수진')];
    await other.call('redeemInvite', { secret: asEditor });
    await owner.call('changeRole', { library, uid: uncle.uid as Uid, role: 'editor' });
    expect(await tryCall(uncle, 'redeemInvite', { secret: old })).toBe('invite-expired');
    // Editors may invite guests only.
    for (const call of ['previewInvite', 'redeemInvite'] as const)
      for (const secret of [asOwner, asEditor]) expect(await tryCall(third, call, { secret })).toBe('invite-expired');
    expect((await rolesOf(library))[uncle.uid]).toBe('editor');
    const listed = async () =>
      (await owner.call('listInvites', { library })).invites.filter(({ by }) => by === uncle.uid);
    expect((await listed()).map(({ as }) => as).sort()).toEqual(['editor', 'guest']);
    await owner.call('removeMember', { library, uid: uncle.uid as Uid });
    for (const secret of [asEditor, asGuest])
      expect(await tryCall(third, 'redeemInvite', { secret })).toBe('invite-expired');
    // Used invites stay listed, as expired.
    expect(await listed()).toMatchObject([{ as: 'editor', usedBy: [{ uid: other.uid }], byName: '삼촌' }]);
    expect((await listed())[0]?.expiresAt).toBeLessThanOrEqual(Date.now());
    await closeAll(owner, uncle, other, third);
  });
});
