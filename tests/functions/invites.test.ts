import { readFile } from 'node:fs/promises';
import {
  ALL,
  MAX_INVITE_DAYS,
  MAX_INVITE_USES,
  MAX_INVITES,
  paths,
  readInvite,
  readMember,
  writeInvite,
  type ApiRequest,
  type Uid,
} from '@maru/model';
import { describe, expect, test } from 'vitest';
import { createClient, signInAs, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newAlbumId, newLibraryId, seed } from '../harness/seed.ts';
import { createLibrary } from './uploading.ts';
import { addMember, tryCall, activitiesOf } from './members.ts';
import { createAlbumFor, closeAll, storedInvite, inviteIdOf as idOf } from './inviting.ts';

type Made = ApiRequest<'createInviteLink'>;
const DAY_MS = 86_400_000;

describe('making an invite', () => {
  test('gives a secret of 160 bits, of which only the hash is kept', async () => {
    const { who, library } = await createLibrary();
    const ask: Made = { library, as: 'viewer', uses: 3, days: 7 };
    const before = Date.now();
    const { secret, until } = await who.call('createInviteLink', ask);
    expect(secret).toMatch(/^[a-z2-7]{32}$/);
    expect(until).toBeGreaterThanOrEqual(before + 7 * DAY_MS);
    expect(until).toBeLessThan(Date.now() + 7 * DAY_MS + 1);
    const held = await inspect.doc(paths.invite(idOf(secret)));
    expect(readInvite(held)).toMatchObject({ library, as: 'viewer', uses: 3, usedBy: [], until, by: who.uid });
    expect(JSON.stringify(held)).not.toContain(secret);
    const again = await who.call('createInviteLink', ask);
    expect(again.secret).not.toBe(secret);
    expect(JSON.stringify(await who.call('listInvites', { library }))).not.toContain(secret);
    await closeAll(who);
  });

  test('is for owners, and for guests of an album for editors too', async () => {
    const { who, library } = await createLibrary();
    const [editor, viewer] = [await addMember(library, who, 'editor'), await addMember(library, who, 'viewer')];
    const [stranger, nobody] = [await signInAs('이수진'), createClient()];
    const album = await createAlbumFor(who, library);
    const member = { library, as: 'viewer', uses: 1, days: 7 };
    const guest = { library, as: 'guest', album, uses: 1, days: 7 };
    expect(await tryCall(editor, 'createInviteLink', member)).toBe('may-not');
    expect(await tryCall(editor, 'createInviteLink', guest)).toMatchObject({ answered: {} });
    for (const one of [viewer, stranger])
      for (const ask of [member, guest]) expect(await tryCall(one, 'createInviteLink', ask)).toBe('may-not');
    expect(await tryCall(nobody, 'createInviteLink', guest)).toBe('signed-out');
    expect(await tryCall(who, 'createInviteLink', { ...member, library: newLibraryId() })).toBe('may-not');
    await closeAll(who, editor, viewer, stranger, nobody);
  });

  test('is refused out of bounds', async () => {
    const { who, library } = await createLibrary();
    const album = await createAlbumFor(who, library);
    const ask = { library, as: 'guest', album, uses: 1, days: 7 };
    for (const uses of [0, -1, 1.5, MAX_INVITE_USES + 1, '1', null, undefined])
      expect(await tryCall(who, 'createInviteLink', { ...ask, uses })).toBe('bad-input');
    for (const days of [0, 0.5, MAX_INVITE_DAYS + 1, Infinity, '7', undefined])
      expect(await tryCall(who, 'createInviteLink', { ...ask, days })).toBe('bad-input');
    for (const wrong of [
      { as: 'admin' },
      { as: undefined },
      { album: ALL },
      { album: undefined },
      { album: '../x' },
      { for: 'mother' },
      { for: 'mum@example.com', uses: 2 },
      { for: ['mum@example.com'] },
      { library: '../libraries' },
    ])
      expect(await tryCall(who, 'createInviteLink', { ...ask, ...wrong }), JSON.stringify(wrong)).toBe('bad-input');
    for (const as of ['guest', 'viewer'])
      expect(await tryCall(who, 'createInviteLink', { ...ask, as, album: newAlbumId() })).toBe('not-found');
    await closeAll(who);
  });

  test(`is refused while ${MAX_INVITES} wait`, async () => {
    const { who, library } = await createLibrary();
    const waiting = { library, as: 'viewer', uses: 1, usedBy: [], by: who.uid as Uid, at: 0 } as const;
    const over = { ...waiting, until: Date.now() - 1 };
    await Promise.all(
      Array.from({ length: MAX_INVITES }, (_, i) =>
        seed(paths.invite(idOf(`${library} ${i}`)), writeInvite({ ...waiting, until: i === 0 ? over.until : 9e12 })),
      ),
    );
    const ask: Made = { library, as: 'viewer', uses: 1, days: 7 };
    const { secret } = await who.call('createInviteLink', ask);
    expect(await tryCall(who, 'createInviteLink', ask)).toBe('too-many');
    await who.call('revokeInvite', { library, invite: idOf(secret) });
    await who.call('createInviteLink', ask);
    await closeAll(who);
  });
});

