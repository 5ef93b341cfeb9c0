import './touch-screen.fake.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gestures, type Gestures } from './gestures.ts';

const handlers = {
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
  stop = gestures(handlers)(node);
});
afterEach(() => {
  stop?.();
  node.remove();
  vi.clearAllMocks();
  vi.useRealTimers();
});

/** Dispatches a pointer event; `at` is its time in ms. */
function finger(type: string, x: number, y: number, at = 0, pointerId = 1): void {
  const buttons = type === 'pointerup' ? 0 : 1;
  const place = { clientX: x, clientY: y, pointerId, isPrimary: pointerId === 1 };
  const event = new PointerEvent(type, { ...place, buttons, pointerType: 'touch', bubbles: true });
  Object.defineProperty(event, 'timeStamp', { value: at });
  node.dispatchEvent(event);
}

test('recognizes a tap if no second follows', () => {
  finger('pointerdown', 10, 10);
  finger('pointerup', 12, 10, 90);
  expect(handlers.ontap).not.toHaveBeenCalled();
  vi.advanceTimersByTime(300);
  expect(handlers.ontap).toHaveBeenCalledOnce();
  expect(handlers.ondrag).not.toHaveBeenCalled();
});

test('recognizes a double tap', () => {
  for (const at of [0, 150]) {
    finger('pointerdown', 10, 10, at);
    finger('pointerup', 10, 10, at + 50);
  }
  vi.advanceTimersByTime(1000);
  expect(handlers.ondoubletap).toHaveBeenCalledExactlyOnceWith({ x: 10, y: 10 });
  expect(handlers.ontap).not.toHaveBeenCalled();
});

test('a long press is not a tap', () => {
  finger('pointerdown', 10, 10);
  finger('pointerup', 10, 10, 900);
  vi.advanceTimersByTime(1000);
  expect(handlers.ontap).not.toHaveBeenCalled();
});

test('reports the distance and speed of a swipe', () => {
  finger('pointerdown', 200, 10);
  finger('pointermove', 150, 10, 50);
  finger('pointermove', 100, 12, 100);
  finger('pointerup', 100, 12, 110);
  // Without the first 8, which may be those of a tap.
  expect(handlers.ondrag).toHaveBeenLastCalledWith({ x: -50, y: 0 }, { x: -92, y: 0 }, 'x');
  expect(handlers.ondrop).toHaveBeenCalledExactlyOnceWith({ x: -92, y: 0 }, { x: -1, y: 0 }, 'x');
  vi.advanceTimersByTime(1000);
  expect(handlers.ontap).not.toHaveBeenCalled();
});

test('a second finger cancels the drag and pinches', () => {
  finger('pointerdown', 100, 0);
  finger('pointermove', 80, 0, 20);
  finger('pointerdown', 180, 0, 30, 2);
  expect(handlers.ondrop).toHaveBeenCalledExactlyOnceWith({ x: 0, y: 0 }, { x: 0, y: 0 }, 'x');
  finger('pointermove', 280, 0, 60, 2);
  expect(handlers.onpinch).toHaveBeenCalledExactlyOnceWith(2, { x: 180, y: 0 });
  finger('pointerup', 280, 0, 80, 2);
  finger('pointerup', 80, 0, 90);
  vi.advanceTimersByTime(1000);
  expect(handlers.ontap).not.toHaveBeenCalled();
});

test('the wheel zooms instead of scrolling the page', () => {
  const event = new WheelEvent('wheel', { deltaY: -100, cancelable: true });
  node.dispatchEvent(event);
  expect(handlers.onpinch.mock.lastCall?.[0]).toBeGreaterThan(1.2);
  expect(event.defaultPrevented).toBe(true);
});

test('ignores taps on buttons', () => {
  const button = node.appendChild(document.createElement('button'));
  button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, buttons: 1, pointerId: 1 }));
  finger('pointerup', 0, 0, 50);
  vi.advanceTimersByTime(1000);
  expect(handlers.ontap).not.toHaveBeenCalled();
});
