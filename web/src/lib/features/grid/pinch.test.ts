import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pinchZoom } from './pinch.ts';

const onzoom = vi.fn<(by: 1 | -1, y: number) => void>();
const node = document.createElement('div');
let detach: ReturnType<ReturnType<typeof pinchZoom>>;
beforeEach(() => {
  detach = pinchZoom(onzoom)(node);
});
afterEach(() => {
  detach?.();
  onzoom.mockClear();
});

function touch(type: string, ...points: (readonly [x: number, y: number])[]): void {
  const touches = points.map(([clientX, clientY]) => ({ clientX, clientY }));
  node.dispatchEvent(Object.assign(new Event(type), { touches }));
}
function wheel(deltaY: number, ctrlKey: boolean): Event {
  const event = Object.assign(new Event('wheel', { cancelable: true }), { deltaY, ctrlKey, clientY: 70 });
  node.dispatchEvent(event);
  return event;
}

test('spreading two fingers enlarges, step by step, at the height between them', () => {
  touch('touchstart', [100, 100], [200, 100]);
  touch('touchmove', [90, 100], [210, 100]);
  expect(onzoom).not.toHaveBeenCalled();
  touch('touchmove', [80, 200], [220, 100]);
  expect(onzoom).toHaveBeenCalledExactlyOnceWith(1, 150);
  touch('touchmove', [80, 200], [221, 100]);
  expect(onzoom).toHaveBeenCalledTimes(1);
  touch('touchmove', [100, 100], [200, 100]);
  expect(onzoom).toHaveBeenLastCalledWith(-1, 100);
});

test('one finger does not zoom', () => {
  touch('touchstart', [100, 100]);
  touch('touchmove', [300, 100]);
  expect(onzoom).not.toHaveBeenCalled();
});

test('the wheel zooms only with Ctrl, and not the page', () => {
  expect(wheel(-100, false).defaultPrevented).toBe(false);
  expect(onzoom).not.toHaveBeenCalled();
  expect(wheel(-30, true).defaultPrevented).toBe(true);
  expect(onzoom).not.toHaveBeenCalled();
  wheel(-30, true);
  expect(onzoom).toHaveBeenCalledExactlyOnceWith(1, 70);
  wheel(50, true);
  expect(onzoom).toHaveBeenLastCalledWith(-1, 70);
});

test('stops listening', () => {
  detach?.();
  wheel(-100, true);
  expect(onzoom).not.toHaveBeenCalled();
});
