import { expect, test } from 'vitest';
import { checkCodeOf, programClaims, programOf, readSignInCode } from './program.ts';

test('the claims name the program until the session ends', () => {
  const claims = { ...programClaims('verify', 1000) };
  expect(programOf(claims, claims.programUntil - 1)).toBe('verify');
  expect(programOf(claims, claims.programUntil)).toBeUndefined();
});

test.each([
  {},
  { program: 'import' },
  { program: 'import', programUntil: '9999' },
  { program: 'import', programUntil: null },
  { program: 'else', programUntil: 9999 },
  { program: ['import'], programUntil: 9999 },
])('no other claims name a program: %j', (claims) => {
  expect(programOf(claims, 1)).toBeUndefined();
});

test('a sign-in code with an unknown program is invalid', () => {
  const code = { uid: 'u', program: 'import', challenge: 'f', expiresAt: new Date(5) };
  expect(readSignInCode(code)).toEqual({ ...code, expiresAt: 5 });
  expect(() => readSignInCode({ ...code, program: 'else' })).toThrow('program');
});

test('a check code has two groups of four digits', () => {
  expect(checkCodeOf(`1a2b3c4d${'f'.repeat(56)}`)).toBe('1A2B-3C4D');
});
