import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import en from './messages/en.json' with { type: 'json' };
import ko from './messages/ko.json' with { type: 'json' };
import { m } from '#lib/paraglide/messages.js';

test('a message is translated to both languages', () => {
  expect(m.app_name({}, { locale: 'ko' })).toBe('마루');
  expect(m.app_name({}, { locale: 'en' })).toBe('Maru');
});

test('every message exists in Korean and English and is not blank', () => {
  expect(Object.keys(en)).toEqual(Object.keys(ko));
  for (const messages of [ko, en]) {
    for (const [key, text] of Object.entries(messages)) expect(JSON.stringify(text), key).not.toMatch(/^"\s*"$/);
  }
});

test('every message is used', () => {
  const sources = globSync(['src/**/*.{ts,svelte}', '*.ts'], {
    cwd: import.meta.dirname,
    exclude: ['src/lib/paraglide/**', '**/*.test.ts'],
  });
  expect(sources.length).toBeGreaterThan(300);
  const used = new Set(
    sources.flatMap((file) => readFileSync(join(import.meta.dirname, file), 'utf8').match(/(?<=\bm\.)\w+/g) ?? []),
  );
  expect(Object.keys(ko).filter((key) => key !== '$schema' && !used.has(key))).toEqual([]);
});

test('a word joiner stands between a closing quotation mark and the particle after it', () => {
  expect(m.leave_title({ library: '우리 집' }, { locale: 'ko' })).toContain('‘우리 집’\u2060에서');
  const inputs = new Proxy({}, { get: (_, name) => String(name) });
  const messages = Object.values(m) as ((inputs: object, options: { locale: 'ko' }) => string)[];
  const texts = messages.map((message) => message(inputs, { locale: 'ko' }));
  expect(texts.filter((text) => /[’”][가-힣]/u.test(text))).toEqual([]);
});

test('messages are sorted by key, which avoids merge conflicts', () => {
  const keys = Object.keys(ko).slice(1);
  expect(keys).toEqual([...keys].sort());
});

test('a count of one is singular in English', () => {
  const english = (count: number) => m.audience_guests({ count }, { locale: 'en' });
  expect([english(1), english(2), english(1204)]).toEqual(['1 guest', '2 guests', '1,204 guests']);
  expect(m.audience_guests({ count: 1204 }, { locale: 'ko' })).toBe('손님 1,204명');
});

test('Korean messages use one term per concept, and no technical terms', () => {
  expect(JSON.stringify(ko)).not.toMatch(/식구|비디오|동기화|업로드|다운로드|썸네일|캐시|서버|사용자|구성원/);
});
