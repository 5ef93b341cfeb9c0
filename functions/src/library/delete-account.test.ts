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
      ...{ createdAt: new Date(0), summarizedAt: new Date(0) },
    });
  }
  documents.set(paths.member(inside, uncle.uid), { name: '삼촌', joinedAt: new Date(0) });
  // As a guest: there is no more of him there than this.
  documents.set(paths.revocation(removed, uncle.uid), { at: new Date(1) });
  const gone: Uid[] = [];
  let ids = 0;
  const ports = {
    store: fakeDocuments(documents),
    clock: { now: () => 5000, sleep: () => Promise.resolve(), every: () => () => undefined },
    ids: { ...noIds, album: () => `id${(ids += 1)}` as typeof ALL, fingerprint: (text: string) => text as InviteId },
    queue: { ...noQueue, rotateTokens: () => Promise.resolve() },
    log: () => undefined,
    accounts: { remove: (uid: Uid) => Promise.resolve(void gone.push(uid)) },
  };
  return { documents, gone, ports };
}

test('where somebody was, and where they were removed, their address is remembered by its hash alone', async () => {
  const { documents, gone, ports } = world();
  await deleteAccount(ports, uncle);
  expect(gone).toEqual([uncle.uid]);
  const marked = [inside, removed, never].map((library) =>
    documents.get(paths.revocation(library, `${library}\n${uncle.address}` as InviteId)),
  );
  expect(marked).toEqual([{ at: new Date(5000) }, { at: new Date(5000) }, undefined]);
});

test('what a token of a gone account calls is not counted, but refused; a deletion that failed can be asked for again', async () => {
  const { documents, ports } = world();
  const accounts = { remove: () => Promise.reject(new Error('Auth went')) };
  await expect(deleteAccount({ ...ports, accounts }, uncle)).rejects.toThrow('Auth went');
  await enforceRate(ports, uncle.uid, 'deleteAccount');
  await deleteAccount(ports, uncle);
  await expect(enforceRate(ports, uncle.uid, 'requestAccess')).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(documents.get(paths.rates(uncle.uid))).toEqual({
    goneAt: new Date(5000),
    expiresAt: new Date(5000 + COUNTER_DAYS * 86_400_000),
  });
});
