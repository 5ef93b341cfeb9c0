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

type InviteRequest = ApiRequest<'createInviteLink'>;
const DAY_MS = 86_400_000;

describe('creating an invite', () => {
  test('returns a secret of 160 bits and stores only its hash', async () => {
    const { owner, library } = await createLibrary();
    const request: InviteRequest = { library, as: 'viewer', uses: 3, days: 7 };
    const before = Date.now();
    const { secret, expiresAt } = await owner.call('createInviteLink', request);
    expect(secret).toMatch(/^[a-z2-7]{32}$/);
    expect(expiresAt).toBeGreaterThanOrEqual(before + 7 * DAY_MS);
    expect(expiresAt).toBeLessThan(Date.now() + 7 * DAY_MS + 1);
    const stored = await inspect.doc(paths.invite(idOf(secret)));
    expect(readInvite(stored)).toMatchObject({ library, as: 'viewer', uses: 3, usedBy: [], expiresAt, by: owner.uid });
    expect(JSON.stringify(stored)).not.toContain(secret);
    const again = await owner.call('createInviteLink', request);
    expect(again.secret).not.toBe(secret);
    expect(JSON.stringify(await owner.call('listInvites', { library }))).not.toContain(secret);
    await closeAll(owner);
  });

  test('is allowed to owners, and to editors for guests of an album', async () => {
    const { owner, library } = await createLibrary();
    const [editor, viewer] = [await addMember(library, owner, 'editor'), await addMember(library, owner, 'viewer')];
    const [stranger, nobody] = [await signInAs('이수진'), createClient()];
    const album = await createAlbumFor(owner, library);
    const member = { library, as: 'viewer', uses: 1, days: 7 };
    const guest = { library, as: 'guest', album, uses: 1, days: 7 };
    expect(await tryCall(editor, 'createInviteLink', member)).toBe('forbidden');
    expect(await tryCall(editor, 'createInviteLink', guest)).toMatchObject({ response: {} });
    for (const one of [viewer, stranger])
      for (const request of [member, guest]) expect(await tryCall(one, 'createInviteLink', request)).toBe('forbidden');
    expect(await tryCall(nobody, 'createInviteLink', guest)).toBe('unauthenticated');
    expect(await tryCall(owner, 'createInviteLink', { ...member, library: newLibraryId() })).toBe('forbidden');
    await closeAll(owner, editor, viewer, stranger, nobody);
  });

  test('refuses values outside the limits', async () => {
    const { owner, library } = await createLibrary();
    const album = await createAlbumFor(owner, library);
    const request = { library, as: 'guest', album, uses: 1, days: 7 };
    for (const uses of [0, -1, 1.5, MAX_INVITE_USES + 1, '1', null, undefined])
      expect(await tryCall(owner, 'createInviteLink', { ...request, uses })).toBe('invalid-request');
    for (const days of [0, 0.5, MAX_INVITE_DAYS + 1, Infinity, '7', undefined])
      expect(await tryCall(owner, 'createInviteLink', { ...request, days })).toBe('invalid-request');
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
      expect(await tryCall(owner, 'createInviteLink', { ...request, ...wrong }), JSON.stringify(wrong)).toBe(
        'invalid-request',
      );
    for (const as of ['guest', 'viewer'])
      expect(await tryCall(owner, 'createInviteLink', { ...request, as, album: newAlbumId() })).toBe('not-found');
    await closeAll(owner);
  });

  test(`is refused when ${MAX_INVITES} invites are open`, async () => {
    const { owner, library } = await createLibrary();
    const waiting = { library, as: 'viewer', uses: 1, usedBy: [], by: owner.uid as Uid, at: 0 } as const;
    const over = { ...waiting, expiresAt: Date.now() - 1 };
    await Promise.all(
      Array.from({ length: MAX_INVITES }, (_, i) =>
        seed(
          paths.invite(idOf(`${library} ${i}`)),
          writeInvite({ ...waiting, expiresAt: i === 0 ? over.expiresAt : 9e12 }),
        ),
      ),
    );
    const request: InviteRequest = { library, as: 'viewer', uses: 1, days: 7 };
    const { secret } = await owner.call('createInviteLink', request);
    expect(await tryCall(owner, 'createInviteLink', request)).toBe('limit-reached');
    await owner.call('revokeInvite', { library, invite: idOf(secret) });
    await owner.call('createInviteLink', request);
    await closeAll(owner);
  });
});

describe('listing invites', () => {
  test('shows owners who created and used each, newest first, and editors those for guests', async () => {
    const { owner, library } = await createLibrary('한지우');
    const editor = await addMember(library, owner, 'editor', '한도윤');
    const album = await createAlbumFor(owner, library);
    const days = 7;
    await owner.call('createInviteLink', { library, as: 'editor', uses: 1, days, for: ' Mum@Example.com ' });
    const { secret } = await editor.call('createInviteLink', { library, as: 'guest', album, uses: 2, days });
    const sujin = await signInAs('이수진');
    await sujin.call('redeemInvite', { secret });
    const all = (await owner.call('listInvites', { library })).invites;
    expect(all.slice(0, 2)).toMatchObject([
      { id: idOf(secret), as: 'guest', album, uses: 2, usedBy: [{ uid: sujin.uid, name: '이수진' }], byName: '한도윤' },
      { as: 'editor', uses: 1, usedBy: [], for: 'mum@example.com', byName: '한지우' },
    ]);
    // The third admitted the editor.
    expect(all.map(({ usedBy }) => usedBy.length)).toEqual([1, 0, 1]);
    expect((await editor.call('listInvites', { library })).invites).toEqual([all[0]]);
    expect(await tryCall(sujin, 'listInvites', { library })).toBe('forbidden');
    await closeAll(owner, editor, sujin);
  });

  test('leaves out expired invites that nobody used', async () => {
    const { owner, library } = await createLibrary();
    const stored = { library, as: 'viewer', uses: 2, by: owner.uid as Uid, at: 5, expiresAt: Date.now() - 1 } as const;
    const usedBy = [{ uid: 'mother' as Uid, name: '엄마', at: 6 }];
    await seed(paths.invite(idOf(`${library} over`)), writeInvite({ ...stored, usedBy: [] }));
    await seed(paths.invite(idOf(`${library} used`)), writeInvite({ ...stored, usedBy }));
    const { invites } = await owner.call('listInvites', { library });
    expect(invites.map(({ id }) => id)).toEqual([idOf(`${library} used`)]);
    await closeAll(owner);
  });
});

