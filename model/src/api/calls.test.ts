import { expect, test } from 'vitest';
import { CALL_NAMES, type CallName } from './calls.ts';

test('every callable is there once and can be part of an address', () => {
  // Does not compile where the contract has one more than the list.
  const names: Record<CallName, true> = Object.fromEntries(CALL_NAMES.map((name) => [name, true])) as Record<
    (typeof CALL_NAMES)[number],
    true
  >;
  expect(Object.keys(names)).toEqual([...CALL_NAMES]);
  expect(new Set(CALL_NAMES).size).toBe(CALL_NAMES.length);
  for (const name of CALL_NAMES) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
});
