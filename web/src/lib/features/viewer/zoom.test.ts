import { beforeEach, expect, test } from 'vitest';
import { fit, Zoom } from './zoom.svelte.ts';

const room = { width: 400, height: 800 };
const picture = fit(2, room);
let zoom: Zoom;
beforeEach(() => {
  zoom = new Zoom(
    () => room,
    () => picture,
  );
});
const numbers = () => [...zoom.transform.matchAll(/-?[\d.]+/g)].map(([n]) => Math.round(Number(n) * 100) / 100);

test('a picture fits into the room at its own ratio', () => {
  expect(fit(2, room)).toEqual({ width: 400, height: 200 });
  expect(fit(0.25, room)).toEqual({ width: 200, height: 800 });
});

test('what is under the finger stays there', () => {
  zoom.by(2, { x: 100, y: 0 });
  // The point 100 right of the middle is at 200 in the doubled picture, moved back by 100.
  expect(numbers()).toEqual([-100, 0, 2]);
});

test('one cannot look past its edges', () => {
  zoom.by(2);
  zoom.pan(1000, 1000);
  expect(numbers()).toEqual([200, 0, 2]);
  zoom.pan(-3000, 0);
  expect(numbers()).toEqual([-200, 0, 2]);
});

test('comes no zoomIn than five times, and goes back to the whole', () => {
  for (let i = 0; i < 10; i += 1) zoom.zoomIn();
  expect(zoom.scale).toBe(5);
  expect(zoom.canZoomIn).toBe(false);
  for (let i = 0; i < 10; i += 1) zoom.zoomOut();
  expect(numbers()).toEqual([0, 0, 1]);
  zoom.toggle({ x: 0, y: 0 });
  expect(zoom.isZoomed).toBe(true);
  zoom.toggle({ x: 0, y: 0 });
  expect(zoom.isZoomed).toBe(false);
});

test('a panorama fills the room in one step, comes zoomIn still, and is whole again', () => {
  const thread = fit(12.5, room);
  const long = new Zoom(
    () => room,
    () => thread,
  );
  expect(thread).toEqual({ width: 400, height: 32 });
  long.zoomIn();
  expect(long.scale).toBe(25);
  expect(long.canZoomIn).toBe(true);
  for (let i = 0; i < 10; i += 1) long.zoomIn();
  expect(long.scale).toBe(50);
  long.zoomOut();
  long.zoomOut();
  expect(long.scale).toBe(1);
  long.toggle({ x: 0, y: 0 });
  expect(long.scale).toBe(25);
});
