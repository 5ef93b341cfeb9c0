import { ALL, paths, writeInvite, type InviteId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import type { Fields } from '../ports/documents.ts';
import { purgeLibraries } from './purge-libraries.ts';

const [first, second] = ['a', 'b'].map((letter) => letter.repeat(20)) as [LibraryId, LibraryId];
const NOW = 9_000_000;

const ended = (library: LibraryId, deleteAt: unknown): [string, Fields][] => [
  [paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles: { me: 'owner' }, members: ['me'], deleteAt }],
  [
    paths.album(library, ALL),
    {
      ...{ title: '모두', by: 'me', audience: { kind: 'library' }, readers: ['me', 'guest'], count: 0 },
      ...{ guests: { guest: { name: '손님', since: 1 } }, createdAt: new Date(0) },
    },
  ],
];

/** Two buckets with this many objects per library; a step deletes two and takes some time. */
function world(documents: Map<string, Fields>, objects: number) {
  let now = NOW;
  const left = new Map<string, number>();
  const logged: string[] = [];
  const step = (prefix: string): Promise<number> => {
    now += 30_000;
    const before = left.get(prefix) ?? objects;
    left.set(prefix, Math.max(0, before - 2));
    return Promise.resolve(Math.min(2, before));
  };
  const ports = {
    store: fakeDocuments(documents),
    removal: {
      originals: step,
      renditions: step,
      documents: (path: string) => {
        for (const one of [...documents.keys()]) if (one.startsWith(path)) documents.delete(one);
        return Promise.resolve();
      },
    },
    clock: { now: () => now, sleep: () => Promise.resolve(), every: () => () => undefined },
    log: (what: string) => void logged.push(what),
  };
  return { logged, left, ports, purge: () => purgeLibraries(ports) };
}

test('purges a large library in several runs: access first, its document last', async () => {
  const documents = new Map(ended(first, new Date(NOW - 1)));
  documents.set(paths.guestMembership('guest' as Uid, ALL), { library: first });
  documents.set(paths.favourites('me' as Uid, first), { items: {} });
  documents.set(paths.playPositions('me' as Uid, first), { items: {} });
  documents.set(paths.looks('me' as Uid, first), { items: {} });
  const invite = { library: first, as: 'viewer', uses: 1, usedBy: [], expiresAt: 1, by: 'me' as Uid, at: 0 } as const;
  documents.set(paths.invite('1'.repeat(64) as InviteId), writeInvite(invite));
  const at = world(documents, 6);
  expect(await at.purge()).toBe(0);
  expect([...documents.keys()]).toEqual([paths.library(first), paths.album(first, ALL)]);
  expect(documents.get(paths.library(first))).toMatchObject({ roles: {}, members: [] });
  expect(documents.get(paths.album(first, ALL))).toMatchObject({ readers: [], guests: {} });
  let rounds = 1;
  while (documents.size > 0 && rounds < 10) rounds += (await at.purge()) === 0 ? 1 : 0;
  expect(rounds).toBeGreaterThan(2);
  expect([...at.left.values()]).toEqual([0, 0, 0]);
});

test('keeps libraries that are not due, and continues after one that cannot be read or removed', async () => {
  const documents = new Map([...ended(first, 'soon'), ...ended(second, new Date(NOW - 1))]);
  const third = 'c'.repeat(20) as LibraryId;
  for (const [path, fields] of ended(third, new Date(NOW + 1e9))) documents.set(path, fields);
  const at = world(documents, 0);
  expect(await at.purge()).toBe(1);
  expect(at.logged).toEqual(['library purge failed', 'library purged']);
  expect([...documents.keys()].filter((path) => path.split('/').length === 2)).toEqual(
    [first, third].map((library) => paths.library(library)),
  );
});

test('keeps a library that is restored during the purge', async () => {
  const documents = new Map(ended(first, new Date(NOW - 1)));
  const at = world(documents, 2);
  const { store } = at.ports;
  const find: typeof store.find = async (...args) => {
    const found = await store.find(...args);
    const { deleteAt: _, ...kept } = documents.get(paths.library(first)) ?? {};
    documents.set(paths.library(first), kept);
    return found;
  };
  const before = documents.get(paths.album(first, ALL));
  expect(await purgeLibraries({ ...at.ports, store: { ...store, find } })).toBe(0);
  expect(documents.get(paths.library(first))).toMatchObject({ roles: { me: 'owner' }, members: ['me'] });
  expect(documents.get(paths.album(first, ALL))).toEqual(before);
  expect([at.left.size, at.logged]).toEqual([0, []]);
});
