import { beforeEach, expect, test } from 'vitest';
import { pendingInviteStore, secretIn } from './pending-invite.ts';

const secret = 'abcdefghijklmnopqrstuvwxyz234567';
beforeEach(() => {
  sessionStorage.clear();
});

test('the secret of a link is recognised by its form', () => {
  expect(secretIn(`#${secret}`)).toBe(secret);
  // Some keyboards begin with a capital, some apps end with a space.
  expect(secretIn(`#${secret.toUpperCase()} `)).toBe(secret);
  for (const hash of ['', '#', '#abc', `#${secret}x`, '#../../x', `#${secret.slice(1)}1`]) {
    expect(secretIn(hash), hash).toBeUndefined();
  }
});

test('an invite survives a reload, and is gone when it is cleared', () => {
  pendingInviteStore(sessionStorage).current = { secret, isAccepted: true };
  const back = pendingInviteStore(sessionStorage);
  expect(back.current).toEqual({ secret, isAccepted: true });
  back.current = undefined;
  expect(pendingInviteStore(sessionStorage).current).toBeUndefined();
  expect(sessionStorage.length).toBe(0);
});

test('where nothing can be stored it lasts as long as the page', () => {
  const never = (): never => {
    throw new DOMException('no', 'SecurityError');
  };
  const held = pendingInviteStore({ getItem: never, setItem: never, removeItem: never } as Partial<Storage> as Storage);
  held.current = { secret, isAccepted: false };
  expect(held.current).toEqual({ secret, isAccepted: false });
});