describe('the list of invites', () => {
  test('says who made and who used which, the latest first, to owners; to editors those of guests', async () => {
    const { who, library } = await createLibrary('한지우');
    const editor = await addMember(library, who, 'editor', '한도윤');
    const album = await createAlbumFor(who, library);
    const days = 7;
    await who.call('createInviteLink', { library, as: 'editor', uses: 1, days, for: ' Mum@Example.com ' });
    const { secret } = await editor.call('createInviteLink', { library, as: 'guest', album, uses: 2, days });
    const sujin = await signInAs('이수진');
    await sujin.call('redeemInvite', { secret });
    const all = (await who.call('listInvites', { library })).invites;
    expect(all.slice(0, 2)).toMatchObject([
      { id: idOf(secret), as: 'guest', album, uses: 2, usedBy: [{ uid: sujin.uid, name: '이수진' }], byName: '한도윤' },
      { as: 'editor', uses: 1, usedBy: [], for: 'mum@example.com', byName: '한지우' },
    ]);
    // The third is that by which the editor came.
    expect(all.map(({ usedBy }) => usedBy.length)).toEqual([1, 0, 1]);
    expect((await editor.call('listInvites', { library })).invites).toEqual([all[0]]);
    expect(await tryCall(sujin, 'listInvites', { library })).toBe('may-not');
    await closeAll(who, editor, sujin);
  });

  test('leaves out what is over and nobody used', async () => {
    const { who, library } = await createLibrary();
    const held = { library, as: 'viewer', uses: 2, by: who.uid as Uid, at: 5, until: Date.now() - 1 } as const;
    const usedBy = [{ uid: 'mother' as Uid, name: '엄마', at: 6 }];
    await seed(paths.invite(idOf(`${library} over`)), writeInvite({ ...held, usedBy: [] }));
    await seed(paths.invite(idOf(`${library} used`)), writeInvite({ ...held, usedBy }));
    const { invites } = await who.call('listInvites', { library });
    expect(invites.map(({ id }) => id)).toEqual([idOf(`${library} used`)]);
    await closeAll(who);
  });
});

