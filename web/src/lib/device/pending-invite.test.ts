import { beforeEach, expect, test } from 'vitest';
import { heldInvite, secretIn } from './pending-invite.ts';

const secret = 'abcdefghijklmnopqrstuvwxyz234567';
beforeEach(() => {
  sessionStorage.clear();
});

test('the secret of a link is known by its form, and nothing else is', () => {
  expect(secretIn(`#${secret}`)).toBe(secret);
  // Some keyboards begin with a capital, some apps end with a space.
  expect(secretIn(`#${secret.toUpperCase()} `)).toBe(secret);
  for (const hash of ['', '#', '#abc', `#${secret}x`, '#../../x', `#${secret.slice(1)}1`]) {
    expect(secretIn(hash), hash).toBeUndefined();
  }
});

test('an invite is held across a page that comes back, and is gone when it is let go', () => {
  heldInvite(sessionStorage).current = { secret, isComing: true };
  const back = heldInvite(sessionStorage);
  expect(back.current).toEqual({ secret, isComing: true });
  back.current = undefined;
  expect(heldInvite(sessionStorage).current).toBeUndefined();
  expect(sessionStorage.length).toBe(0);
});

test('a browser that keeps nothing holds it until the page is left', () => {
  const never = (): never => {
    throw new DOMException('no', 'SecurityError');
  };
  const held = heldInvite({ getItem: never, setItem: never, removeItem: never } as Partial<Storage> as Storage);
  held.current = { secret, isComing: false };
  expect(held.current).toEqual({ secret, isComing: false });
});
