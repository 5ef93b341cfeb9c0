import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Uid } from './ids.ts';
import { ROLES, type Role } from './member.ts';
import { ACTIONS, may, mayLook, POLICY, principalOf, PRINCIPALS, type Action, type Principal } from './policy.ts';

const uid = (text: string): Uid => text as Uid;
const library = { roles: { [uid('o')]: 'owner', [uid('e')]: 'editor', [uid('v')]: 'viewer' } as Record<Uid, Role> };

test('the table is what the family was told', () => {
  const can = (who: Principal): Action[] => ACTIONS.filter((action) => may(who, action));
  const looks: Action[] = ['see-library', 'see-members', 'see-album'];
  const tends: Action[] = ['see-items', 'add-items', 'try-again', 'make-album'];
  expect(can('owner')).toEqual([...looks, ...tends, 'invite', 'keep-own-settings']);
  expect(can('editor')).toEqual([...looks, ...tends, 'keep-own-settings']);
  expect(can('viewer')).toEqual([...looks, 'keep-own-settings']);
  expect(can('stranger')).toEqual(['keep-own-settings']);
  expect(can('nobody')).toEqual([]);
});

test('who is trusted with more may do all that others may', () => {
  for (const action of ACTIONS) {
    const allowed = PRINCIPALS.map((who) => may(who, action));
    expect(allowed, action).toEqual([...allowed].sort((a, b) => Number(b) - Number(a)));
    expect(POLICY[action].length).toBeGreaterThan(0);
  }
});

describe('who somebody is', () => {
  test('by their role', () => {
    const who = ['o', 'e', 'v', 'x'].map((id) => principalOf(library, uid(id)));
    expect(who).toEqual([...ROLES, 'stranger']);
    expect(principalOf(library, undefined)).toBe('nobody');
  });

  test('a name that every object has is a stranger’s all the same', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      expect(principalOf(library, uid(name)), name).toBe('stranger');
  });
});

describe('who may look at an album', () => {
  test('its readers, as long as they are members', () => {
    const album = { readers: [uid('v'), uid('x')] };
    expect(['v', 'e', 'o', 'x'].map((id) => mayLook(library, album, uid(id)))).toEqual([true, false, false, false]);
    expect(mayLook(library, album, undefined)).toBe(false);
  });

  test('nobody whom it does not name', () => {
    const people = fc.array(fc.constantFrom('o', 'e', 'v', 'x').map(uid));
    fc.assert(
      fc.property(people, fc.constantFrom('o', 'e', 'v', 'x').map(uid), (readers, who) => {
        expect(mayLook(library, { readers }, who)).toBe(readers.includes(who) && who !== 'x');
      }),
    );
  });
});
