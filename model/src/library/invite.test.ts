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
const least = {
  library: 'abcdefghij234567abcd',
  as: 'viewer',
  uses: 1,
  usedBy: [],
  expiresAt: new Date(1000),
  by: 'anna',
  at: new Date(5),
};
const used = { uid: 'mum', name: '엄마', at: new Date(9) };
const whole = { ...least, as: 'guest', album: 'all', uses: 3, usedBy: [used], for: 'mum@example.com' };

describe('an invite', () => {
  test('comes back as it was', () => {
    expect(readInvite(least)).toEqual({ ...least, expiresAt: 1000, at: 5 });
    expect(readInvite(whole)).toEqual({ ...whole, usedBy: [{ ...used, at: 9 }], expiresAt: 1000, at: 5 });
    for (const as of INVITE_ROLES) expect(readInvite({ ...whole, as }).as).toBe(as);
  });

  test('is written as it is read', () => {
    for (const document of [least, whole]) {
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
  ])('is refused for its %s %j', (field, value) => {
    expect(() => readInvite({ ...whole, [field]: value })).toThrow(BadDocument);
  });
});

describe('who may come by it', () => {
  const mum = { uid: uid('mum'), address: 'mum@example.com' };
  const came = { uid: uid('dad'), name: '아빠', at: 9 };
  const invite: Invite = { ...readInvite(least), uses: 2 };

  test.each<[string, Partial<Invite>, number, ReturnType<typeof inviteRefusal>]>([
    ['whoever has it', {}, 0, undefined],
    ['until its last moment', {}, 999, undefined],
    ['nobody from its end on', {}, 1000, 'invite-expired'],
    ['as many as it has uses', { usedBy: [came] }, 0, undefined],
    ['and no more', { usedBy: [came, { ...came, uid: uid('aunt') }] }, 0, 'invite-used'],
    ['nobody twice', { usedBy: [{ ...came, uid: uid('mum') }] }, 0, 'invite-used'],
    ['whom it waits for', { for: 'mum@example.com' }, 0, undefined],
    ['nobody else', { for: 'aunt@example.com' }, 0, 'wrong-person'],
    ['an invite without uses lets nobody in', { uses: 0 }, 0, 'invite-used'],
    // Who is not meant learns nothing else of it.
    ['nobody else, over or not', { for: 'aunt@example.com', usedBy: [came, came] }, 2000, 'wrong-person'],
    ['used up and over is used', { uses: 0 }, 2000, 'invite-used'],
  ])('%s', (_, more, now, expected) => {
    expect(inviteRefusal({ ...invite, ...more }, mum, now)).toBe(expected);
  });

  test('it ends for everybody alike', () => {
    expect(closedReason(invite, 999)).toBeUndefined();
    expect(closedReason(invite, 1000)).toBe('invite-expired');
    expect(closedReason({ ...invite, usedBy: [came, came] }, 2000)).toBe('invite-used');
  });

  test.each([
    ['owner', ['owner', 'editor', 'viewer', 'guest']],
    ['editor', ['guest']],
    ['viewer', []],
    [undefined, []],
  ] as const)('while its maker is %s they come as %j', (role, backed) => {
    const roles = role === undefined ? {} : { [invite.by]: role };
    expect(INVITE_ROLES.filter((as) => isInviterAllowed({ ...invite, as }, roles))).toEqual(backed);
  });

  test('a maker who is called as every object has it is nobody', () => {
    expect(isInviterAllowed({ as: 'guest', by: uid('constructor') }, {})).toBe(false);
  });
});
