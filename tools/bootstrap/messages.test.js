import { expect, test } from 'vitest';
import { isKorean } from './messages.js';

test('the language is that of LC_ALL, then LC_MESSAGES, then LANG; all but Korean is English', () => {
  expect(isKorean({ LANG: 'ko_KR.UTF-8' })).toBe(true);
  expect(isKorean({ LANG: 'ko_KR.UTF-8', LC_ALL: 'C' })).toBe(false);
  expect(isKorean({ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ko_KR' })).toBe(true);
  expect(isKorean({ LANG: 'de_DE.UTF-8' })).toBe(false);
  expect(isKorean({})).toBe(false);
});
