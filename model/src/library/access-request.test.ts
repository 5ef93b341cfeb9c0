import { expect, test } from 'vitest';
import { readAsk } from './access-request.ts';
import { BadDocument } from '../read.ts';

const ask = {
  name: '이수진',
  words: '영숙이 조카예요',
  address: 'sujin@example.com',
  library: 'abcdefghij234567abcd',
  at: new Date(5),
};

test('an ask comes back as it was, of a library or of none', () => {
  expect(readAsk(ask)).toEqual({ ...ask, at: 5 });
  expect(readAsk({ ...ask, library: undefined })).not.toHaveProperty('library');
});

test.each<[string, unknown]>([
  ['name', undefined],
  ['words', undefined],
  ['words', ['a']],
  ['address', undefined],
  ['address', 7],
  ['library', 'all'],
  ['library', ['abcdefghij234567abcd']],
  ['at', undefined],
  ['at', 'now'],
])('an ask is refused for its %s %j', (field, value) => {
  expect(() => readAsk({ ...ask, [field]: value })).toThrow(BadDocument);
});
