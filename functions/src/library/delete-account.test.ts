import { ALL, COUNTER_DAYS, paths, type InviteId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noQueue } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import { deleteAccount } from './delete-account.ts';
import { enforceRate } from '../access/rate-limit.ts';

const [inside, removed, never] = ['a', 'b', 'c'].map((letter) => letter.repeat(20)) as [
  LibraryId,
  LibraryId,
  LibraryId,
];
const uncle = { uid: 'uncle' as Uid, address: 'uncle@example.com', name: '삼촌' };

function world() {
  const documents = new Map<string, Fields>();
  for (const library of [inside, removed, never]) {
    const roles = library === inside ? { me: 'owner', uncle: 'viewer' } : { me: 'owner' };
    documents.set(paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles, members: Object.keys(roles) });
    documents.set(paths.album(library, ALL), {
      ...{ title: '모두', by: 'me', audience: { kind: 'library' }, readers: Object.keys(roles).sort(), count: 0 },
      ...{ createdAt: new Date(0) },
    });
  }
  documents.set(paths.member(inside, uncle.uid), { name: '삼촌', joinedAt: new Date(0) });
  // Removed as a guest: there is no member document.
  documents.set(paths.revocation(removed, uncle.uid), { at: new Date(1) });
  const deleted: Uid[] = [];
  let ids = 0;
  const ports = {
    store: fakeDocuments(documents),
    clock: { now: () => 5000, sleep: () => Promise.resolve(), every: () => () => undefined },
    ids: { ...noIds, random: () => `id${(ids += 1)}`, fingerprint: (text: string) => text as InviteId },
    queue: { ...noQueue, rotateTokens: () => Promise.resolve() },
    log: () => undefined,
    accounts: { remove: (uid: Uid) => Promise.resolve(void deleted.push(uid)) },
  };
  return { documents, deleted, ports };
}

test('keeps only a hash of the address, where the person was a member or was removed', async () => {
  const { documents, deleted, ports } = world();
  const own = [paths.favourites, paths.playPositions, paths.looks].map((pathOf) => pathOf(uncle.uid, inside));
  for (const path of own) documents.set(path, { items: {} });
  documents.set(paths.program('program:uncle' as Uid), { uid: uncle.uid, until: new Date(9e12) });
  await deleteAccount(ports, uncle);
  expect(deleted).toEqual(['program:uncle', uncle.uid]);
  expect(own.filter((path) => documents.has(path))).toEqual([]);
  const revocations = [inside, removed, never].map((library) =>
    documents.get(paths.revocation(library, `${library}\n${uncle.address}` as InviteId)),
  );
  expect(revocations).toEqual([{ at: new Date(5000) }, { at: new Date(5000) }, undefined]);
});

test('refuses calls of a deleted account without counting them, and repeats a deletion that failed', async () => {
  const { documents, ports } = world();
  const accounts = { remove: () => Promise.reject(new Error('Auth is down')) };
  await expect(deleteAccount({ ...ports, accounts }, uncle)).rejects.toThrow('Auth is down');
  await enforceRate(ports, uncle.uid, 'deleteAccount');
  await deleteAccount(ports, uncle);
  await expect(enforceRate(ports, uncle.uid, 'requestAccess')).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(documents.get(paths.rates(uncle.uid))).toEqual({
    goneAt: new Date(5000),
    expiresAt: new Date(5000 + COUNTER_DAYS * 86_400_000),
  });
});
