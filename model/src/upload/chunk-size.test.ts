import { expect, test } from 'vitest';
import { CHUNK_UNIT, ChunkSize, MAX_CHUNK } from './chunk-size.ts';

test('follows the rate in multiples of 256 KiB, up to a limit, and shrinks after a loss', () => {
  const chunk = new ChunkSize();
  const sizes = [chunk.bytes];
  const arrive = (bytesPerSecond: number): void => {
    chunk.arrived(chunk.bytes, (chunk.bytes / bytesPerSecond) * 1000);
    sizes.push(chunk.bytes);
  };
  for (let n = 0; n < 3; n += 1) arrive(1e9);
  arrive(1_000_000);
  arrive(10_000);
  const units = sizes.map((bytes) => bytes / CHUNK_UNIT);
  expect(units).toEqual([4, 16, MAX_CHUNK / CHUNK_UNIT, MAX_CHUNK / CHUNK_UNIT, 7, 1]);
  arrive(1e9);
  chunk.lost();
  expect(chunk.bytes).toBe(CHUNK_UNIT);
});

test('a small file that took as long as a request does not shrink the chunks of the next', () => {
  const chunk = new ChunkSize();
  const before = chunk.bytes;
  chunk.arrived(10_000, 300);
  expect(chunk.bytes).toBe(before);
});
