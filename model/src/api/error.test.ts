import { expect, test } from 'vitest';
import { API_ERROR_CODES, ApiError, isApiErrorCode } from './error.ts';

test('codes are unique, and isApiErrorCode accepts nothing else', () => {
  expect(new Set(API_ERROR_CODES).size).toBe(API_ERROR_CODES.length);
  expect(API_ERROR_CODES.every(isApiErrorCode)).toBe(true);
  for (const other of ['', 'forbidden ', 'FORBIDDEN', undefined, null, 0]) expect(isApiErrorCode(other)).toBe(false);
});

test('ApiError has the code and a detail', () => {
  expect(new ApiError('forbidden')).toMatchObject({ name: 'ApiError', code: 'forbidden', message: 'forbidden' });
  expect(new ApiError('invalid-request', 'title')).toMatchObject({
    code: 'invalid-request',
    message: 'invalid-request: title',
  });
});
