import { expect, test } from 'vitest';
import {
  fits,
  INCOMING_DAYS,
  MAX_INCOMING_BYTES,
  MAX_INCOMING_FILES,
  stillWaiting,
  type Incoming,
} from './incoming-store.ts';

const incoming = (count: number, size = 1, at = 0): Incoming => {
  const file = Object.defineProperty(new File([], 'a.jpg'), 'size', { value: size });
  return { id: 'a', at, files: Array.from({ length: count }, () => file), refused: [] };
};

test('what waits is bounded, no matter who posts it', () => {
  expect(fits(incoming(MAX_INCOMING_FILES), [])).toBe(true);
  expect(fits(incoming(1), [incoming(MAX_INCOMING_FILES)])).toBe(false);
  expect(fits(incoming(1, MAX_INCOMING_BYTES), [])).toBe(true);
  expect(fits(incoming(1, 1), [incoming(1, MAX_INCOMING_BYTES)])).toBe(false);
});

test('files are given up after some days', () => {
  const day = 24 * 3_600_000;
  const [old, late] = [incoming(1, 1, 0), incoming(1, 1, day)];
  expect(stillWaiting([old, late], INCOMING_DAYS * day)).toEqual([late]);
});
