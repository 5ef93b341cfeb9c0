import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { AppUpdate } from './update.svelte.ts';

/** A fake service worker container; `install` makes a newer version wait. */
function fakeServiceWorkers(isControlled: boolean) {
  const worker = Object.assign(new EventTarget(), { postMessage: vi.fn() });
  const registration = Object.assign(new EventTarget(), {
    installing: null as typeof worker | null,
    waiting: null as typeof worker | null,
    update: vi.fn(() => Promise.resolve()),
  });
  const container = Object.assign(new EventTarget(), {
    controller: isControlled ? {} : null,
    register: vi.fn(() => Promise.resolve(registration)),
  });
  const install = () => {
    registration.installing = worker;
    registration.dispatchEvent(new Event('updatefound'));
    registration.installing = null;
    registration.waiting = worker;
    worker.dispatchEvent(new Event('statechange'));
  };
  return { worker, registration, container, install, serviceWorkers: container as unknown as ServiceWorkerContainer };
}

test('reports a newer version and activates it only on request', async () => {
  const { serviceWorkers, container, worker, install } = fakeServiceWorkers(true);
  const reload = vi.fn();
  const update = new AppUpdate(serviceWorkers, reload);
  const seen: boolean[] = [];
  const stop = $effect.root(() => {
    $effect(() => void seen.push(update.isReady));
  });
  await update.start();
  flushSync();
  install();
  flushSync();
  stop();
  expect(container.register).toHaveBeenCalledWith('/sw.js');
  expect(seen).toEqual([false, true]);
  expect(worker.postMessage).not.toHaveBeenCalled();
  update.activate();
  expect(worker.postMessage).toHaveBeenCalledWith('skip-waiting');
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload).toHaveBeenCalledOnce();
});

test('reports a version that was already waiting', async () => {
  const { serviceWorkers, registration, worker } = fakeServiceWorkers(true);
  registration.waiting = worker;
  const update = new AppUpdate(serviceWorkers, vi.fn());
  await update.start();
  expect(update.isReady).toBe(true);
});

test('does not report the first version, and does not reload when it activates', async () => {
  const { serviceWorkers, container, install } = fakeServiceWorkers(false);
  const reload = vi.fn();
  const update = new AppUpdate(serviceWorkers, reload);
  await update.start();
  install();
  expect(update.isReady).toBe(false);
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload).not.toHaveBeenCalled();
});

test('checks for a new version when the window becomes visible after an hour', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { serviceWorkers, registration } = fakeServiceWorkers(true);
  const update = new AppUpdate(serviceWorkers, vi.fn());
  await update.start();
  document.dispatchEvent(new Event('visibilitychange'));
  expect(registration.update).not.toHaveBeenCalled();
  vi.setSystemTime(Date.now() + 3_600_001);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(registration.update).toHaveBeenCalledOnce();
  vi.useRealTimers();
});

test('logs a warning when the browser refuses to register', async () => {
  const { serviceWorkers, container } = fakeServiceWorkers(true);
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  container.register.mockRejectedValue(new DOMException('denied', 'SecurityError'));
  const update = new AppUpdate(serviceWorkers, vi.fn());
  await update.start();
  expect(update.isReady).toBe(false);
  expect(warn).toHaveBeenCalledOnce();
});
