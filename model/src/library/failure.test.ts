import { expect, test } from 'vitest';
import { FAILURES, isFailure, isRetryable, ProcessingError } from './failure.ts';

test('isFailure accepts codes only', () => {
  expect(FAILURES.every(isFailure)).toBe(true);
  for (const other of ['', 'EMPTY', undefined, null, 0]) expect(isFailure(other), String(other)).toBe(false);
});

test('codes are unique', () => {
  expect(new Set(FAILURES).size).toBe(FAILURES.length);
});

test('failures that may not be the fault of the file are retryable', () => {
  expect(FAILURES.filter(isRetryable)).toEqual(['no-decoder', 'unreadable', 'timed-out', 'attempts-exhausted']);
});

test('ProcessingError has the code and a detail', () => {
  expect(new ProcessingError('empty')).toMatchObject({ name: 'ProcessingError', failure: 'empty', message: 'empty' });
  expect(new ProcessingError('unreadable', 'no moov')).toMatchObject({
    failure: 'unreadable',
    message: 'unreadable: no moov',
  });
});
