import { expect, test } from 'vitest';
import { ACTIVITY_TYPES, readActivity } from './activity.ts';
import { INVITE_ROLES } from './invite.ts';
import { BadDocument } from '../schema.ts';

const least = { type: 'library-deleted', at: new Date(5), by: 'anna', byName: '안나' };
const whole = { ...least, type: 'changed-role', person: '엄마', target: '여름', as: 'editor' };

test('what happened comes back as it was', () => {
  expect(readActivity(least)).toEqual({ ...least, at: 5 });
  expect(readActivity(whole)).toEqual({ ...whole, at: 5 });
  expect(ACTIVITY_TYPES.map((type) => readActivity({ ...least, type }).type)).toEqual([...ACTIVITY_TYPES]);
  expect(INVITE_ROLES.map((as) => readActivity({ ...least, as }).as)).toEqual([...INVITE_ROLES]);
});

test('every deed is there once', () => {
  expect(new Set(ACTIVITY_TYPES).size).toBe(ACTIVITY_TYPES.length);
});

test.each<[string, unknown]>([
  ['type', 'looked'],
  ['type', undefined],
  ['at', 'now'],
  ['by', ''],
  ['byName', undefined],
  ['person', 7],
  ['target', { title: 'x' }],
  ['as', 'admin'],
])('it is refused for its %s %j', (field, value) => {
  expect(() => readActivity({ ...whole, [field]: value })).toThrow(BadDocument);
});
