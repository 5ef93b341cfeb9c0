import { ALL, base32, MAX_OPEN_ANNOUNCEMENTS, paths, readItem, type ItemId, type LibraryId } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noOriginals, noQueue, noRemoval, noRenditions } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { ProcessTask } from '../ports/queue.ts';
import { sweep } from './sweep.ts';

const DAY = 86_400_000;
const NOW = 500 * DAY;
const idOf = (letter: string, length: number): string => letter.repeat(length);
const library = (letter: string): LibraryId => idOf(letter, 20) as LibraryId;
const item = (letter: string): ItemId => idOf(letter, 32) as ItemId;
const libraryFields = { name: '집', timeZone: 'Asia/Seoul', roles: { me: 'owner' }, members: ['me'] };
const stuck = {
  uploader: 'me',
  fileName: 'a.jpg',
  size: 3,
  albums: [ALL],
  rev: 1,
  addedAt: new Date(NOW - 5 * 60_000),
};

function world(documents: Map<string, Fields>, isThere: (name: string) => boolean = () => true) {
  const tasks: ProcessTask[] = [];
  const logged: string[] = [];
  const never = () => Promise.reject(new Error('unexpected call'));
  let position = 0;
  const ports = {
    store: fakeDocuments(documents),
    originals: {
      ...noOriginals,
      stat: (name: string) => Promise.resolve(isThere(name) ? { size: 3, generation: '1' } : undefined),
      head: () => Promise.resolve(new Uint8Array()),
      reset: () => Promise.resolve(true),
    },
    renditions: noRenditions,
    removal: noRemoval,
    queue: { ...noQueue, processItem: (task: ProcessTask) => Promise.resolve(void tasks.push(task)) },
    clock: { now: () => NOW, sleep: never, every: () => () => undefined },
    ids: {
      ...noIds,
      // Pseudo-random: a different start each time.
      random: () => base32(new Uint8Array(13).fill((position += 60))).slice(0, 20),
    },
    log: (what: string) => void logged.push(what),
  };
  return { tasks, logged, sweep: () => sweep(ports) };
}

test('continues after a bad document, in every library', async () => {
  const documents = new Map<string, Fields>([
    [paths.library(library('a')), {}],
    [paths.item(library('a'), item('a')), { state: 'processing' }],
    [paths.item(library('a'), item('b')), { ...stuck, state: 'processing' }],
    [paths.library(library('b')), libraryFields],
    [paths.item(library('b'), item('c')), { ...stuck, state: 'uploading' }],
  ]);
  const at = world(documents);
  expect(await at.sweep()).toBe(2);
  expect(at.tasks.map((task) => task.item)).toEqual([item('b'), item('c')]);
  expect(at.logged).toEqual(['could not be swept', 'swept', 'swept']);
  expect(readItem(documents.get(paths.item(library('b'), item('c')))).state).toBe('processing');
});

test('checks an announcement when it is new, after a day and when it expires, and costs nothing in between', async () => {
  const ages = { a: 60_000, b: 5 * 60_000, c: 3 * 3600_000, d: DAY + 60_000, e: 6 * DAY, f: 8 * DAY, g: 400 * DAY };
  const documents = new Map<string, Fields>([[paths.library(library('a')), libraryFields]]);
  for (const [letter, age] of Object.entries(ages)) {
    const announced = { ...stuck, state: 'uploading', addedAt: new Date(NOW - age) };
    documents.set(paths.item(library('a'), item(letter)), announced);
  }
  const looks: string[] = [];
  const at = world(documents, (name) => {
    looks.push(name.at(-1) ?? '');
    return false;
  });
  expect(await at.sweep()).toBe(2);
  expect(looks.sort()).toEqual(['b', 'd', 'f', 'g']);
  const left = [...documents.keys()].filter((path) => path.includes('/items/')).map((path) => path.at(-1));
  expect(left).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(await at.sweep()).toBe(0);
});

test('ingests an upload whose event was lost at each of these ages', async () => {
  const documents = new Map<string, Fields>([[paths.library(library('a')), libraryFields]]);
  for (const [letter, age] of Object.entries({ b: 5 * 60_000, d: DAY + 60_000, g: 400 * DAY }))
    documents.set(paths.item(library('a'), item(letter)), {
      ...stuck,
      state: 'uploading',
      addedAt: new Date(NOW - age),
    });
  const at = world(documents);
  expect(await at.sweep()).toBe(3);
  expect(at.tasks.map((task) => task.item)).toEqual([item('b'), item('d'), item('g')]);
});

test('deletes hundreds of expired announcements within a few sweeps', async () => {
  const documents = new Map<string, Fields>([[paths.library(library('a')), libraryFields]]);
  for (let n = 0; n < 600; n++) {
    const id = `${base32(Uint8Array.of(n >> 8, n & 255, 0, 0, 0))}${'a'.repeat(24)}` as ItemId;
    documents.set(paths.item(library('a'), id), { ...stuck, state: 'uploading', addedAt: new Date(n) });
  }
  const at = world(documents, () => false);
  expect([await at.sweep(), await at.sweep(), await at.sweep()]).toEqual([500, 100, 0]);
  expect([...documents.keys()].filter((path) => path.includes('/items/'))).toEqual([]);
});

test('pauses a member with too many open announcements until they have fewer', async () => {
  const documents = new Map<string, Fields>([
    [paths.library(library('a')), { ...libraryFields, members: ['other', 'me'] }],
  ]);
  const announced = { ...stuck, state: 'uploading', addedAt: new Date(NOW) };
  const idOfNumber = (n: number) => `${base32(Uint8Array.of(n >> 8, n & 255, 0, 0, 0))}${'a'.repeat(24)}` as ItemId;
  for (let n = 0; n <= MAX_OPEN_ANNOUNCEMENTS; n++) documents.set(paths.item(library('a'), idOfNumber(n)), announced);
  const at = world(documents, () => false);
  const paused = () => documents.get(paths.library(library('a')))?.['pausedUploaders'];
  await at.sweep();
  expect(paused()).toEqual(['me']);
  documents.delete(paths.item(library('a'), idOfNumber(0)));
  await at.sweep();
  expect(paused()).toEqual([]);
});
