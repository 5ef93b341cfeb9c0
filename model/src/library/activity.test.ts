import { expect, test } from 'vitest';
import { ACTIVITY_TYPES, readActivity } from './activity.ts';
import { INVITE_ROLES } from './invite.ts';
import { BadDocument } from '../schema.ts';

const minimal = { type: 'library-deleted', at: new Date(5), by: 'anna', byName: '안나' };
const full = { ...minimal, type: 'changed-role', person: '엄마', target: '여름', as: 'editor' };

test('readActivity accepts every type and role', () => {
  expect(readActivity(minimal)).toEqual({ ...minimal, at: 5 });
  expect(readActivity(full)).toEqual({ ...full, at: 5 });
  expect(ACTIVITY_TYPES.map((type) => readActivity({ ...minimal, type }).type)).toEqual([...ACTIVITY_TYPES]);
  expect(INVITE_ROLES.map((as) => readActivity({ ...minimal, as }).as)).toEqual([...INVITE_ROLES]);
});

test('activity types are unique', () => {
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
])('readActivity rejects %s %j', (field, value) => {
  expect(() => readActivity({ ...full, [field]: value })).toThrow(BadDocument);
});
