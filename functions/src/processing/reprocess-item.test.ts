import { ALL, originalName, paths, readItem, SWEEP_AFTER_S, type ItemId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noOriginals, noQueue, noRenditions } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { ProcessingQueue, ProcessTask } from '../ports/queue.ts';
import { reprocessItem, retryItem } from './reprocess-item.ts';
import { sweepReprocessing } from '../maintenance/sweep-reprocessing.ts';

const library = 'a'.repeat(20) as LibraryId;
const item = 'b'.repeat(32) as ItemId;
const ITEM = paths.item(library, item);
const photo = { kind: 'photo', format: 'jpeg', variants: [], token: 't' };
const task = { library, item, generation: '7' };

function world(fields: Fields) {
  const known = { uploader: 'me', fileName: 'a.jpg', size: 3, albums: [ALL], rev: 1, addedAt: new Date(0), ...fields };
  const roles = { me: 'editor', mother: 'viewer' };
  const documents = new Map<string, Fields>([
    [ITEM, known],
    [paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles, members: Object.keys(roles) }],
  ]);
  const tasks: ProcessTask[] = [];
  const queues: ProcessingQueue[] = [];
  const at = { now: 5000, isThere: true };
  const ports = {
    store: fakeDocuments(documents),
    originals: {
      ...noOriginals,
      head: () => Promise.resolve(new Uint8Array()),
      stat: (name: string) =>
        Promise.resolve(at.isThere && name === originalName(library, item) ? { size: 3, generation: '7' } : undefined),
    },
    renditions: noRenditions,
    queue: {
      ...noQueue,
      processItem: (one: ProcessTask, queue: ProcessingQueue) => {
        queues.push(queue);
        return Promise.resolve(void tasks.push(one));
      },
    },
    clock: { now: () => at.now, sleep: () => Promise.resolve(), every: () => () => undefined },
    log: () => undefined,
  };
  const as = (uid: string) => ({ uid: uid as Uid });
  return {
    at,
    documents,
    tasks,
    queues,
    again: (who = 'me') => reprocessItem(ports, as(who), { library, item }),
    tryAgain: () => retryItem(ports, as('me'), { library, item }),
    sweep: () => sweepReprocessing(ports, library),
    item: () => readItem(documents.get(ITEM)),
  };
}

test('what is ready is asked for as the next rev and stays ready; asked for twice it is made once', async () => {
  const at = world({ ...photo, state: 'ready', failure: 'gave-up' });
  expect(await at.again()).toEqual({});
  expect(at.item()).toMatchObject({ state: 'ready', rev: 1, targetRev: 2, token: 't', changed: 5000 });
  expect(at.item().failure).toBeUndefined();
  expect(await at.again()).toEqual({});
  expect([at.tasks, at.queues]).toEqual([[task], ['processBulk']]);
  expect(await at.tryAgain()).toEqual({});
  expect([at.item().targetRev, at.tasks.length]).toEqual([2, 1]);
});

test('what failed is tried again, under the same rev unless somebody saw that', async () => {
  const fresh = world({ state: 'failed', failure: 'unreadable' });
  await fresh.again();
  expect(fresh.item()).toMatchObject({ state: 'processing', rev: 1 });
  const seen = world({ ...photo, state: 'failed', failure: 'gave-up' });
  await seen.tryAgain();
  expect(seen.item()).toMatchObject({ state: 'processing', rev: 2 });
  expect([fresh.tasks, seen.tasks]).toEqual([[task], [task]]);
  expect([...fresh.queues, ...seen.queues]).toEqual(['processItem', 'processItem']);
});

test('what is on its way is left alone, and what cannot be mended, is not there or not theirs is refused', async () => {
  for (const state of ['uploading', 'processing']) {
    const at = world({ state });
    await at.again();
    expect([at.item().state, at.tasks]).toEqual([state, []]);
  }
  await expect(world({ state: 'failed', failure: 'not-media' }).again()).rejects.toThrow('forbidden');
  const gone = world({ ...photo, state: 'ready' });
  gone.at.isThere = false;
  await expect(gone.again()).rejects.toThrow('not-found');
  expect(gone.item().targetRev).toBeUndefined();
  for (const who of ['mother', 'stranger'])
    await expect(world({ state: 'ready' }).again(who)).rejects.toThrow('forbidden');
});

test('what was asked for and whose task was lost is taken up by the sweeper, not before', async () => {
  const at = world({ ...photo, state: 'ready' });
  await at.again();
  at.tasks.length = 0;
  expect([await at.sweep(), at.tasks]).toEqual([0, []]);
  at.at.now += SWEEP_AFTER_S * 1000;
  expect([await at.sweep(), at.tasks]).toEqual([1, [task]]);
  const until = new Date(at.at.now - 1000);
  at.documents.set(paths.lease(library, item), { holder: 'x', until, generation: '7', tries: 1, token: 'u' });
  expect(await at.sweep()).toBe(0);
});
