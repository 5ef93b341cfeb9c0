import { beforeEach, expect, test } from 'vitest';
import { pendingInviteStore, secretIn } from './pending-invite.ts';

const secret = 'abcdefghijklmnopqrstuvwxyz234567';
beforeEach(() => {
  sessionStorage.clear();
});

test('recognises the secret of a link', () => {
  expect(secretIn(`#${secret}`)).toBe(secret);
  // Some keyboards capitalise, and some apps add a space.
  expect(secretIn(`#${secret.toUpperCase()} `)).toBe(secret);
  for (const hash of ['', '#', '#abc', `#${secret}x`, '#../../x', `#${secret.slice(1)}1`]) {
    expect(secretIn(hash), hash).toBeUndefined();
  }
});

test('an invite survives a reload until it is cleared', () => {
  pendingInviteStore(sessionStorage).current = { secret, isAccepted: true };
  const reloaded = pendingInviteStore(sessionStorage);
  expect(reloaded.current).toEqual({ secret, isAccepted: true });
  reloaded.current = undefined;
  expect(pendingInviteStore(sessionStorage).current).toBeUndefined();
  expect(sessionStorage.length).toBe(0);
});

test('without storage an invite lasts as long as the page', () => {
  const deny = (): never => {
    throw new DOMException('no', 'SecurityError');
  };
  const store = pendingInviteStore({ getItem: deny, setItem: deny, removeItem: deny } as Partial<Storage> as Storage);
  store.current = { secret, isAccepted: false };
  expect(store.current).toEqual({ secret, isAccepted: false });
});
