import { describe, expect, test } from 'vitest';
import type { Uid } from '../ids.ts';
import {
  INVITE_ROLES,
  closedReason,
  inviteRefusal,
  isInviterAllowed,
  readInvite,
  writeInvite,
  type Invite,
} from './invite.ts';
import { BadDocument } from '../schema.ts';

const uid = (text: string): Uid => text as Uid;
const minimal = {
  library: 'abcdefghij234567abcd',
  as: 'viewer',
  uses: 1,
  usedBy: [],
  expiresAt: new Date(1000),
  by: 'anna',
  at: new Date(5),
};
const used = { uid: 'mum', name: '엄마', at: new Date(9) };
const full = { ...minimal, as: 'guest', album: 'all', uses: 3, usedBy: [used], for: 'mum@example.com' };

describe('readInvite', () => {
  test('accepts minimal and full documents and every role', () => {
    expect(readInvite(minimal)).toEqual({ ...minimal, expiresAt: 1000, at: 5 });
    expect(readInvite(full)).toEqual({ ...full, usedBy: [{ ...used, at: 9 }], expiresAt: 1000, at: 5 });
    for (const as of INVITE_ROLES) expect(readInvite({ ...full, as }).as).toBe(as);
  });

  test('is the inverse of writeInvite', () => {
    for (const document of [minimal, full]) {
      const invite = readInvite(document);
      expect(writeInvite(invite)).toEqual(document);
      expect(readInvite(writeInvite(invite))).toEqual(invite);
    }
  });

  test.each<[string, unknown]>([
    ['library', 'all'],
    ['as', 'admin'],
    ['as', undefined],
    ['album', 'Summer'],
    ['album', undefined],
    ['uses', '3'],
    ['usedBy', undefined],
    ['usedBy', ['mum']],
    ['usedBy', [{ ...used, uid: 'a/b' }]],
    ['usedBy', [{ ...used, name: undefined }]],
    ['usedBy', [{ ...used, at: 'then' }]],
    ['expiresAt', undefined],
    ['for', 7],
    ['by', ''],
    ['at', 'now'],
  ])('rejects %s %j', (field, value) => {
    expect(() => readInvite({ ...full, [field]: value })).toThrow(BadDocument);
  });
});

describe('inviteRefusal', () => {
  const mum = { uid: uid('mum'), address: 'mum@example.com' };
  const redemption = { uid: uid('dad'), name: '아빠', at: 9 };
  const invite: Invite = { ...readInvite(minimal), uses: 2 };

  test.each<[string, Partial<Invite>, number, ReturnType<typeof inviteRefusal>]>([
    ['allows anybody', {}, 0, undefined],
    ['allows until it expires', {}, 999, undefined],
    ['refuses from its expiry on', {}, 1000, 'invite-expired'],
    ['allows while uses are left', { usedBy: [redemption] }, 0, undefined],
    [
      'refuses when all uses are taken',
      { usedBy: [redemption, { ...redemption, uid: uid('aunt') }] },
      0,
      'invite-used',
    ],
    ['refuses a second use by the same person', { usedBy: [{ ...redemption, uid: uid('mum') }] }, 0, 'invite-used'],
    ['allows the address it is for', { for: 'mum@example.com' }, 0, undefined],
    ['refuses another address', { for: 'aunt@example.com' }, 0, 'wrong-person'],
    ['refuses without uses', { uses: 0 }, 0, 'invite-used'],
    // Other people learn nothing about the state of the invite.
    [
      'refuses another address, whatever its state',
      { for: 'aunt@example.com', usedBy: [redemption, redemption] },
      2000,
      'wrong-person',
    ],
    ['reports used before expired', { uses: 0 }, 2000, 'invite-used'],
  ])('%s', (_, fields, now, expected) => {
    expect(inviteRefusal({ ...invite, ...fields }, mum, now)).toBe(expected);
  });

  test('closedReason applies to everybody', () => {
    expect(closedReason(invite, 999)).toBeUndefined();
    expect(closedReason(invite, 1000)).toBe('invite-expired');
    expect(closedReason({ ...invite, usedBy: [redemption, redemption] }, 2000)).toBe('invite-used');
  });

  test.each([
    ['owner', ['owner', 'editor', 'viewer', 'guest']],
    ['editor', ['guest']],
    ['viewer', []],
    [undefined, []],
  ] as const)('an inviter with role %s can have invites as %j', (role, allowed) => {
    const roles = role === undefined ? {} : { [invite.by]: role };
    expect(INVITE_ROLES.filter((as) => isInviterAllowed({ ...invite, as }, roles))).toEqual(allowed);
  });

  test('an inviter whose uid is the name of an object property has no role', () => {
    expect(isInviterAllowed({ as: 'guest', by: uid('constructor') }, {})).toBe(false);
  });
});
