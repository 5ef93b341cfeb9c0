import { expect, test } from 'vitest';
import { CALL_REFUSALS, FAILURES, isCallRefusal, isFailure, isRetryable, ProcessingError, Refused } from './failure.ts';

test('codes are told from other words', () => {
  expect(FAILURES.every(isFailure)).toBe(true);
  expect(CALL_REFUSALS.every(isCallRefusal)).toBe(true);
  for (const other of ['', 'EMPTY', 'may-not ', undefined, null, 0]) {
    expect([isFailure(other), isCallRefusal(other)], String(other)).toEqual([false, false]);
  }
});

test('every code is there once', () => {
  expect(new Set(FAILURES).size).toBe(FAILURES.length);
  expect(new Set(CALL_REFUSALS).size).toBe(CALL_REFUSALS.length);
});

test('the same bytes may do better where it was not the bytes', () => {
  expect(FAILURES.filter(isRetryable)).toEqual(['no-decoder', 'unreadable', 'took-too-long', 'gave-up']);
});

test('refusals carry their code', () => {
  expect(new ProcessingError('empty')).toMatchObject({ name: 'Refusal', failure: 'empty', message: 'empty' });
  expect(new ProcessingError('unreadable', 'no moov')).toMatchObject({
    failure: 'unreadable',
    message: 'unreadable: no moov',
  });
  expect(new Refused('may-not')).toMatchObject({ name: 'Refused', code: 'may-not', message: 'may-not' });
  expect(new Refused('bad-input', 'title')).toMatchObject({ code: 'bad-input', message: 'bad-input: title' });
});
