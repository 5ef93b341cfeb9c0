import { expect, test } from 'vitest';
import { halve } from './downsample.ts';

test('halve averages four pixels, ignores row padding, and drops an odd last row and column', () => {
  const width = 5;
  const height = 3;
  const stride = 17;
  const data = new Uint8Array(stride * height).fill(255);
  const put = (x: number, y: number, ...rgb: number[]): void => data.set(rgb, y * stride + 3 * x);
  const first = [
    [0, 0, 10, 0, 200],
    [1, 0, 20, 0, 100],
    [0, 1, 30, 0, 50],
    [1, 1, 42, 1, 50],
  ] as const;
  for (const [x, y, ...rgb] of first) put(x, y, ...rgb);
  for (const [x, y] of [
    [2, 0],
    [3, 0],
    [2, 1],
    [3, 1],
  ] as const)
    put(x, y, 7, 8, 9);
  const half = halve({ data, stride }, width, height);
  expect(half).toMatchObject({ width: 2, height: 1 });
  expect([...half.data]).toEqual([26, 0, 100, 7, 8, 9]);
});
