import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { Watcher } from '../firebase/cloud.ts';
import { Live, type Stored } from './live.svelte.ts';

function source() {
  const watchers: Watcher<string>[] = [];
  let stops = 0;
  const watch = (watcher: Watcher<string>) => {
    watchers.push(watcher);
    return () => void (stops += 1);
  };
  const last = () => {
    const watcher = watchers.at(-1);
    if (!watcher) throw new Error('nobody listens');
    return watcher;
  };
  return { watch, last, began: () => watchers.length, ended: () => stops };
}

function device(value?: string): Stored<string> & { held: () => string | undefined } {
  let held = value;
  return { read: () => Promise.resolve(held), write: (next) => (held = next), held: () => held };
}

/** Reads `live` in an effect and collects what it shows. */
function look(live: Live<string>) {
  const seen: string[] = [];
  const leave = $effect.root(() => {
    $effect(() => void seen.push(`${live.state}: ${live.current ?? '-'}`));
  });
  flushSync();
  return { seen, leave };
}

test('the first reader subscribes and the last one unsubscribes', async () => {
  const { watch, began, ended } = source();
  const live = new Live(watch);
  expect(live.current).toBeUndefined();
  expect(began()).toBe(0);
  const one = look(live);
  const two = look(live);
  expect(began()).toBe(1);
  one.leave();
  await Promise.resolve();
  expect(ended()).toBe(0);
  two.leave();
  await vi.waitFor(() => expect(ended()).toBe(1));
});

test("shows the stored value until the server's first update, and stores that", async () => {
  const { watch, last } = source();
  const stored = device('yesterday');
  const { seen, leave } = look(new Live(watch, stored));
  await vi.waitFor(() => expect(seen.at(-1)).toBe('stored: yesterday'));
  last().next('today');
  flushSync();
  expect(seen).toEqual(['waiting: -', 'stored: yesterday', 'live: today']);
  expect(stored.held()).toBe('today');
  leave();
});

test("the stored value never replaces the server's", async () => {
  const { watch, last } = source();
  const { seen, leave } = look(new Live(watch, device('yesterday')));
  last().next('today');
  flushSync();
  await Promise.resolve();
  flushSync();
  expect(seen).toEqual(['waiting: -', 'live: today']);
  leave();
});

test('without access there is no value, and the stored one is deleted', async () => {
  const { watch, last } = source();
  const stored = device('secret');
  const { seen, leave } = look(new Live(watch, stored));
  await vi.waitFor(() => expect(seen.at(-1)).toBe('stored: secret'));
  last().fail('may-not');
  flushSync();
  expect(seen.at(-1)).toBe('may-not: -');
  expect(stored.held()).toBeUndefined();
  leave();
});

test('an unexpected end leaves the last value', () => {
  const { watch, last } = source();
  const { seen, leave } = look(new Live(watch));
  last().next('today');
  last().fail('broken');
  flushSync();
  expect(seen.at(-1)).toBe('stored: today');
  leave();
});

test('a new reader gets the last value at once and subscribes again', async () => {
  const { watch, last, began, ended } = source();
  const live = new Live(watch);
  const first = look(live);
  last().next('one');
  first.leave();
  await vi.waitFor(() => expect(ended()).toBe(1));
  const second = look(live);
  expect(second.seen).toEqual(['stored: one']);
  expect(began()).toBe(2);
  second.leave();
});

test('shows the stored value also when the connection failed before it was read', async () => {
  const { watch, last } = source();
  const { seen, leave } = look(new Live(watch, device('yesterday')));
  last().fail('broken');
  flushSync();
  await vi.waitFor(() => expect(seen.at(-1)).toBe('stored: yesterday'));
  leave();
});
