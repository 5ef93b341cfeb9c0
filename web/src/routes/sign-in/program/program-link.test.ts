import { expect, test } from 'vitest';
import { loopbackUrl, parseFragment } from './program-link.ts';

const [challenge, state] = ['0f'.repeat(32), 'a'.repeat(32)];
const link = (changes: Record<string, string> = {}): string =>
  `#${new URLSearchParams({ program: 'import', port: '50123', challenge, state, ...changes }).toString()}`;

test('reads what a program asks for', () => {
  expect(parseFragment(link())).toEqual({ program: 'import', port: 50_123, challenge, state });
  expect(parseFragment(link({ program: 'verify' }))).toMatchObject({ program: 'verify' });
});

test.each(['done', 'failed', 'cancelled'] as const)('reads the result %s', (result) => {
  expect(parseFragment(`#${result}`)).toBe(result);
});

test.each([
  '',
  '#',
  '#finished',
  link({ program: 'other' }),
  link({ port: '80' }),
  link({ port: '65536' }),
  link({ port: '50123.5' }),
  link({ port: '1@evil.example' }),
  link({ challenge: 'x' }),
  link({ challenge: challenge.toUpperCase() }),
  link({ state: 'short' }),
])('refuses %s', (hash) => {
  expect(parseFragment(hash)).toBeUndefined();
});

test('returns to this computer only, whatever the link contains', () => {
  const request = parseFragment(link({ host: 'evil.example', redirect: 'https://evil.example' }));
  if (typeof request !== 'object') throw new Error('the link was refused');
  expect(loopbackUrl(request, { code: 'c&d' })).toBe(`http://127.0.0.1:50123/?state=${state}&code=c%26d`);
  expect(loopbackUrl(request, { error: 'cancelled' })).toBe(`http://127.0.0.1:50123/?state=${state}&error=cancelled`);
});
