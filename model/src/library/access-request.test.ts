import { expect, test } from 'vitest';
import { readAccessRequest } from './access-request.ts';
import { BadDocument } from '../schema.ts';

const request = {
  name: '이수진',
  message: '영숙이 조카예요',
  address: 'sujin@example.com',
  library: 'abcdefghij234567abcd',
  at: new Date(5),
};

test('readAccessRequest accepts requests with and without a library', () => {
  expect(readAccessRequest(request)).toEqual({ ...request, at: 5 });
  expect(readAccessRequest({ ...request, library: undefined })).not.toHaveProperty('library');
});

test.each<[string, unknown]>([
  ['name', undefined],
  ['message', undefined],
  ['message', ['a']],
  ['address', undefined],
  ['address', 7],
  ['library', 'all'],
  ['library', ['abcdefghij234567abcd']],
  ['at', undefined],
  ['at', 'now'],
])('readAccessRequest rejects %s %j', (field, value) => {
  expect(() => readAccessRequest({ ...request, [field]: value })).toThrow(BadDocument);
});
