import { afterEach, expect, test, vi } from 'vitest';
import { firstScreenDrawn } from './first-screen.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

/** Begins to wait, with frames and timers under control. */
function wait(isPending: () => boolean) {
  vi.useFakeTimers();
  let isDrawn = false;
  void firstScreenDrawn(isPending).then(() => (isDrawn = true));
  return async (ms: number): Promise<boolean> => {
    await vi.advanceTimersByTimeAsync(ms);
    return isDrawn;
  };
}

test('waits for reads of the device and then for images', async () => {
  let isPending = true;
  const after = wait(() => isPending);
  expect(await after(400)).toBe(false);
  const image = document.createElement('img');
  Object.defineProperty(image, 'complete', { value: false, configurable: true });
  document.body.append(image);
  isPending = false;
  expect(await after(400)).toBe(false);
  Object.defineProperty(image, 'complete', { value: true });
  expect(await after(400)).toBe(true);
});

test('waits two frames for a grid that measures itself before it reads', async () => {
  const reads = [true, false, true, false, false];
  const after = wait(() => reads.shift() ?? false);
  await after(1000);
  expect(reads).toEqual([]);
});

test('does not wait forever', async () => {
  const after = wait(() => true);
  expect(await after(1000)).toBe(false);
  expect(await after(1000)).toBe(true);
});
