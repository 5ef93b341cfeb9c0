import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '@maru/model/api/error';
import type { ItemId } from '@maru/model/ids';
import { MAX_ITEMS_PER_ADD } from '@maru/model/limits';
import { Unreachable } from '@maru/model/api/unreachable';
import { Batches } from './batches.svelte.ts';

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
