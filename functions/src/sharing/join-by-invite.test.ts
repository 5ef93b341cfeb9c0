import {
  ALL,
  MAX_GUESTS,
  MAX_MEMBERS,
  paths,
  readAlbum,
  readInvite,
  readLibrary,
  writeInvite,
  type AlbumId,
  type InviteRole,
  type InviteId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { describe, expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { Caller } from '../access/caller.ts';
import { onSignIn, redeemInvite } from './join-by-invite.ts';

const mother: Caller = { uid: 'mother' as Uid, address: 'mother@example.com', name: '엄마' };
const libraries = ['a', 'b', 'c'].map((letter) => letter.repeat(20) as LibraryId);
const inviteOf = (library: LibraryId): string => paths.invite(library.repeat(4).slice(0, 64) as InviteId);

function world() {
  const documents = new Map<string, Fields>();
  for (const library of libraries) {
    documents.set(paths.library(library), {
      name: '집',
      timeZone: 'Asia/Seoul',
      roles: { me: 'owner' },
      members: ['me'],
    });
    documents.set(paths.album(library, ALL), {
      ...{ title: '모두', by: 'me', audience: { kind: 'library' }, readers: ['me'], count: 0 },
      ...{ createdAt: new Date(0) },
    });
    const invite = { library, as: 'viewer', uses: 1, usedBy: [], expiresAt: 9000, by: 'me' as Uid, at: 0 } as const;
    documents.set(inviteOf(library), writeInvite({ ...invite, for: 'mother@example.com' }));
  }
  const logged: string[] = [];
  const clock = { now: () => 7000, sleep: () => Promise.resolve(), every: () => () => undefined };
  const ids = { ...noIds, random: () => ALL, fingerprint: (text: string) => text as InviteId };
  const ports = { store: fakeDocuments(documents), clock, ids, log: (what: string) => void logged.push(what) };
  return { documents, logged, ports, join: (caller = mother) => onSignIn(ports, caller) };
}

test('joins the other libraries if one has a bad document', async () => {
  const { documents, logged, join } = world();
  const [first, broken, last] = libraries as [LibraryId, LibraryId, LibraryId];
  documents.set(paths.album(broken, ALL), { title: 7 });
  expect(await join()).toMatchObject({ joined: [first, last], canCreateLibrary: false });
  expect(logged).toEqual(['could not join']);
  expect(readLibrary(documents.get(paths.library(broken))).members).toEqual(['me']);
  const used = libraries.map((library) => readInvite(documents.get(inviteOf(library))).usedBy.length);
  expect(used).toEqual([1, 0, 1]);
});

test('admits someone who was removed and deleted their account only by an invite created afterwards', async () => {
  const { documents, join } = world();
  const [first, second, last] = libraries as [LibraryId, LibraryId, LibraryId];
  const revocation = (library: LibraryId) => paths.revocation(library, `${library}\nmother@example.com` as InviteId);
  documents.set(revocation(first), { at: new Date(-1) });
  documents.set(revocation(second), { at: new Date(0) });
  expect(await join()).toMatchObject({ joined: [first, last] });
});

test('does not read the library of a used or expired invite', async () => {
  const { documents, logged, join } = world();
  const [used, expired, last] = libraries as [LibraryId, LibraryId, LibraryId];
  for (const library of [used, expired]) documents.set(paths.library(library), { name: 7 });
  const usedBy = [{ uid: mother.uid, name: '엄마', at: 1 }];
  documents.set(inviteOf(used), writeInvite({ ...readInvite(documents.get(inviteOf(used))), usedBy }));
  documents.set(inviteOf(expired), writeInvite({ ...readInvite(documents.get(inviteOf(expired))), expiresAt: 7000 }));
  expect(await join()).toMatchObject({ joined: [last] });
  expect(logged).toEqual([]);
});

test.each([
  ['김영숙', '김영숙'],
  ['두 줄\n이름', 'mother'],
  ['\u200b', 'mother'],
  ['가'.repeat(100), '가'.repeat(80)],
  [undefined, 'mother'],
])('shows the account name %j as %s', async (name, seen) => {
  const { documents, join } = world();
  await join({ ...mother, ...(name !== undefined ? { name } : { name: '' }) });
  expect(documents.get(paths.member(libraries[0] as LibraryId, mother.uid))).toMatchObject({ name: seen });
});

describe('the limits', () => {
  const [library] = libraries as [LibraryId];
  const secret = 'a'.repeat(32);
  const album = 'b'.repeat(20) as AlbumId;
  const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `p${String(i)}`);

  /** A library with this many members, and an invite to an album with this many guests. */
  function full(members: number, guests: number, as: InviteRole) {
    const { documents, ports } = world();
    const roles = Object.fromEntries(many(members).map((uid, i) => [uid, i === 0 ? 'owner' : 'viewer']));
    documents.set(paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles, members: many(members) });
    documents.set(paths.album(library, album), {
      ...documents.get(paths.album(library, ALL)),
      guests: Object.fromEntries(many(guests).map((uid) => [`g${uid}`, { name: '손님', since: new Date(0) }])),
    });
    const invite = { library, as, album, uses: 5, usedBy: [], expiresAt: 9000, by: 'p0' as Uid, at: 0 } as const;
    documents.set(paths.invite(inviteHash), writeInvite(invite));
    const ids = { ...ports.ids, fingerprint: () => inviteHash };
    return { documents, join: () => redeemInvite({ ...ports, ids }, mother, { secret }) };
  }
  const inviteHash = 'f'.repeat(64) as InviteId;

  test('admits MAX_MEMBERS members', async () => {
    const { documents, join } = full(MAX_MEMBERS - 1, 0, 'viewer');
    expect(await join()).toEqual({ library, album });
    expect(readLibrary(documents.get(paths.library(library))).members).toHaveLength(MAX_MEMBERS);
    await expect(full(MAX_MEMBERS, 0, 'viewer').join()).rejects.toMatchObject({ code: 'limit-reached' });
  });

  test('admits MAX_GUESTS guests, who do not count as members', async () => {
    const { documents, join } = full(MAX_MEMBERS, MAX_GUESTS - 1, 'guest');
    expect(await join()).toEqual({ library, album });
    expect(Object.keys(readAlbum(documents.get(paths.album(library, album))).guests)).toHaveLength(MAX_GUESTS);
    await expect(full(1, MAX_GUESTS, 'guest').join()).rejects.toMatchObject({ code: 'limit-reached' });
  });
});
