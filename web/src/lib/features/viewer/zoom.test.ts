import { beforeEach, expect, test } from 'vitest';
import { fit, Zoom } from './zoom.svelte.ts';

const area = { width: 400, height: 800 };
const image = fit(2, area);
let zoom: Zoom;
beforeEach(() => {
  zoom = new Zoom(
    () => area,
    () => image,
  );
});
const numbers = () => [...zoom.transform.matchAll(/-?[\d.]+/g)].map(([n]) => Math.round(Number(n) * 100) / 100);

test('an image fits into the area at its ratio', () => {
  expect(fit(2, area)).toEqual({ width: 400, height: 200 });
  expect(fit(0.25, area)).toEqual({ width: 200, height: 800 });
});

test('the point under the finger stays in place', () => {
  zoom.by(2, { x: 100, y: 0 });
  // The point 100 right of the centre is at 200 in the doubled image, moved back by 100.
  expect(numbers()).toEqual([-100, 0, 2]);
});

test('cannot be moved past its edges', () => {
  zoom.by(2);
  zoom.pan(1000, 1000);
  expect(numbers()).toEqual([200, 0, 2]);
  zoom.pan(-3000, 0);
  expect(numbers()).toEqual([-200, 0, 2]);
});

test('zooms in up to five times and back to the whole image', () => {
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

test('a panorama fills the area in one step, zooms further, and is whole again', () => {
  const panorama = fit(12.5, area);
  const panoramaZoom = new Zoom(
    () => area,
    () => panorama,
  );
  expect(panorama).toEqual({ width: 400, height: 32 });
  panoramaZoom.zoomIn();
  expect(panoramaZoom.scale).toBe(25);
  expect(panoramaZoom.canZoomIn).toBe(true);
  for (let i = 0; i < 10; i += 1) panoramaZoom.zoomIn();
  expect(panoramaZoom.scale).toBe(50);
  panoramaZoom.zoomOut();
  panoramaZoom.zoomOut();
  expect(panoramaZoom.scale).toBe(1);
  panoramaZoom.toggle({ x: 0, y: 0 });
  expect(panoramaZoom.scale).toBe(25);
});
