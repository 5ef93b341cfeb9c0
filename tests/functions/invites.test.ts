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
import { client, person, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { freshAlbum, freshLibrary, seed } from '../harness/seed.ts';
import { owner } from './adding.ts';
import { joined, refused, toldIn } from './family.ts';
import { albumFor, closed, heldBy, inviteIdOf as idOf } from './linking.ts';

type Made = ApiRequest<'createInviteLink'>;
const DAY_MS = 86_400_000;

describe('making an invite', () => {
  test('gives a secret of 160 bits, of which only the hash is kept', async () => {
    const { who, library } = await owner();
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
    await closed(who);
  });

  test('is for owners, and for guests of an album for editors too', async () => {
    const { who, library } = await owner();
    const [editor, viewer] = [await joined(library, who, 'editor'), await joined(library, who, 'viewer')];
    const [stranger, nobody] = [await person('이수진'), client()];
    const album = await albumFor(who, library);
    const member = { library, as: 'viewer', uses: 1, days: 7 };
    const guest = { library, as: 'guest', album, uses: 1, days: 7 };
    expect(await refused(editor, 'createInviteLink', member)).toBe('may-not');
    expect(await refused(editor, 'createInviteLink', guest)).toMatchObject({ answered: {} });
    for (const one of [viewer, stranger])
      for (const ask of [member, guest]) expect(await refused(one, 'createInviteLink', ask)).toBe('may-not');
    expect(await refused(nobody, 'createInviteLink', guest)).toBe('signed-out');
    expect(await refused(who, 'createInviteLink', { ...member, library: freshLibrary() })).toBe('may-not');
    await closed(who, editor, viewer, stranger, nobody);
  });

  test('is refused out of bounds', async () => {
    const { who, library } = await owner();
    const album = await albumFor(who, library);
    const ask = { library, as: 'guest', album, uses: 1, days: 7 };
    for (const uses of [0, -1, 1.5, MAX_INVITE_USES + 1, '1', null, undefined])
      expect(await refused(who, 'createInviteLink', { ...ask, uses })).toBe('bad-input');
    for (const days of [0, 0.5, MAX_INVITE_DAYS + 1, Infinity, '7', undefined])
      expect(await refused(who, 'createInviteLink', { ...ask, days })).toBe('bad-input');
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
      expect(await refused(who, 'createInviteLink', { ...ask, ...wrong }), JSON.stringify(wrong)).toBe('bad-input');
    for (const as of ['guest', 'viewer'])
      expect(await refused(who, 'createInviteLink', { ...ask, as, album: freshAlbum() })).toBe('not-found');
    await closed(who);
  });

  test(`is refused while ${MAX_INVITES} wait`, async () => {
    const { who, library } = await owner();
    const waiting = { library, as: 'viewer', uses: 1, usedBy: [], by: who.uid as Uid, at: 0 } as const;
    const over = { ...waiting, until: Date.now() - 1 };
    await Promise.all(
      Array.from({ length: MAX_INVITES }, (_, i) =>
        seed(paths.invite(idOf(`${library} ${i}`)), writeInvite({ ...waiting, until: i === 0 ? over.until : 9e12 })),
      ),
    );
    const ask: Made = { library, as: 'viewer', uses: 1, days: 7 };
    const { secret } = await who.call('createInviteLink', ask);
    expect(await refused(who, 'createInviteLink', ask)).toBe('too-many');
    await who.call('revokeInvite', { library, invite: idOf(secret) });
    await who.call('createInviteLink', ask);
    await closed(who);
  });
});

describe('the list of invites', () => {
  test('says who made and who used which, the latest first, to owners; to editors those of guests', async () => {
    const { who, library } = await owner('한지우');
    const editor = await joined(library, who, 'editor', '한도윤');
    const album = await albumFor(who, library);
    const days = 7;
    await who.call('createInviteLink', { library, as: 'editor', uses: 1, days, for: ' Mum@Example.com ' });
    const { secret } = await editor.call('createInviteLink', { library, as: 'guest', album, uses: 2, days });
    const sujin = await person('이수진');
    await sujin.call('redeemInvite', { secret });
    const all = (await who.call('listInvites', { library })).invites;
    expect(all.slice(0, 2)).toMatchObject([
      { id: idOf(secret), as: 'guest', album, uses: 2, usedBy: [{ uid: sujin.uid, name: '이수진' }], byName: '한도윤' },
      { as: 'editor', uses: 1, usedBy: [], for: 'mum@example.com', byName: '한지우' },
    ]);
    // The third is that by which the editor came.
    expect(all.map(({ usedBy }) => usedBy.length)).toEqual([1, 0, 1]);
    expect((await editor.call('listInvites', { library })).invites).toEqual([all[0]]);
    expect(await refused(sujin, 'listInvites', { library })).toBe('may-not');
    await closed(who, editor, sujin);
  });

  test('leaves out what is over and nobody used', async () => {
    const { who, library } = await owner();
    const held = { library, as: 'viewer', uses: 2, by: who.uid as Uid, at: 5, until: Date.now() - 1 } as const;
    const usedBy = [{ uid: 'mother' as Uid, name: '엄마', at: 6 }];
    await seed(paths.invite(idOf(`${library} over`)), writeInvite({ ...held, usedBy: [] }));
    await seed(paths.invite(idOf(`${library} used`)), writeInvite({ ...held, usedBy }));
    const { invites } = await who.call('listInvites', { library });
    expect(invites.map(({ id }) => id)).toEqual([idOf(`${library} used`)]);
    await closed(who);
  });
});

describe('withdrawing an invite', () => {
  test('shuts it, is told to owners, and is for whoever may make such', async () => {
    const { who, library } = await owner();
    const editor = await joined(library, who, 'editor');
    const album = await albumFor(who, library);
    const member = await who.call('createInviteLink', { library, as: 'viewer', uses: 1, days: 7 });
    const guest = await who.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 7 });
    const other = await owner();
    const sujin = await person('이수진');
    const ask = { library, invite: idOf(member.secret) };
    expect(await refused(editor, 'revokeInvite', ask)).toBe('not-found');
    expect(await refused(sujin, 'revokeInvite', ask)).toBe('may-not');
    expect(await refused(other.who, 'revokeInvite', { ...ask, library: other.library })).toBe('not-found');
    expect(await refused(who, 'revokeInvite', { ...ask, invite: member.secret })).toBe('bad-input');
    expect(await editor.call('revokeInvite', { library, invite: idOf(guest.secret) })).toEqual({});
    for (const call of ['previewInvite', 'redeemInvite'] as const)
      expect(await refused(sujin, call, { secret: guest.secret })).toBe('not-found');
    expect(await refused(who, 'revokeInvite', { library, invite: idOf(guest.secret) })).toBe('not-found');
    expect((await toldIn(library)).at(-1)).toMatchObject({ did: 'withdrew-invite', as: 'guest', what: '엄마 쪽' });
    expect(await refused(sujin, 'redeemInvite', { secret: member.secret })).toMatchObject({ answered: { library } });
    await closed(who, editor, other.who, sujin);
  });
});

