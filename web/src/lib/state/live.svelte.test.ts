import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { Watcher } from '../firebase/cloud.ts';
import { Live, type Stored } from './live.svelte.ts';

/** A live source that counts subscriptions. */
function createSource() {
  const watchers: Watcher<string>[] = [];
  let stops = 0;
  const watch = (watcher: Watcher<string>) => {
    watchers.push(watcher);
    return () => void (stops += 1);
  };
  const last = () => {
    const watcher = watchers.at(-1);
    if (!watcher) throw new Error('no subscription');
    return watcher;
  };
  return { watch, last, subscribed: () => watchers.length, unsubscribed: () => stops };
}

function createStored(initial?: string): Stored<string> & { current: () => string | undefined } {
  let value = initial;
  return { read: () => Promise.resolve(value), write: (next) => (value = next), current: () => value };
}

/** Reads `live` in an effect and collects its states and values. */
function observe(live: Live<string>) {
  const seen: string[] = [];
  const stop = $effect.root(() => {
    $effect(() => void seen.push(`${live.state}: ${live.current ?? '-'}`));
  });
  flushSync();
  return { seen, stop };
}

test('subscribes with the first reader and unsubscribes with the last', async () => {
  const { watch, subscribed, unsubscribed } = createSource();
  const live = new Live(watch);
  expect(live.current).toBeUndefined();
  expect(subscribed()).toBe(0);
  const one = observe(live);
  const two = observe(live);
  expect(subscribed()).toBe(1);
  one.stop();
  await Promise.resolve();
  expect(unsubscribed()).toBe(0);
  two.stop();
  await vi.waitFor(() => expect(unsubscribed()).toBe(1));
});

test("shows the stored value until the server's first value, and stores that", async () => {
  const { watch, last } = createSource();
  const stored = createStored('yesterday');
  const { seen, stop } = observe(new Live(watch, stored));
  await vi.waitFor(() => expect(seen.at(-1)).toBe('stored: yesterday'));
  last().next('today');
  flushSync();
  expect(seen).toEqual(['waiting: -', 'stored: yesterday', 'live: today']);
  expect(stored.current()).toBe('today');
  stop();
});

test("never replaces the server's value by the stored one", async () => {
  const { watch, last } = createSource();
  const { seen, stop } = observe(new Live(watch, createStored('yesterday')));
  last().next('today');
  flushSync();
  await Promise.resolve();
  flushSync();
  expect(seen).toEqual(['waiting: -', 'live: today']);
  stop();
});

test('drops the value and deletes the stored one when access is denied', async () => {
  const { watch, last } = createSource();
  const stored = createStored('secret');
  const { seen, stop } = observe(new Live(watch, stored));
  await vi.waitFor(() => expect(seen.at(-1)).toBe('stored: secret'));
  last().fail('forbidden');
  flushSync();
  expect(seen.at(-1)).toBe('forbidden: -');
  expect(stored.current()).toBeUndefined();
  stop();
});

test('keeps the last value after an unexpected end', () => {
  const { watch, last } = createSource();
  const { seen, stop } = observe(new Live(watch));
  last().next('today');
  last().fail('broken');
  flushSync();
  expect(seen.at(-1)).toBe('stored: today');
  stop();
});

test('a new reader gets the last value at once and resubscribes', async () => {
  const { watch, last, subscribed, unsubscribed } = createSource();
  const live = new Live(watch);
  const first = observe(live);
  last().next('one');
  first.stop();
  await vi.waitFor(() => expect(unsubscribed()).toBe(1));
  const second = observe(live);
  expect(second.seen).toEqual(['stored: one']);
  expect(subscribed()).toBe(2);
  second.stop();
});

test('shows a stored value that is read after the connection failed', async () => {
  const { watch, last } = createSource();
  const { seen, stop } = observe(new Live(watch, createStored('yesterday')));
  last().fail('broken');
  flushSync();
  await vi.waitFor(() => expect(seen.at(-1)).toBe('stored: yesterday'));
  stop();
});
