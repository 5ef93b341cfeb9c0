import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { Watcher } from '../firebase/cloud.ts';
import { Live, type Kept } from './live.svelte.ts';

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

function device(value?: string): Kept<string> & { held: () => string | undefined } {
  let held = value;
  return { read: () => Promise.resolve(held), write: (next) => (held = next), held: () => held };
}

/** Looks at `live` from an effect and collects what it shows. */
function look(live: Live<string>) {
  const seen: string[] = [];
  const leave = $effect.root(() => {
    $effect(() => void seen.push(`${live.state}: ${live.current ?? '-'}`));
  });
  flushSync();
  return { seen, leave };
}

test('nobody subscribes until somebody looks, and leaving ends it', async () => {
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

test('shows what the device kept until the server speaks, and keeps what it says', async () => {
  const { watch, last } = source();
  const kept = device('yesterday');
  const { seen, leave } = look(new Live(watch, kept));
  await vi.waitFor(() => expect(seen.at(-1)).toBe('kept: yesterday'));
  last().next('today');
  flushSync();
  expect(seen).toEqual(['waiting: -', 'kept: yesterday', 'live: today']);
  expect(kept.held()).toBe('today');
  leave();
});

test('what the device kept never replaces what the server has said', async () => {
  const { watch, last } = source();
  const { seen, leave } = look(new Live(watch, device('yesterday')));
  last().next('today');
  flushSync();
  await Promise.resolve();
  flushSync();
  expect(seen).toEqual(['waiting: -', 'live: today']);
  leave();
});

test('who may no longer see it sees nothing, and the device forgets it', async () => {
  const { watch, last } = source();
  const kept = device('secret');
  const { seen, leave } = look(new Live(watch, kept));
  await vi.waitFor(() => expect(seen.at(-1)).toBe('kept: secret'));
  last().fail('may-not');
  flushSync();
  expect(seen.at(-1)).toBe('may-not: -');
  expect(kept.held()).toBeUndefined();
  leave();
});

test('an unforeseen end leaves what was seen', () => {
  const { watch, last } = source();
  const { seen, leave } = look(new Live(watch));
  last().next('today');
  last().fail('broken');
  flushSync();
  expect(seen.at(-1)).toBe('kept: today');
  leave();
});

test('who looks again sees the last state at once and listens anew', async () => {
  const { watch, last, began, ended } = source();
  const live = new Live(watch);
  const first = look(live);
  last().next('one');
  first.leave();
  await vi.waitFor(() => expect(ended()).toBe(1));
  const second = look(live);
  expect(second.seen).toEqual(['kept: one']);
  expect(began()).toBe(2);
  second.leave();
});

test('shows what the device kept also when the network failed before the device had answered', async () => {
  const { watch, last } = source();
  const { seen, leave } = look(new Live(watch, device('yesterday')));
  last().fail('broken');
  flushSync();
  await vi.waitFor(() => expect(seen.at(-1)).toBe('kept: yesterday'));
  leave();
});
