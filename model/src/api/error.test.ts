import { expect, test } from 'vitest';
import { API_ERROR_CODES, ApiError, isApiErrorCode } from './error.ts';

test('codes are unique and differ from other words', () => {
  expect(new Set(API_ERROR_CODES).size).toBe(API_ERROR_CODES.length);
  expect(API_ERROR_CODES.every(isApiErrorCode)).toBe(true);
  for (const other of ['', 'may-not ', 'MAY-NOT', undefined, null, 0]) expect(isApiErrorCode(other)).toBe(false);
});

test('an error carries its code', () => {
  expect(new ApiError('may-not')).toMatchObject({ name: 'ApiError', code: 'may-not', message: 'may-not' });
  expect(new ApiError('bad-input', 'title')).toMatchObject({ code: 'bad-input', message: 'bad-input: title' });
});