describe('looking at an invite', () => {
  test('answers who is signed out with names, and with nothing else', async () => {
    const { who, library } = await owner('한지우');
    const album = await albumFor(who, library);
    const nobody = client();
    const look = async (ask: Partial<Made>) => {
      const { secret } = await who.call('createInviteLink', { library, as: 'viewer', uses: 1, days: 7, ...ask });
      return nobody.call('previewInvite', { secret });
    };
    const plain = { library: '우리 집', by: '한지우', isForOnePerson: false };
    expect(await look({ uses: 9 })).toEqual({ ...plain, as: 'viewer' });
    expect(await look({ as: 'guest', album })).toEqual({ ...plain, as: 'guest', album: '엄마 쪽' });
    expect(await look({ as: 'editor', album: ALL })).toEqual({ ...plain, as: 'editor', album: '모든 사진' });
    expect(await look({ for: 'mum@example.com' })).toEqual({ ...plain, as: 'viewer', isForOnePerson: true });
    await closed(who, nobody);
  });

  test('tells of what was guessed, malformed, over or used up by a code, redeems nothing and is not logged', async () => {
    const { who, library } = await owner();
    const [nobody, mother] = [client(), await person('김영숙')];
    for (const secret of ['a'.repeat(32), '', '가', '../../users', 'A'.repeat(32), 'a'.repeat(31), 'a%2Fb'])
      for (const call of ['previewInvite', 'redeemInvite'] as const)
        expect(await refused(mother, call, { secret }), secret).toBe('not-found');
    for (const secret of [7, null, undefined, ['a'], 'a'.repeat(5000)])
      expect(await refused(nobody, 'previewInvite', { secret })).toBe('bad-input');
    const { secret } = await who.call('createInviteLink', { library, as: 'viewer', uses: 1, days: 7 });
    for (let i = 0; i < 3; i += 1) await nobody.call('previewInvite', { secret });
    const { urls, log } = useEmulators();
    for (const call of ['redeemInvite', 'previewInvite']) {
      const got = await fetch(`${urls.app}/api/${call}?secret=${secret.slice(0, 16)}&data=${secret.slice(0, 16)}`);
      expect(got.ok).toBe(false);
    }
    expect((await heldBy(secret)).usedBy).toEqual([]);
    await mother.call('redeemInvite', { secret });
    expect(await refused(nobody, 'previewInvite', { secret })).toBe('invite-used');
    // Who came by it sees where it leads: they tapped their link again.
    expect(await mother.call('previewInvite', { secret })).toMatchObject({ library: '우리 집' });
    const held = await heldBy(secret);
    await seed(paths.invite(idOf(secret)), writeInvite({ ...held, uses: 2, until: Date.now() - 1 }));
    expect(await refused(nobody, 'previewInvite', { secret })).toBe('invite-over');
    expect(await readFile(log, 'utf8')).not.toContain(secret);
    expect(readMember(await inspect.doc(paths.member(library, mother.uid as Uid))).name).toBe('김영숙');
    await closed(who, nobody, mother);
  });
});
