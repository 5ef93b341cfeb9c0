import { expect, test } from 'vitest';
import { SUBMISSION_STATES, readSubmission } from './submission.ts';
import { BadDocument } from '../schema.ts';

const minimal = {
  state: 'uploading',
  by: 'kim',
  name: '옆집',
  album: 'abcdefghij234567abcd',
  fileName: '바다.jpg',
  size: 3,
  at: new Date(5),
};
const full = { ...minimal, state: 'failed', item: 'abcdefghijklmnopqrstuvwxyz234567', failure: 'not-media' };

test('readSubmission accepts every state', () => {
  expect(readSubmission(minimal)).toEqual({ ...minimal, at: 5 });
  expect(readSubmission(full)).toEqual({ ...full, at: 5 });
  expect(SUBMISSION_STATES.map((state) => readSubmission({ ...minimal, state }).state)).toEqual([...SUBMISSION_STATES]);
  expect(readSubmission({ ...minimal, album: 'all' }).album).toBe('all');
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
])('readSubmission rejects %s %j', (field, value) => {
  expect(() => readSubmission({ ...full, [field]: value })).toThrow(BadDocument);
});
