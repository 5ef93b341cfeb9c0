import { expect, test } from 'vitest';
import { NAVIGATION_DENYLIST } from './shell.ts';

test.each([
  ['/__/auth/handler?state=1', false],
  ['/__/auth/iframe', false],
  ['/__/', false],
  ['/api/onSignIn', false],
  ['/maru.json', false],
  ['/icons/a.png?x', false],
  ['/', true],
  ['/i', true],
  ['/l/abc/a/def?to=x.y', true],
  ['/sign-in?to=/l/abc/__/', true],
])('navigating to %s loads the shell: %s', (path, isShell) => {
  expect(NAVIGATION_DENYLIST.some((pattern) => pattern.test(path))).toBe(!isShell);
});
