import { justify } from '@maru/model/media/justified-layout';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GridLayout } from './grid-layout.svelte.ts';

const options = { width: 360, rowHeight: 150, gap: 3, headingHeight: 48 };
let stop = (): void => undefined;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stop();
  vi.useRealTimers();
});

function layOut(first: number): { grid: GridLayout; resize: (count: number) => void } {
  let count = $state(first);
  let grid: GridLayout | undefined;
  stop = $effect.root(() => {
    grid = new GridLayout(() => ({ ratios: new Float32Array(count).fill(1.5), sections: [count], options }));
  });
  flushSync();
  if (!grid) throw new Error('no grid');
  return {
    grid,
    resize: (next) => {
      count = next;
      flushSync();
    },
  };
}
const heightOf = (count: number): number => justify(new Float32Array(count).fill(1.5), [count], options).height;

test('up to 200,000 tiles are laid out at once', () => {
  expect(layOut(200_000).grid.current.height).toBe(heightOf(200_000));
});

test('more are laid out in several tasks, and the previous layout stays meanwhile', async () => {
  const { grid, resize } = layOut(450_000);
  expect(grid.current.height).toBe(0);
  await vi.runAllTimersAsync();
  expect(grid.current.height).toBe(heightOf(450_000));
  resize(500_000);
  expect(grid.current.height).toBe(heightOf(450_000));
  await vi.runAllTimersAsync();
  expect(grid.current.height).toBe(heightOf(500_000));
});

test('a newer album replaces an unfinished layout', async () => {
  const { grid, resize } = layOut(700_000);
  await vi.advanceTimersToNextTimerAsync();
  resize(300_000);
  await vi.runAllTimersAsync();
  expect(grid.current.height).toBe(heightOf(300_000));
});
