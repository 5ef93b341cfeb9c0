import { expect, test } from 'vitest';
import { DEEDS, readActivity } from './activity.ts';
import { INVITED_AS } from './invite.ts';
import { BadDocument } from '../read.ts';

const least = { did: 'ended', at: new Date(5), by: 'anna', byName: '안나' };
const whole = { ...least, did: 'changed-role', whom: '엄마', what: '여름', as: 'editor' };

test('what happened comes back as it was', () => {
  expect(readActivity(least)).toEqual({ ...least, at: 5 });
  expect(readActivity(whole)).toEqual({ ...whole, at: 5 });
  expect(DEEDS.map((did) => readActivity({ ...least, did }).did)).toEqual([...DEEDS]);
  expect(INVITED_AS.map((as) => readActivity({ ...least, as }).as)).toEqual([...INVITED_AS]);
});

test('every deed is there once', () => {
  expect(new Set(DEEDS).size).toBe(DEEDS.length);
});

test.each<[string, unknown]>([
  ['did', 'looked'],
  ['did', undefined],
  ['at', 'now'],
  ['by', ''],
  ['byName', undefined],
  ['whom', 7],
  ['what', { title: 'x' }],
  ['as', 'admin'],
])('it is refused for its %s %j', (field, value) => {
  expect(() => readActivity({ ...whole, [field]: value })).toThrow(BadDocument);
});
