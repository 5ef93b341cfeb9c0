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

test('no line breaks between a closing quotation mark and the particle after it', () => {
  expect(m.leave_title({ library: '우리 집' }, { locale: 'ko' })).toContain('‘우리 집’\u2060에서');
  const inputs = new Proxy({}, { get: (_, gap) => String(gap) });
  const say = Object.values(m) as ((inputs: object, options: { locale: 'ko' }) => string)[];
  expect(say.map((message) => message(inputs, { locale: 'ko' })).filter((text) => /[’”][가-힣]/u.test(text))).toEqual(
    [],
  );
});

test('messages are sorted, so that two people who add words meet seldom', () => {
  const keys = Object.keys(ko).slice(1);
  expect(keys).toEqual([...keys].sort());
});

test('a count of one is singular in English', () => {
  const said = (count: number) => m.audience_guests({ count }, { locale: 'en' });
  expect([said(1), said(2), said(1204)]).toEqual(['1 guest', '2 guests', '1,204 guests']);
  expect(m.audience_guests({ count: 1204 }, { locale: 'ko' })).toBe('손님 1,204명');
});

test('Korean calls people, places and actions by one word each', () => {
  expect(JSON.stringify(ko)).not.toMatch(/식구|비디오|동기화|업로드|다운로드|썸네일|캐시|서버|사용자|구성원/);
});
