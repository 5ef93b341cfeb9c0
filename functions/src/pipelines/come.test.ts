import { ALL, paths, readInvite, readLibrary, writeInvite, type InviteId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { storeOver } from '../../trial/documents.ts';
import { noIds } from '../../trial/ports.ts';
import type { Fields } from '../ports.ts';
import type { Caller } from './caller.ts';
import { arrive } from './come.ts';

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
      ...{ madeAt: new Date(0), summarizedAt: new Date(0) },
    });
    const waiting = { library, as: 'viewer', uses: 1, usedBy: [], until: 9000, by: 'me' as Uid, at: 0 } as const;
    documents.set(inviteOf(library), writeInvite({ ...waiting, for: 'mother@example.com' }));
  }
  const logged: string[] = [];
  const clock = { now: () => 7000, sleep: () => Promise.resolve(), every: () => () => undefined };
  const ids = { ...noIds, album: () => ALL };
  const ports = { store: storeOver(documents), clock, ids, log: (what: string) => void logged.push(what) };
  return { documents, logged, come: (caller = mother) => arrive(ports, caller) };
}

test('a bad document in one library does not keep anybody out of the others', async () => {
  const { documents, logged, come } = world();
  const [first, broken, last] = libraries as [LibraryId, LibraryId, LibraryId];
  documents.set(paths.album(broken, ALL), { title: 7 });
  expect(await come()).toMatchObject({ joined: [first, last], mayBegin: false });
  expect(logged).toEqual(['could not join']);
  expect(readLibrary(documents.get(paths.library(broken))).members).toEqual(['me']);
  const used = libraries.map((library) => readInvite(documents.get(inviteOf(library))).usedBy.length);
  expect(used).toEqual([1, 0, 1]);
});

test.each([
  ['김영숙', '김영숙'],
  ['두 줄\n이름', 'mother'],
  ['\u200b', 'mother'],
  ['가'.repeat(100), '가'.repeat(80)],
  [undefined, 'mother'],
])('a sign-in that says %j is seen as %s', async (name, seen) => {
  const { documents, come } = world();
  await come({ ...mother, ...(name !== undefined ? { name } : { name: '' }) });
  expect(documents.get(paths.member(libraries[0] as LibraryId, mother.uid))).toMatchObject({ name: seen });
});
