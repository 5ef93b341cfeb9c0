import { expect, test, vi } from 'vitest';
import { keepAwake } from './keep-awake.ts';

function setup() {
  const log: string[] = [];
  const page = Object.assign(new EventTarget(), { hidden: false });
  const request = vi.fn(() => {
    log.push('request');
    return Promise.resolve({ release: () => Promise.resolve(void log.push('release')) } as WakeLockSentinel);
  });
  return {
    log,
    page,
    request,
    start: () => keepAwake(page as unknown as Document, { request }),
  };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));

test('requests the lock, again when the page is shown again, and releases it', async () => {
  const { log, page, start } = setup();
  const stop = start();
  await settle();
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  page.hidden = false;
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
  stop();
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
  expect(log).toEqual(['request', 'request', 'release']);
});

test('releases a lock that comes too late, and works where there is none', async () => {
  const { log, start } = setup();
  start()();
  await settle();
  expect(log).toEqual(['request', 'release']);
  keepAwake(document, { request: () => Promise.reject(new Error('low battery')) })();
  await settle();
});
