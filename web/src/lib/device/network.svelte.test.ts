import { expect, test, vi } from 'vitest';
import { DeviceNetwork } from './network.svelte.ts';

test('the network is there until the window says otherwise, and a listener hears of changes until it stops', () => {
  const window = new EventTarget();
  const network = new DeviceNetwork(window);
  const changed = vi.fn(() => network.isOnline());
  const stop = network.onchange(changed);
  expect(network.isOnline()).toBe(true);
  expect(network.isMissing(true)).toBe(false);
  window.dispatchEvent(new Event('offline'));
  expect(network.isMissing(true)).toBe(true);
  window.dispatchEvent(new Event('online'));
  stop();
  window.dispatchEvent(new Event('offline'));
  expect(changed.mock.results.map(({ value }) => value)).toEqual([false, true]);
});
