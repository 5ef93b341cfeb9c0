import { expect, it } from 'vitest';
import { previousRelease, type Release } from './record.ts';

const release = (number: number, state: Release['state'] = 'released'): Release => ({
  number,
  state,
  version: `v${String(number)}`,
  time: '2026-11-29T00:00:00Z',
});

it.each([
  ['nothing deployed', [], undefined, undefined],
  ['one release', [release(1)], 1, undefined],
  ['two', [release(1), release(2)], 2, 1],
  ['an unfinished deployment between', [release(1), release(2, 'started'), release(3)], 3, 1],
  ['after a rollback', [release(1), release(2), release(3, 'withdrawn')], 2, 1],
  ['after a rollback and a new deployment', [release(1), release(2, 'withdrawn'), release(3)], 3, 1],
] as const)('rolls back with %s', (_, releases, current, expected) => {
  expect(previousRelease({ releases, ...(current !== undefined && { current }) })?.number).toBe(expected);
});
