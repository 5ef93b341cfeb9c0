import { expect, test } from 'vitest';
import { DeviceNetwork } from './network.svelte.ts';

test('the network is there until the window says otherwise, and a listener hears of changes until it stops', () => {
  const window = new EventTarget();
  const network = new DeviceNetwork(window);
  const heard: boolean[] = [];
  const stop = network.onchange(() => heard.push(network.isOnline()));
  expect(network.isOnline()).toBe(true);
  expect(network.isMissing(true)).toBe(false);
  window.dispatchEvent(new Event('offline'));
  expect(network.isMissing(true)).toBe(true);
  window.dispatchEvent(new Event('online'));
  stop();
  window.dispatchEvent(new Event('offline'));
  expect(heard).toEqual([false, true]);
});
