import { expect, test } from 'vitest';
import { DeviceNetwork } from './network.svelte.ts';

test('is online until an offline event, and notifies listeners until they stop', () => {
  const window = new EventTarget();
  const network = new DeviceNetwork(window);
  const changes: boolean[] = [];
  const stop = network.onchange(() => changes.push(network.isOnline()));
  expect(network.isOnline()).toBe(true);
  expect(network.isMissing(true)).toBe(false);
  window.dispatchEvent(new Event('offline'));
  expect(network.isMissing(true)).toBe(true);
  window.dispatchEvent(new Event('online'));
  stop();
  window.dispatchEvent(new Event('offline'));
  expect(changes).toEqual([false, true]);
});
