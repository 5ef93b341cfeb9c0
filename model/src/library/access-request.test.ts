import { expect, test } from 'vitest';
import { readAccessRequest } from './access-request.ts';
import { BadDocument } from '../schema.ts';

const ask = {
  name: '이수진',
  message: '영숙이 조카예요',
  address: 'sujin@example.com',
  library: 'abcdefghij234567abcd',
  at: new Date(5),
};

test('an ask comes back as it was, of a library or of none', () => {
  expect(readAccessRequest(ask)).toEqual({ ...ask, at: 5 });
  expect(readAccessRequest({ ...ask, library: undefined })).not.toHaveProperty('library');
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
])('an ask is refused for its %s %j', (field, value) => {
  expect(() => readAccessRequest({ ...ask, [field]: value })).toThrow(BadDocument);
});
