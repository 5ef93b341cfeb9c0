import { expect, test } from 'vitest';
import { openSphere } from './sphere.ts';

test('a device without WebGL, such as happy-dom, gets no sphere', () => {
  const panorama = { left: 0, top: 0, width: 1, height: 1 };
  const container = document.createElement('div');
  expect(openSphere(container, { panorama, isStill: false })).toBeUndefined();
  expect(container.childElementCount).toBe(0);
});
