import { expect, test } from 'vitest';
import { ACTIVITY_TYPES, readActivity } from './activity.ts';
import { INVITE_ROLES } from './invite.ts';
import { BadDocument } from '../schema.ts';

const least = { did: 'ended', at: new Date(5), by: 'anna', byName: '안나' };
const whole = { ...least, did: 'changed-role', whom: '엄마', what: '여름', as: 'editor' };

test('what happened comes back as it was', () => {
  expect(readActivity(least)).toEqual({ ...least, at: 5 });
  expect(readActivity(whole)).toEqual({ ...whole, at: 5 });
  expect(ACTIVITY_TYPES.map((did) => readActivity({ ...least, did }).did)).toEqual([...ACTIVITY_TYPES]);
  expect(INVITE_ROLES.map((as) => readActivity({ ...least, as }).as)).toEqual([...INVITE_ROLES]);
});

test('every deed is there once', () => {
  expect(new Set(ACTIVITY_TYPES).size).toBe(ACTIVITY_TYPES.length);
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
