import { expect, it } from 'vitest';
import { previousRelease, type Release } from './record.ts';

const release = (number: number, state: Release['state'] = 'released'): Release => ({
  number,
  state,
  version: `v${String(number)}`,
  time: '2026-11-29T00:00:00Z',
  region: 'asia-northeast3',
  appCheck: false,
});

it.each([
  ['nothing deployed', [], undefined],
  ['one release', [release(1)], undefined],
  ['two', [release(1), release(2)], 1],
  ['a deployment that was cut', [release(1), release(2, 'started')], 1],
  ['a deployment that failed its check', [release(1), release(2), release(3, 'started')], 2],
  ['a deployment that was cut between', [release(1), release(2, 'started'), release(3)], 1],
  ['only one that was cut', [release(1, 'started')], undefined],
  ['a rollback before', [release(1), release(2), release(3, 'withdrawn')], 1],
  ['a rollback and a new deployment', [release(1), release(2, 'withdrawn'), release(3)], 1],
] as const)('rolls back after %s', (_, releases, expected) => {
  expect(previousRelease({ releases })?.number).toBe(expected);
});
