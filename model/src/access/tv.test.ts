import { expect, test } from 'vitest';
import { BASE32_DIGITS } from '../ids.ts';
import { formatTvCode, parseTvCode, tvCodeOf } from './tv.ts';

test('a code has 40 of the 100 random bits, in characters that nobody confuses', () => {
  const digits = new Set([0, 8, 16, 24].flatMap((at) => tvCodeOf(BASE32_DIGITS.slice(at)).split('')));
  expect(digits.size).toBe(32);
  expect([...digits].filter((digit) => 'ILOU'.includes(digit))).toEqual([]);
  expect(tvCodeOf('a'.repeat(20))).toBe('00000000');
});

test('a code is read as people type it', () => {
  const code = parseTvCode('AB10-9XYZ');
  expect(code && formatTvCode(code)).toBe('AB10-9XYZ');
  for (const typed of ['ab10 9xyz', ' abIo9XYZ', 'ablO-9xyz', 'ＡＢ１０９ｘｙｚ'])
    expect(parseTvCode(typed), typed).toBe(code);
  for (const typed of ['', 'AB10-9XY', 'AB10-9XYZ0', 'AB10-9XYU', 'AB10-9XY가', 'AB10_9XYZ'])
    expect(parseTvCode(typed), typed).toBeUndefined();
});
