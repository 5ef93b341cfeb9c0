import type { Uid } from '@maru/model';
import { describe, expect, test } from 'vitest';
import { signInAs } from '../harness.ts';
import { createLibrary } from './uploading.ts';
import { addMember, readersOf, tryCall, rolesOf } from './members.ts';
import { createAlbumFor, closeAll, createInvite } from './inviting.ts';

describe('who lost something', () => {
  test('comes back by nothing that was made before, and by what was made after', async () => {
    const { who, library } = await createLibrary();
    const album = await createAlbumFor(who, library);
    const [room, unused] = [
      await createInvite(who, library, { uses: 9 }),
      await createInvite(who, library, { uses: 9 }),
    ];
    const shown = await createInvite(who, library, { as: 'guest', album, uses: 9 });
    const uncle = await signInAs('삼촌');
    await uncle.call('redeemInvite', { secret: room });
    await who.call('removeMember', { library, uid: uncle.uid as Uid });
    expect(await tryCall(uncle, 'redeemInvite', { secret: room })).toBe('invite-used');
    for (const secret of [unused, shown]) expect(await tryCall(uncle, 'redeemInvite', { secret })).toBe('invite-over');
    expect((await uncle.call('onSignIn', {})).joined).toEqual([]);
    expect((await rolesOf(library))[uncle.uid]).toBeUndefined();
    expect(await readersOf(library, album)).toEqual([who.uid]);
    expect(await uncle.call('redeemInvite', { secret: await createInvite(who, library) })).toEqual({ library });
    await closeAll(who, uncle);
  });

  test('and deletes their account does not come back as somebody new, until invited anew', async () => {
    const { who, library } = await createLibrary();
    const room = await createInvite(who, library, { uses: 9 });
    const uncle = await addMember(library, who, 'viewer', '삼촌');
    // He is in: what waits for his address is not used up.
    await who.call('inviteByEmail', { library, address: uncle.address, role: 'editor' });
    await who.call('removeMember', { library, uid: uncle.uid as Uid });
    await uncle.call('deleteAccount', { address: uncle.address });
    const again = await signInAs('삼촌', { address: uncle.address });
    expect(again.uid).not.toBe(uncle.uid);
    expect((await again.call('onSignIn', {})).joined).toEqual([]);
    expect(await tryCall(again, 'redeemInvite', { secret: room })).toBe('invite-over');
    expect(await rolesOf(library)).toEqual({ [who.uid]: 'owner' });
    expect(await again.call('redeemInvite', { secret: await createInvite(who, library) })).toEqual({ library });
    await closeAll(who, uncle, again);
  });

  test('as a guest does not come back to their album either', async () => {
    const { who, library } = await createLibrary();
    const album = await createAlbumFor(who, library);
    const made = [0, 1].map(() => createInvite(who, library, { as: 'guest', album, uses: 9 }));
    const [first = '', second = ''] = await Promise.all(made);
    const sujin = await signInAs('이수진');
    await sujin.call('redeemInvite', { secret: first });
    await who.call('removeGuest', { library, album, uid: sujin.uid as Uid });
    expect(await tryCall(sujin, 'redeemInvite', { secret: first })).toBe('invite-used');
    expect(await tryCall(sujin, 'redeemInvite', { secret: second })).toBe('invite-over');
    expect(await readersOf(library, album)).toEqual([who.uid]);
    await closeAll(who, sujin);
  });

  test('as a member for whom an album was narrowed does not come back to it by an old link', async () => {
    const { who, library } = await createLibrary();
    const mother = await addMember(library, who, 'viewer', '엄마');
    const { album } = await who.call('createAlbum', { library, title: '깜짝 잔치', audience: { kind: 'library' } });
    const old = await createInvite(who, library, { as: 'guest', album, uses: 9 });
    const audience = { kind: 'people', people: [], circles: [] } as const;
    await who.call('setAudience', { library, album, audience, guestsMayAdd: 'no' });
    expect(await tryCall(mother, 'redeemInvite', { secret: old })).toBe('invite-over');
    expect(await readersOf(library, album)).toEqual([who.uid]);
    // Other links of the library are as they were.
    const other = await createInvite(who, library, { as: 'guest', album, uses: 9 });
    expect(await mother.call('redeemInvite', { secret: other })).toEqual({ library, album });
    await closeAll(who, mother);
  });

  test('takes their invites along, and is not made more again by an old one', async () => {
    const { who, library } = await createLibrary();
    const uncle = await addMember(library, who, 'owner', '삼촌');
    const album = await createAlbumFor(who, library);
    const [asOwner, asEditor, asGuest] = await Promise.all([
      createInvite(uncle, library, { as: 'owner' }),
      createInvite(uncle, library, { as: 'editor', uses: 2 }),
      createInvite(uncle, library, { as: 'guest', album }),
    ]);
    const old = await createInvite(who, library, { as: 'owner' });
    const [other, third] = [await signInAs('삼촌의 다른 계정'), await signInAs('이수진')];
    await other.call('redeemInvite', { secret: asEditor });
    await who.call('changeRole', { library, uid: uncle.uid as Uid, role: 'editor' });
    expect(await tryCall(uncle, 'redeemInvite', { secret: old })).toBe('invite-over');
    // An editor invites nobody but guests.
    for (const call of ['previewInvite', 'redeemInvite'] as const)
      for (const secret of [asOwner, asEditor]) expect(await tryCall(third, call, { secret })).toBe('invite-over');
    expect((await rolesOf(library))[uncle.uid]).toBe('editor');
    const listed = async () =>
      (await who.call('listInvites', { library })).invites.filter(({ by }) => by === uncle.uid);
    expect((await listed()).map(({ as }) => as).sort()).toEqual(['editor', 'guest']);
    await who.call('removeMember', { library, uid: uncle.uid as Uid });
    for (const secret of [asEditor, asGuest])
      expect(await tryCall(third, 'redeemInvite', { secret })).toBe('invite-over');
    // What was used is still told of, as over.
    expect(await listed()).toMatchObject([{ as: 'editor', usedBy: [{ uid: other.uid }], byName: '삼촌' }]);
    expect((await listed())[0]?.until).toBeLessThanOrEqual(Date.now());
    await closeAll(who, uncle, other, third);
  });
});
