import { expect, test } from 'vitest';
import en from './messages/en.json' with { type: 'json' };
import ko from './messages/ko.json' with { type: 'json' };
import { m } from '#lib/paraglide/messages.js';

test('a known message has words in both languages', () => {
  expect(m.app_name({}, { locale: 'ko' })).toBe('마루');
  expect(m.app_name({}, { locale: 'en' })).toBe('Maru');
});

test('every message is there in Korean and in English', () => {
  expect(Object.keys(en)).toEqual(Object.keys(ko));
  for (const words of [ko, en]) {
    for (const [key, text] of Object.entries(words)) expect(JSON.stringify(text), key).not.toMatch(/^"\s*"$/);
  }
});

test('messages are sorted, so that two people who add words meet seldom', () => {
  const keys = Object.keys(ko).slice(1);
  expect(keys).toEqual([...keys].sort());
});
