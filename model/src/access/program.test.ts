import { expect, test } from 'vitest';
import type { Uid } from '../ids.ts';
import { checkCodeOf, programClaims, programOf, readSignInCode } from './program.ts';

const person = { uid: 'mother' as Uid, address: 'mother@example.com', name: '엄마' };

test('the claims name the program and its person until the session ends', () => {
  const claims = { ...programClaims('verify', person, 1000) };
  expect(programOf(claims, claims.programUntil - 1)).toEqual({ program: 'verify', person });
  expect(programOf(claims, claims.programUntil)).toBeUndefined();
  const { uid } = person;
  expect(programOf({ ...programClaims('import', { uid }, 1000) }, 1000)).toEqual({
    program: 'import',
    person: { uid },
  });
});

const actsFor = 'mother';
test.each([
  { actsFor },
  { actsFor, program: 'import' },
  { actsFor, program: 'import', programUntil: '9999' },
  { actsFor, program: 'import', programUntil: null },
  { actsFor, program: 'else', programUntil: 9999 },
  { actsFor, program: ['import'], programUntil: 9999 },
  { program: 'import', programUntil: 9999 },
  { actsFor: 7, program: 'import', programUntil: 9999 },
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
