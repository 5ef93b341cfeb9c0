import { expect, test } from 'vitest';
import { FAILURES, isFailure, isRetryable, ProcessingError } from './failure.ts';

test('codes are told from other words', () => {
  expect(FAILURES.every(isFailure)).toBe(true);
  for (const other of ['', 'EMPTY', undefined, null, 0]) expect(isFailure(other), String(other)).toBe(false);
});

test('every code is there once', () => {
  expect(new Set(FAILURES).size).toBe(FAILURES.length);
});

test('the same bytes may do better where it was not the bytes', () => {
  expect(FAILURES.filter(isRetryable)).toEqual(['no-decoder', 'unreadable', 'took-too-long', 'gave-up']);
});

test('refusals carry their code', () => {
  expect(new ProcessingError('empty')).toMatchObject({ name: 'ProcessingError', failure: 'empty', message: 'empty' });
  expect(new ProcessingError('unreadable', 'no moov')).toMatchObject({
    failure: 'unreadable',
    message: 'unreadable: no moov',
  });
});
