import {
  ALL,
  INTERACTIVE_ITEMS,
  originalName,
  paths,
  readItem,
  SWEEP_AFTER_S,
  type ItemId,
  type LibraryId,
  type Rotation,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noOriginals, noQueue, noRenditions } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { ProcessingQueue, ProcessTask } from '../ports/queue.ts';
import { reprocessItem, retryItem, rotateItem } from './reprocess-item.ts';
import { sweepReprocessing } from '../maintenance/sweep-reprocessing.ts';

const library = 'a'.repeat(20) as LibraryId;
const item = 'b'.repeat(32) as ItemId;
const ITEM = paths.item(library, item);
const photo = { kind: 'photo', format: 'jpeg', variants: [], token: 't' };
const task = { library, item, generation: '7' };

function setup(fields: Fields) {
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
      processItem: (task: ProcessTask, queue: ProcessingQueue) => {
        queues.push(queue);
        return Promise.resolve(void tasks.push(task));
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
    reprocess: (who = 'me') => reprocessItem(ports, as(who), { library, item }),
    rotate: (rotation: Rotation, who = 'me') => rotateItem(ports, as(who), { library, item, rotation }),
    retry: () => retryItem(ports, as('me'), { library, item }),
    sweep: () => sweepReprocessing(ports, library),
    item: () => readItem(documents.get(ITEM)),
  };
}

test('reprocessing a ready item requests its next rev once, and the item stays ready', async () => {
  const at = setup({ ...photo, state: 'ready', failure: 'attempts-exhausted' });
  expect(await at.reprocess()).toEqual({});
  expect(at.item()).toMatchObject({ state: 'ready', rev: 1, targetRev: 2, token: 't', changed: 5000 });
  expect(at.item().failure).toBeUndefined();
  expect(await at.reprocess()).toEqual({});
  expect([at.tasks, at.queues]).toEqual([[task], ['processBulk']]);
  expect(await at.retry()).toEqual({});
  expect([at.item().targetRev, at.tasks.length]).toEqual([2, 1]);
});

test('retrying a failed item keeps its rev, unless that was published', async () => {
  const fresh = setup({ state: 'failed', failure: 'unreadable' });
  await fresh.reprocess();
  expect(fresh.item()).toMatchObject({ state: 'processing', rev: 1 });
  const seen = setup({ ...photo, state: 'failed', failure: 'attempts-exhausted' });
  await seen.retry();
  expect(seen.item()).toMatchObject({ state: 'processing', rev: 2 });
  expect([fresh.tasks, seen.tasks]).toEqual([[task], [task]]);
  expect([...fresh.queues, ...seen.queues]).toEqual(['processItem', 'processItem']);
});

test('ignores items in progress; refuses items that are missing or not retryable, and callers without permission', async () => {
  for (const state of ['uploading', 'processing']) {
    const at = setup({ state });
    await at.reprocess();
    expect([at.item().state, at.tasks]).toEqual([state, []]);
  }
  await expect(setup({ state: 'failed', failure: 'not-media' }).reprocess()).rejects.toThrow('forbidden');
  const gone = setup({ ...photo, state: 'ready' });
  gone.at.isThere = false;
  await expect(gone.reprocess()).rejects.toThrow('not-found');
  expect(gone.item().targetRev).toBeUndefined();
  for (const who of ['mother', 'stranger'])
    await expect(setup({ state: 'ready' }).reprocess(who)).rejects.toThrow('forbidden');
});

test('the sweeper enqueues a request whose task was lost, after SWEEP_AFTER_S', async () => {
  const at = setup({ ...photo, state: 'ready' });
  await at.reprocess();
  at.tasks.length = 0;
  expect([await at.sweep(), at.tasks]).toEqual([0, []]);
  at.at.now += SWEEP_AFTER_S * 1000;
  expect([await at.sweep(), at.tasks]).toEqual([1, [task]]);
  const until = new Date(at.at.now - 1000);
  at.documents.set(paths.lease(library, item), { holder: 'x', until, generation: '7', tries: 1, token: 'u' });
  expect(await at.sweep()).toBe(0);
});

test('a rotation requests a rev of its own, also while another one is being processed, and keeps other edits', async () => {
  const caption = { value: '바다', at: 1 };
  const at = setup({ ...photo, state: 'ready', edits: { caption } });
  await at.rotate(90);
  expect(at.item()).toMatchObject({ rev: 1, targetRev: 2, edits: { caption, rotation: { value: 90, at: 5000 } } });
  await at.rotate(90);
  await at.rotate(0);
  expect(at.item()).toMatchObject({ targetRev: 3, edits: { caption, rotation: { value: 0 } } });
  expect(at.queues).toEqual(['processItem', 'processItem']);
});

test('a rotation whose processing failed can be requested again', async () => {
  const edits = { rotation: { value: 90, at: 1 } };
  const at = setup({ ...photo, state: 'ready', edits, failure: 'attempts-exhausted' });
  await at.rotate(90);
  expect([at.item().targetRev, at.item().failure, at.tasks]).toEqual([2, undefined, [task]]);
  const rotated = setup({ ...photo, state: 'ready', edits, rotation: 90 });
  await rotated.rotate(90);
  expect([rotated.item().targetRev, rotated.tasks]).toEqual([undefined, []]);
});

test('a rotation is in the interactive queue, even if the uploader has many items in processing', async () => {
  const at = setup({ ...photo, state: 'ready' });
  for (let n = 0; n < INTERACTIVE_ITEMS; n += 1)
    at.documents.set(paths.item(library, String(n) as ItemId), { state: 'processing', uploader: 'me' });
  await at.rotate(90);
  expect(at.queues).toEqual(['processItem']);
});

test('only photos that are displayed are rotated, by owners and editors', async () => {
  for (const fields of [
    { ...photo, state: 'ready', kind: 'video' },
    { ...photo, state: 'ready', isUnsupported: true },
    { ...photo, state: 'failed', failure: 'attempts-exhausted' },
    { state: 'processing' },
  ])
    await expect(setup(fields).rotate(90)).rejects.toThrow('invalid-request');
  await expect(setup({ ...photo, state: 'ready' }).rotate(90, 'mother')).rejects.toThrow('forbidden');
});
