import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '@maru/model/api/error';
import type { ItemId, LibraryId } from '@maru/model/ids';
import { MAX_ITEMS_PER_ADD } from '@maru/model/limits';
import { Unreachable } from '@maru/model/api/unreachable';
import type { BatchPart, BatchStore } from '../device/batch-store.ts';
import type { StoredBatch } from '../device/stored-batch.ts';
import type { Cloud } from '../firebase/cloud.ts';
import { Batches, type BatchTask } from './batches.svelte.ts';

const itemsOf = (count: number): ItemId[] => Array.from({ length: count }, (_, n) => `item${String(n)}` as ItemId);

/** Batches whose server does what `answer` says, and a promise that is settled or not. */
function setup(answer: (items: readonly ItemId[], call: number) => readonly ItemId[] | Error) {
  const network = { isOnline: true };
  const batches = new Batches({ isOnline: () => network.isOnline });
  const calls: number[] = [];
  const run = (count: number) => {
    const result: { items?: readonly ItemId[] } = {};
    const items = itemsOf(count);
    void batches
      .run({
        kind: 'trash',
        items,
        send: (part) => {
          calls.push(part.length);
          const response = answer(part, calls.length);
          return response instanceof Error ? Promise.reject(response) : Promise.resolve(response);
        },
      })
      .then(({ changed }) => (result.items = changed));
    return { items, result };
  };
  const setOnline = (isOnline: boolean) => {
    network.isOnline = isOnline;
    window.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
  };
  return { batches, calls, run, setOnline };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('calls the server for a bounded number of items at a time, and returns those that it changed', async () => {
  const { batches, calls, run } = setup((items) => items.slice(1));
  const { items, result } = run(2 * MAX_ITEMS_PER_ADD + 5);
  expect(batches.isRunning).toBe(true);
  await settle();
  expect(calls).toEqual([MAX_ITEMS_PER_ADD, MAX_ITEMS_PER_ADD, 5]);
  expect(result.items).toEqual(items.filter((_, n) => n % MAX_ITEMS_PER_ADD !== 0));
  expect([batches.isRunning, batches.shown]).toEqual([false, []]);
});

test('is shown only if it takes longer than a second, and says how much was sent', async () => {
  const batches = new Batches({ isOnline: () => true });
  const answers: (() => void)[] = [];
  void batches.run({
    kind: 'add',
    items: itemsOf(3 * MAX_ITEMS_PER_ADD),
    send: (part) => new Promise((resolve) => answers.push(() => resolve(part))),
  });
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(999);
  expect(batches.shown).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(batches.shown).toMatchObject([{ kind: 'add', state: 'running', sent: MAX_ITEMS_PER_ADD, total: 600 }]);
  answers[1]?.();
  await settle();
  expect(batches.shown).toMatchObject([{ sent: 2 * MAX_ITEMS_PER_ADD }]);
  answers[2]?.();
  await settle();
  expect(batches.shown).toEqual([]);
});

test('waits while offline and goes on where it was', async () => {
  const { batches, calls, run, setOnline } = setup((items) => items);
  const { items, result } = run(2 * MAX_ITEMS_PER_ADD);
  setOnline(false);
  await settle();
  expect(batches.shown).toMatchObject([{ state: 'waiting', sent: MAX_ITEMS_PER_ADD }]);
  expect(batches.isRunning).toBe(true);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(calls).toHaveLength(1);
  setOnline(true);
  await settle();
  expect(calls).toHaveLength(2);
  expect(result.items).toEqual(items);
});

test('repeats a call whose response was lost', async () => {
  const { batches, calls, run } = setup((items, call) => (call === 1 ? new Unreachable() : items));
  const { items, result } = run(MAX_ITEMS_PER_ADD + 1);
  await settle();
  expect(batches.shown).toMatchObject([{ state: 'waiting', sent: 0 }]);
  window.dispatchEvent(new Event('online'));
  await settle();
  expect(calls).toEqual([MAX_ITEMS_PER_ADD, MAX_ITEMS_PER_ADD, 1]);
  expect(result.items).toEqual(items);
});

test('waits while the rate is exceeded', async () => {
  const { calls, run } = setup((items, call) => (call <= 2 ? new ApiError('rate-limited') : items));
  const { items, result } = run(3);
  await vi.advanceTimersByTimeAsync(1000 + 3000 - 1);
  expect(calls).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(result.items).toEqual(items);
});

test('stops at a refusal with what was done, and continues with the rest when retried', async () => {
  const { batches, calls, run } = setup((items, call) => (call === 2 ? new ApiError('not-found') : items));
  const { items, result } = run(2 * MAX_ITEMS_PER_ADD);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(batches.shown).toMatchObject([{ state: 'failed', sent: MAX_ITEMS_PER_ADD, error: { code: 'not-found' } }]);
  expect([calls.length, batches.isRunning]).toEqual([2, false]);
  batches.retry(batches.shown[0]?.id ?? 0);
  await settle();
  expect(calls).toHaveLength(3);
  expect(result.items).toEqual(items);
  expect(batches.shown).toEqual([]);
});

test('a stopped batch returns what was done', async () => {
  const { batches, run } = setup((items, call) => (call === 2 ? new Error('internal') : items));
  const { items, result } = run(3 * MAX_ITEMS_PER_ADD);
  await settle();
  batches.stop(batches.shown[0]?.id ?? 0);
  await settle();
  expect(result.items).toEqual(items.slice(0, MAX_ITEMS_PER_ADD));
});

test('pauses while the session is expired, and reports nothing after sign-out', async () => {
  const { batches, calls, run } = setup((items) => items);
  batches.suspend();
  const first = run(3);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toEqual([]);
  batches.resume();
  await settle();
  expect(first.result.items).toEqual(first.items);
  batches.suspend();
  const second = run(3);
  await settle();
  batches.close();
  await settle();
  expect([calls.length, second.result.items]).toEqual([1, undefined]);
});

/** What a device stores, for windows one after another. */
function memoryStore(): BatchStore & { parts: Map<string, BatchPart> } {
  const parts = new Map<string, BatchPart>();
  let batch: StoredBatch | undefined;
  return {
    parts,
    add: (added, all) => {
      batch = added;
      const stored = all.map((part, n) => ({ key: String(n), ...part }));
      for (const part of stored) parts.set(part.key, part);
      return Promise.resolve(stored);
    },
    remove: (removed) => {
      for (const { key } of removed) parts.delete(key ?? '');
      return Promise.resolve();
    },
    load: () => Promise.resolve(batch && parts.size > 0 ? [{ ...batch, parts: [...parts.values()] }] : []),
  };
}

test('the next window resumes a batch of several calls with the items that were not sent', async () => {
  const store = memoryStore();
  const items = itemsOf(2 * MAX_ITEMS_PER_ADD + 5);
  const call = { name: 'trashItems', request: { library: 'l' as LibraryId } } as const;
  const first = new Batches({ isOnline: () => true }, store);
  // The window is closed while it waits for the second response.
  const send = vi.fn<BatchTask['send']>().mockImplementation(() => new Promise(() => undefined));
  send.mockResolvedValueOnce(items.slice(0, MAX_ITEMS_PER_ADD));
  void first.run({ kind: 'trash', items, call, send });
  await settle();
  expect([send.mock.calls.length, first.isRunning]).toEqual([2, false]);

  const cloud = { call: vi.fn<Cloud['call']>().mockResolvedValue({}) };
  cloud.call.mockImplementation((_, request) =>
    Promise.resolve({ trashed: 'items' in request ? request.items.length : 0 }),
  );
  const next = new Batches({ isOnline: () => true }, store);
  const ondone = vi.fn<(count: number) => void>();
  await next.resumeStored(cloud, ondone);
  await settle();
  expect(ondone.mock.calls).toEqual([[MAX_ITEMS_PER_ADD + 5]]);
  expect(cloud.call.mock.calls).toEqual([
    ['trashItems', { library: 'l', items: items.slice(MAX_ITEMS_PER_ADD, 2 * MAX_ITEMS_PER_ADD) }],
    ['trashItems', { library: 'l', items: items.slice(2 * MAX_ITEMS_PER_ADD) }],
  ]);
  expect(store.parts.size).toBe(0);
  await next.resumeStored(cloud, ondone);
  expect(ondone).toHaveBeenCalledOnce();
});

test('a batch older than an hour is resumed only when the person retries it', async () => {
  const store = memoryStore();
  const items = itemsOf(MAX_ITEMS_PER_ADD + 1);
  const call = { name: 'trashItems', request: { library: 'l' as LibraryId } } as const;
  void new Batches({ isOnline: () => true }, store).run({
    kind: 'trash',
    items,
    call,
    send: () => new Promise(() => undefined),
  });
  await settle();
  await vi.advanceTimersByTimeAsync(3_600_001);
  const cloud = { call: vi.fn<Cloud['call']>().mockResolvedValue({ trashed: 1 }) };
  const next = new Batches({ isOnline: () => true }, store);
  await next.resumeStored(cloud, () => undefined);
  await settle();
  expect(cloud.call).not.toHaveBeenCalled();
  expect(next.shown).toMatchObject([{ kind: 'trash', state: 'failed', sent: 0, total: items.length }]);
  next.retry(next.shown[0]?.id ?? 0);
  await settle();
  expect(cloud.call).toHaveBeenCalledTimes(2);
  expect([store.parts.size, next.shown]).toEqual([0, []]);
});

test('a batch does not wait long for a device that is slow to store it', async () => {
  const removed: unknown[] = [];
  let finish: (() => void) | undefined;
  const store: BatchStore = {
    add: (_, parts) =>
      new Promise((resolve) => (finish = () => resolve(parts.map((part, n) => ({ key: String(n), ...part }))))),
    remove: (parts) => Promise.resolve(void removed.push(...parts.map(({ key }) => key))),
    load: () => Promise.resolve([]),
  };
  const batches = new Batches({ isOnline: () => true }, store);
  const call = { name: 'trashItems', request: { library: 'l' as LibraryId } } as const;
  const send = vi.fn<BatchTask['send']>().mockImplementation(() => new Promise(() => undefined));
  void batches.run({ kind: 'trash', items: itemsOf(MAX_ITEMS_PER_ADD + 1), call, send });
  expect(batches.isRunning).toBe(true);
  await vi.advanceTimersByTimeAsync(2000);
  expect([send.mock.calls.length, batches.isRunning]).toEqual([1, true]);
  finish?.();
  await settle();
  expect(removed).toEqual(['0', '1']);
});

test('a stopped batch is not resumed by the next window; a batch of a single call is not stored', async () => {
  const store = memoryStore();
  const call = { name: 'trashItems', request: { library: 'l' as LibraryId } } as const;
  const batches = new Batches({ isOnline: () => true }, store);
  const run = (count: number, send: BatchTask['send']) =>
    batches.run({ kind: 'trash', items: itemsOf(count), call, send });
  void run(MAX_ITEMS_PER_ADD, () => new Promise(() => undefined));
  await settle();
  expect([store.parts.size, batches.isRunning]).toEqual([0, true]);
  void run(3 * MAX_ITEMS_PER_ADD, () => Promise.reject(new ApiError('not-found')));
  await settle();
  expect(store.parts.size).toBe(3);
  batches.stop(batches.shown[0]?.id ?? 0);
  await settle();
  expect(store.parts.size).toBe(0);
});
