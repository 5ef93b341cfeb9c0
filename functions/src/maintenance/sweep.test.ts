import { ALL, base32, paths, readItem, type AlbumId, type ItemId, type LibraryId } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noOriginals, noQueue, noRenditions } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { MakeTask } from '../ports/queue.ts';
import { sweep } from './sweep.ts';

const NOW = 10_000_000;
const idOf = (letter: string, length: number): string => letter.repeat(length);
const library = (letter: string): LibraryId => idOf(letter, 20) as LibraryId;
const item = (letter: string): ItemId => idOf(letter, 32) as ItemId;
const house = { name: '집', timeZone: 'Asia/Seoul', roles: { me: 'owner' }, members: ['me'] };
const stuck = { uploader: 'me', fileName: 'a.jpg', size: 3, albums: [ALL], rev: 1, addedAt: new Date(0) };

function world(documents: Map<string, Fields>, isThere: (name: string) => boolean = () => true) {
  const made: MakeTask[] = [];
  const logged: string[] = [];
  const never = () => Promise.reject(new Error('not asked for here'));
  let asked = 0;
  const ports = {
    store: fakeDocuments(documents),
    originals: {
      ...noOriginals,
      stat: (name: string) => Promise.resolve(isThere(name) ? { size: 3, generation: '1' } : undefined),
      head: () => Promise.resolve(new Uint8Array()),
      seal: () => Promise.resolve(),
    },
    renditions: noRenditions,
    queue: { ...noQueue, make: (task: MakeTask) => Promise.resolve(void made.push(task)) },
    clock: { now: () => NOW, sleep: never, every: () => () => undefined },
    ids: {
      ...noIds,
      // As chance has it: a place further on each time.
      album: () => base32(new Uint8Array(13).fill((asked += 60))).slice(0, 20) as AlbumId,
    },
    log: (what: string) => void logged.push(what),
  };
  return { made, logged, sweep: () => sweep(ports) };
}

test('one bad document keeps nothing else from being taken up, in no library', async () => {
  const documents = new Map<string, Fields>([
    [paths.library(library('a')), {}],
    [paths.item(library('a'), item('a')), { state: 'processing' }],
    [paths.item(library('a'), item('b')), { ...stuck, state: 'processing' }],
    [paths.library(library('b')), house],
    [paths.item(library('b'), item('c')), { ...stuck, state: 'uploading' }],
  ]);
  const at = world(documents);
  expect(await at.sweep()).toBe(2);
  expect(at.made.map((task) => task.item)).toEqual([item('b'), item('c')]);
  expect(at.logged).toEqual(['could not be swept', 'swept', 'swept']);
  expect(readItem(documents.get(paths.item(library('b'), item('c')))).state).toBe('processing');
});

test('hundreds of uploads that never came do not hide one whose event was lost', async () => {
  const documents = new Map<string, Fields>([[paths.library(library('a')), house]]);
  for (let n = 0; n < 255; n++) {
    const id = `${base32(Uint8Array.of(n, 0, 0, 0, 0))}${'a'.repeat(24)}` as ItemId;
    documents.set(paths.item(library('a'), id), { ...stuck, state: 'uploading' });
  }
  const lost = item('z');
  documents.set(paths.item(library('a'), lost), { ...stuck, state: 'uploading' });
  const at = world(documents, (name) => name.endsWith(lost));
  for (let round = 0; round < 4; round++) await at.sweep();
  expect(at.made.map((task) => task.item)).toEqual([lost]);
});
