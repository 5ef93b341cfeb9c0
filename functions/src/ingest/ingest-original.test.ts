import { ALL, originalName, paths, readItem, type ItemId, type LibraryId } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noOriginals, noQueue } from '../../testing/unused-ports.ts';
import type { Fields, Transaction } from '../ports/documents.ts';
import type { ProcessTask } from '../ports/queue.ts';
import { ingestOriginal } from './ingest-original.ts';

const library = 'a'.repeat(20) as LibraryId;
const item = 'b'.repeat(32) as ItemId;
const ITEM = paths.item(library, item);
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);

function world(fields: Fields, generation = '2', roles: Fields = { me: 'editor' }, isDown = false) {
  const announced = { uploader: 'me', fileName: 'a.jpg', size: 3, albums: [ALL], rev: 1, addedAt: new Date(0) };
  const documents = new Map<string, Fields>([
    [ITEM, { ...announced, ...fields }],
    [paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles, members: Object.keys(roles) }],
  ]);
  const enqueued: ProcessTask[] = [];
  const removed: string[] = [];
  const steps: string[] = [];
  const store = fakeDocuments(documents);
  const ports = {
    store: {
      ...store,
      transact: <T>(run: (tx: Transaction) => Promise<T>) => (steps.push('transaction'), store.transact(run)),
    },
    originals: {
      ...noOriginals,
      head: () => Promise.resolve(JPEG),
      reset: async (_name: string, which: string) => {
        await new Promise(setImmediate);
        if (isDown) throw new Error('Storage is unavailable');
        steps.push('reset');
        return which === generation;
      },
      remove: (name: string, which: string) => Promise.resolve(void removed.push(`${name} ${which}`)),
    },
    queue: { ...noQueue, processItem: (task: ProcessTask) => Promise.resolve(void enqueued.push(task)) },
    clock: { now: () => 5000, sleep: () => Promise.resolve(), every: () => () => undefined },
  };
  const deliver = (): ReturnType<typeof ingestOriginal> =>
    ingestOriginal(ports, { name: originalName(library, item), generation: '2' });
  const deliverAs = (name: string): ReturnType<typeof ingestOriginal> =>
    ingestOriginal(ports, { name, generation: '2' });
  return { enqueued, removed, steps, documents, deliver, deliverAs, item: () => readItem(documents.get(ITEM)) };
}

test('processes a second upload of an item whose first upload was damaged', async () => {
  const { enqueued, deliver, item: now } = world({ state: 'failed', failure: 'damaged', changed: new Date(1) });
  expect(await deliver()).toEqual({ act: true });
  expect(now()).toMatchObject({ state: 'processing', changed: 5000 });
  expect(now().failure).toBeUndefined();
  expect(enqueued).toEqual([{ library, item, generation: '2' }]);
});

test.each([{ state: 'failed', failure: 'unreadable' }, { state: 'processing' }, { state: 'ready' }])(
  'ignores an event for an item that is %o',
  async (fields) => {
    const { enqueued, deliver, item: now } = world(fields);
    expect(await deliver()).toMatchObject({ act: false });
    expect(now()).toMatchObject(fields);
    expect(enqueued).toEqual([]);
  },
);

test('writes nothing, and rejects, if the object cannot be held', async () => {
  const { enqueued, documents, deliver } = world({ state: 'uploading' }, '2', undefined, true);
  const before = [...documents];
  await expect(deliver()).rejects.toThrow('Storage is unavailable');
  expect([[...documents], enqueued]).toEqual([before, []]);
});

test('waits for Storage before it locks the library', async () => {
  const { steps, deliver } = world({ state: 'uploading' });
  await deliver();
  expect(steps).toEqual(['reset', 'transaction']);
});

test('ignores an event for a replaced object', async () => {
  const { enqueued, deliver, item: now } = world({ state: 'uploading' }, '3');
  expect(await deliver()).toMatchObject({ act: false });
  expect(now().state).toBe('uploading');
  expect(enqueued).toEqual([]);
});

test.each([{}, { me: 'viewer', other: 'owner' }])(
  'deletes the upload and announcement of someone who may not add items any more: %o',
  async (roles) => {
    const { enqueued, removed, documents, deliver } = world({ state: 'uploading' }, '2', roles);
    expect(await deliver()).toMatchObject({ act: false });
    expect(removed).toEqual([`${originalName(library, item)} 2`]);
    expect(documents.has(ITEM)).toBe(false);
    expect(enqueued).toEqual([]);
  },
);

test('does not check the role of a guest', async () => {
  const { enqueued, removed, deliver } = world({ state: 'uploading', guest: '손님' }, '2', {});
  expect(await deliver()).toEqual({ act: true });
  expect([enqueued.length, removed]).toEqual([1, []]);
});

test('removes an object whose name does not parse, also for a repeated event, and no object outside the prefixes of uploads', async () => {
  const { removed, deliverAs } = world({ state: 'uploading' });
  const names = [
    `${originalName(library, item)}/`,
    `originals//${item}`,
    `incoming/${library}/me/${'c'.repeat(20)}/`,
    `incoming/${library}/`,
  ];
  for (const name of [...names, ...names]) expect(await deliverAs(name)).toMatchObject({ act: false });
  expect(removed).toEqual([...names, ...names].map((name) => `${name} 2`));
  await deliverAs('backup/originals/x');
  expect(removed).toHaveLength(2 * names.length);
});

test('removes an upload whose announcement has expired', async () => {
  const { removed, documents, deliver } = world({ state: 'uploading' });
  documents.delete(ITEM);
  expect(await deliver()).toMatchObject({ act: false });
  expect(removed).toEqual([`${originalName(library, item)} 2`]);
});
