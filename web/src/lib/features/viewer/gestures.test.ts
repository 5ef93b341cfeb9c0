import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gestures, type Gestures } from './gestures.ts';

const say = {
  ondrag: vi.fn<Gestures['ondrag']>(),
  ondrop: vi.fn<Gestures['ondrop']>(),
  onpinch: vi.fn<Gestures['onpinch']>(),
  ontap: vi.fn<Gestures['ontap']>(),
  ondoubletap: vi.fn<Gestures['ondoubletap']>(),
};
let node: HTMLElement;
let stop: ReturnType<ReturnType<typeof gestures>>;

beforeEach(() => {
  vi.useFakeTimers();
  node = document.body.appendChild(document.createElement('div'));
  node.setPointerCapture = () => undefined;
  stop = gestures(say)(node);
});
afterEach(() => {
  stop?.();
  node.remove();
  vi.clearAllMocks();
  vi.useRealTimers();
});

/** `at` is the time of the event in ms. */
function finger(type: string, x: number, y: number, at = 0, pointerId = 1): void {
  const event = new PointerEvent(type, { clientX: x, clientY: y, pointerId, button: 0, bubbles: true });
  Object.defineProperty(event, 'timeStamp', { value: at });
  node.dispatchEvent(event);
}

test('a tap is a tap when no second follows', () => {
  finger('pointerdown', 10, 10);
  finger('pointerup', 12, 10, 90);
  expect(say.ontap).not.toHaveBeenCalled();
  vi.advanceTimersByTime(300);
  expect(say.ontap).toHaveBeenCalledOnce();
  expect(say.ondrag).not.toHaveBeenCalled();
});

test('two taps are one double tap', () => {
  for (const at of [0, 150]) {
    finger('pointerdown', 10, 10, at);
    finger('pointerup', 10, 10, at + 50);
  }
  vi.advanceTimersByTime(1000);
  expect(say.ondoubletap).toHaveBeenCalledExactlyOnceWith({ x: 10, y: 10 });
  expect(say.ontap).not.toHaveBeenCalled();
});

test('a finger that rests has not tapped', () => {
  finger('pointerdown', 10, 10);
  finger('pointerup', 10, 10, 900);
  vi.advanceTimersByTime(1000);
  expect(say.ontap).not.toHaveBeenCalled();
});

test('a swipe says how far and how fast', () => {
  finger('pointerdown', 200, 10);
  finger('pointermove', 150, 10, 50);
  finger('pointermove', 100, 10, 100);
  finger('pointerup', 100, 10, 110);
  expect(say.ondrag).toHaveBeenLastCalledWith({ x: -50, y: 0 }, { x: -100, y: 0 });
  expect(say.ondrop).toHaveBeenCalledExactlyOnceWith({ x: -100, y: 0 }, -1);
  vi.advanceTimersByTime(1000);
  expect(say.ontap).not.toHaveBeenCalled();
});

test('two fingers pinch, and what was a drag came to nothing', () => {
  finger('pointerdown', 100, 0);
  finger('pointermove', 80, 0, 20);
  finger('pointerdown', 180, 0, 30, 2);
  expect(say.ondrop).toHaveBeenCalledExactlyOnceWith({ x: 0, y: 0 }, 0);
  finger('pointermove', 280, 0, 60, 2);
  expect(say.onpinch).toHaveBeenCalledExactlyOnceWith(2, { x: 180, y: 0 });
  finger('pointerup', 280, 0, 80, 2);
  finger('pointerup', 80, 0, 90);
  vi.advanceTimersByTime(1000);
  expect(say.ontap).not.toHaveBeenCalled();
});

test('the wheel brings zoomIn, and the page does not scroll', () => {
  const event = new WheelEvent('wheel', { deltaY: -100, cancelable: true });
  node.dispatchEvent(event);
  expect(say.onpinch.mock.lastCall?.[0]).toBeGreaterThan(1.2);
  expect(event.defaultPrevented).toBe(true);
});

test('a button in it stays a button', () => {
  const button = node.appendChild(document.createElement('button'));
  button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0, pointerId: 1 }));
  finger('pointerup', 0, 0, 50);
  vi.advanceTimersByTime(1000);
  expect(say.ontap).not.toHaveBeenCalled();
});
