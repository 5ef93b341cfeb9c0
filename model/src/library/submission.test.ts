import { expect, test } from 'vitest';
import { SUBMISSION_STATES, readSubmission } from './submission.ts';
import { BadDocument } from '../schema.ts';

const least = {
  state: 'uploading',
  by: 'kim',
  name: '옆집',
  album: 'abcdefghij234567abcd',
  fileName: '바다.jpg',
  size: 3,
  at: new Date(5),
};
const whole = { ...least, state: 'failed', item: 'abcdefghijklmnopqrstuvwxyz234567', failure: 'not-media' };

test('an offer comes back as it was, in every state', () => {
  expect(readSubmission(least)).toEqual({ ...least, at: 5 });
  expect(readSubmission(whole)).toEqual({ ...whole, at: 5 });
  expect(SUBMISSION_STATES.map((state) => readSubmission({ ...least, state }).state)).toEqual([...SUBMISSION_STATES]);
  expect(readSubmission({ ...least, album: 'all' }).album).toBe('all');
});

test.each<[string, unknown]>([
  ['state', 'ready'],
  ['state', undefined],
  ['by', ''],
  ['by', 'a/b'],
  ['name', undefined],
  ['album', 'Summer'],
  ['album', undefined],
  ['fileName', 7],
  ['size', '3'],
  ['size', Number.NaN],
  ['at', undefined],
  ['item', 'abc'],
  ['failure', 'bad luck'],
])('an offer is refused for its %s %j', (field, value) => {
  expect(() => readSubmission({ ...whole, [field]: value })).toThrow(BadDocument);
});
