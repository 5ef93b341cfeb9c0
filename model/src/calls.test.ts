import { expect, test } from 'vitest';
import { CALL_NAMES } from './calls.ts';

test('every callable is there once and can be part of an address', () => {
  expect(new Set(CALL_NAMES).size).toBe(CALL_NAMES.length);
  for (const name of CALL_NAMES) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
});