describe('withdrawing an invite', () => {
  test('shuts it, is told to owners, and is for whoever may make such', async () => {
    const { who, library } = await createLibrary();
    const editor = await addMember(library, who, 'editor');
    const album = await createAlbumFor(who, library);
    const member = await who.call('createInviteLink', { library, as: 'viewer', uses: 1, days: 7 });
    const guest = await who.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 7 });
    const other = await createLibrary();
    const sujin = await signInAs('이수진');
    const ask = { library, invite: idOf(member.secret) };
    expect(await tryCall(editor, 'revokeInvite', ask)).toBe('not-found');
    expect(await tryCall(sujin, 'revokeInvite', ask)).toBe('may-not');
    expect(await tryCall(other.who, 'revokeInvite', { ...ask, library: other.library })).toBe('not-found');
    expect(await tryCall(who, 'revokeInvite', { ...ask, invite: member.secret })).toBe('bad-input');
    expect(await editor.call('revokeInvite', { library, invite: idOf(guest.secret) })).toEqual({});
    for (const call of ['previewInvite', 'redeemInvite'] as const)
      expect(await tryCall(sujin, call, { secret: guest.secret })).toBe('not-found');
    expect(await tryCall(who, 'revokeInvite', { library, invite: idOf(guest.secret) })).toBe('not-found');
    expect((await activitiesOf(library)).at(-1)).toMatchObject({
      did: 'withdrew-invite',
      as: 'guest',
      what: '엄마 쪽',
    });
    expect(await tryCall(sujin, 'redeemInvite', { secret: member.secret })).toMatchObject({ answered: { library } });
    await closeAll(who, editor, other.who, sujin);
  });
});

describe('looking at an invite', () => {
  test('answers who is signed out with names, and with nothing else', async () => {
    const { who, library } = await createLibrary('한지우');
    const album = await createAlbumFor(who, library);
    const nobody = createClient();
    const look = async (ask: Partial<Made>) => {
      const { secret } = await who.call('createInviteLink', { library, as: 'viewer', uses: 1, days: 7, ...ask });
      return nobody.call('previewInvite', { secret });
    };
    const plain = { library: '우리 집', by: '한지우', isForOnePerson: false };
    expect(await look({ uses: 9 })).toEqual({ ...plain, as: 'viewer' });
    expect(await look({ as: 'guest', album })).toEqual({ ...plain, as: 'guest', album: '엄마 쪽' });
    expect(await look({ as: 'editor', album: ALL })).toEqual({ ...plain, as: 'editor', album: '모든 사진' });
    expect(await look({ for: 'mum@example.com' })).toEqual({ ...plain, as: 'viewer', isForOnePerson: true });
    await closeAll(who, nobody);
  });

  test('tells of what was guessed, malformed, over or used up by a code, redeems nothing and is not logged', async () => {
    const { who, library } = await createLibrary();
    const [nobody, mother] = [createClient(), await signInAs('김영숙')];
    for (const secret of ['a'.repeat(32), '', '가', '../../users', 'A'.repeat(32), 'a'.repeat(31), 'a%2Fb'])
      for (const call of ['previewInvite', 'redeemInvite'] as const)
        expect(await tryCall(mother, call, { secret }), secret).toBe('not-found');
    for (const secret of [7, null, undefined, ['a'], 'a'.repeat(5000)])
      expect(await tryCall(nobody, 'previewInvite', { secret })).toBe('bad-input');
    const { secret } = await who.call('createInviteLink', { library, as: 'viewer', uses: 1, days: 7 });
    for (let i = 0; i < 3; i += 1) await nobody.call('previewInvite', { secret });
    const { urls, log } = useEmulators();
    for (const call of ['redeemInvite', 'previewInvite']) {
      const got = await fetch(`${urls.app}/api/${call}?secret=${secret.slice(0, 16)}&data=${secret.slice(0, 16)}`);
      expect(got.ok).toBe(false);
    }
    expect((await storedInvite(secret)).usedBy).toEqual([]);
    await mother.call('redeemInvite', { secret });
    expect(await tryCall(nobody, 'previewInvite', { secret })).toBe('invite-used');
    // Who came by it sees where it leads: they tapped their link again.
    expect(await mother.call('previewInvite', { secret })).toMatchObject({ library: '우리 집' });
    const held = await storedInvite(secret);
    await seed(paths.invite(idOf(secret)), writeInvite({ ...held, uses: 2, until: Date.now() - 1 }));
    expect(await tryCall(nobody, 'previewInvite', { secret })).toBe('invite-over');
    expect(await readFile(log, 'utf8')).not.toContain(secret);
    expect(readMember(await inspect.doc(paths.member(library, mother.uid as Uid))).name).toBe('김영숙');
    await closeAll(who, nobody, mother);
  });
});
