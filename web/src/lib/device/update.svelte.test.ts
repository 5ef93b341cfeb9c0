import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { AppUpdate } from './update.svelte.ts';

/** A browser's service workers, as far as a page sees them. */
function browser(controlled: boolean) {
  const worker = Object.assign(new EventTarget(), { postMessage: vi.fn() });
  const registration = Object.assign(new EventTarget(), {
    installing: null as typeof worker | null,
    waiting: null as typeof worker | null,
    update: vi.fn(() => Promise.resolve()),
  });
  const container = Object.assign(new EventTarget(), {
    controller: controlled ? {} : null,
    register: vi.fn(() => Promise.resolve(registration)),
  });
  const install = () => {
    registration.installing = worker;
    registration.dispatchEvent(new Event('updatefound'));
    registration.installing = null;
    registration.waiting = worker;
    worker.dispatchEvent(new Event('statechange'));
  };
  return { worker, registration, container, install, as: container as unknown as ServiceWorkerContainer };
}

test('a newer version is announced, and activated only when the person accepts it', async () => {
  const { as, container, worker, install } = browser(true);
  const reload = vi.fn();
  const update = new AppUpdate(as, reload);
  const seen: boolean[] = [];
  const stop = $effect.root(() => {
    $effect(() => void seen.push(update.ready));
  });
  await update.start();
  flushSync();
  install();
  flushSync();
  stop();
  expect(container.register).toHaveBeenCalledWith('/sw.js');
  expect(seen).toEqual([false, true]);
  expect(worker.postMessage).not.toHaveBeenCalled();
  update.take();
  expect(worker.postMessage).toHaveBeenCalledWith('take-over');
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload).toHaveBeenCalledOnce();
});

test('a version that has waited since the last visit is announced at once', async () => {
  const { as, registration, worker } = browser(true);
  registration.waiting = worker;
  const update = new AppUpdate(as, vi.fn());
  await update.start();
  expect(update.ready).toBe(true);
});

test('the very first version is no update, and its activation reloads nothing', async () => {
  const { as, container, install } = browser(false);
  const reload = vi.fn();
  const update = new AppUpdate(as, reload);
  await update.start();
  install();
  expect(update.ready).toBe(false);
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload).not.toHaveBeenCalled();
});

test('a window that becomes visible after an hour checks for a new version', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { as, registration } = browser(true);
  const update = new AppUpdate(as, vi.fn());
  await update.start();
  document.dispatchEvent(new Event('visibilitychange'));
  expect(registration.update).not.toHaveBeenCalled();
  vi.setSystemTime(Date.now() + 3_600_001);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(registration.update).toHaveBeenCalledOnce();
  vi.useRealTimers();
});

test('a browser that refuses is no failure of the page', async () => {
  const { as, container } = browser(true);
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  container.register.mockRejectedValue(new DOMException('denied', 'SecurityError'));
  const update = new AppUpdate(as, vi.fn());
  await update.start();
  expect(update.ready).toBe(false);
  expect(warn).toHaveBeenCalledOnce();
});