describe('revoking an invite', () => {
  test('invalidates it, logs the activity and is allowed to those who may create such an invite', async () => {
    const { owner, library } = await createLibrary();
    const editor = await addMember(library, owner, 'editor');
    const album = await createAlbumFor(owner, library);
    const member = await owner.call('createInviteLink', { library, as: 'viewer', uses: 1, days: 7 });
    const guest = await owner.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 7 });
    const other = await createLibrary();
    const sujin = await signInAs('이수진');
    const request = { library, invite: idOf(member.secret) };
    expect(await tryCall(editor, 'revokeInvite', request)).toBe('not-found');
    expect(await tryCall(sujin, 'revokeInvite', request)).toBe('forbidden');
    expect(await tryCall(other.owner, 'revokeInvite', { ...request, library: other.library })).toBe('not-found');
    expect(await tryCall(owner, 'revokeInvite', { ...request, invite: member.secret })).toBe('invalid-request');
    expect(await editor.call('revokeInvite', { library, invite: idOf(guest.secret) })).toEqual({});
    for (const call of ['previewInvite', 'redeemInvite'] as const)
      expect(await tryCall(sujin, call, { secret: guest.secret })).toBe('not-found');
    expect(await tryCall(owner, 'revokeInvite', { library, invite: idOf(guest.secret) })).toBe('not-found');
    expect((await activitiesOf(library)).at(-1)).toMatchObject({
      type: 'revoked-invite',
      as: 'guest',
      target: '엄마 쪽',
    });
    expect(await tryCall(sujin, 'redeemInvite', { secret: member.secret })).toMatchObject({ response: { library } });
    await closeAll(owner, editor, other.owner, sujin);
  });
});

describe('previewing an invite', () => {
  test('shows a signed-out visitor names and nothing else', async () => {
    const { owner, library } = await createLibrary('한지우');
    const album = await createAlbumFor(owner, library);
    const nobody = createClient();
    const preview = async (request: Partial<InviteRequest>) => {
      const { secret } = await owner.call('createInviteLink', { library, as: 'viewer', uses: 1, days: 7, ...request });
      return nobody.call('previewInvite', { secret });
    };
    const plain = { library: '우리 집', by: '한지우', isForOnePerson: false };
    expect(await preview({ uses: 9 })).toEqual({ ...plain, as: 'viewer' });
    expect(await preview({ as: 'guest', album })).toEqual({ ...plain, as: 'guest', album: '엄마 쪽' });
    expect(await preview({ as: 'editor', album: ALL })).toEqual({ ...plain, as: 'editor', album: '모든 사진' });
    expect(await preview({ for: 'mum@example.com' })).toEqual({ ...plain, as: 'viewer', isForOnePerson: true });
    await closeAll(owner, nobody);
  });

  test('refuses guessed, malformed, expired and used secrets with a code, redeems nothing and logs no secret', async () => {
    const { owner, library } = await createLibrary();
    const [nobody, mother] = [createClient(), await signInAs('김영숙')];
    for (const secret of ['a'.repeat(32), '', '가', '../../users', 'A'.repeat(32), 'a'.repeat(31), 'a%2Fb'])
      for (const call of ['previewInvite', 'redeemInvite'] as const)
        expect(await tryCall(mother, call, { secret }), secret).toBe('not-found');
    for (const secret of [7, null, undefined, ['a'], 'a'.repeat(5000)])
      expect(await tryCall(nobody, 'previewInvite', { secret })).toBe('invalid-request');
    const { secret } = await owner.call('createInviteLink', { library, as: 'viewer', uses: 1, days: 7 });
    for (let i = 0; i < 3; i += 1) await nobody.call('previewInvite', { secret });
    const { urls, log } = useEmulators();
    for (const call of ['redeemInvite', 'previewInvite']) {
      const response = await fetch(`${urls.app}/api/${call}?secret=${secret.slice(0, 16)}&data=${secret.slice(0, 16)}`);
      expect(response.ok).toBe(false);
    }
    expect((await storedInvite(secret)).usedBy).toEqual([]);
    await mother.call('redeemInvite', { secret });
    expect(await tryCall(nobody, 'previewInvite', { secret })).toBe('invite-used');
    // Those who used it see where it leads when they open the link again.
    expect(await mother.call('previewInvite', { secret })).toMatchObject({ library: '우리 집' });
    const stored = await storedInvite(secret);
    await seed(paths.invite(idOf(secret)), writeInvite({ ...stored, uses: 2, expiresAt: Date.now() - 1 }));
    expect(await tryCall(nobody, 'previewInvite', { secret })).toBe('invite-expired');
    expect(await readFile(log, 'utf8')).not.toContain(secret);
    expect(readMember(await inspect.doc(paths.member(library, mother.uid as Uid))).name).toBe('김영숙');
    await closeAll(owner, nobody, mother);
  });
});
