import { expect, test } from 'vitest';
import { isKorean } from './messages.js';

test('reads the language from LC_ALL, LC_MESSAGES or LANG; everything but Korean is English', () => {
  expect(isKorean({ LANG: 'ko_KR.UTF-8' })).toBe(true);
  expect(isKorean({ LANG: 'ko_KR.UTF-8', LC_ALL: 'C' })).toBe(false);
  expect(isKorean({ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ko_KR' })).toBe(true);
  expect(isKorean({ LANG: 'de_DE.UTF-8' })).toBe(false);
  expect(isKorean({})).toBe(false);
});
