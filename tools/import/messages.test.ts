import { API_ERROR_CODES, FAILURES, UPLOAD_REFUSALS } from '@maru/model';
import { describe, expect, it } from 'vitest';
import { EN, GUEST_ONLY_STOPS, KO, type Messages, messagesOf } from './messages.ts';

/** Every text of a table, with its way through the table; functions are asked with plain values. */
function textsOf(value: unknown, at = ''): [string, string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value === 'function') {
    const ask = value as (...args: unknown[]) => string;
    return [[at, at === 'sum' ? ask({ ready: 1, failed: 2, skipped: 3, seconds: 4 }) : ask('«a»', '«b»')]];
  }
  return Object.entries(value as object).flatMap(([key, one]) => textsOf(one, at === '' ? key : `${at}.${key}`));
}

describe.each([
  ['Korean', KO],
  ['English', EN],
] as const)('%s', (_, words: Messages) => {
  it('has a sentence for every code', () => {
    expect(Object.keys(words.failures).sort()).toEqual([...FAILURES].sort());
    const met = UPLOAD_REFUSALS.filter((stop) => !GUEST_ONLY_STOPS.some((one) => one === stop));
    expect(Object.keys(words.stops).sort()).toEqual([...met].sort());
    expect(Object.keys(words.refusals).sort()).toEqual([...API_ERROR_CODES].sort());
  });

  it('leaves nothing empty', () => {
    expect(textsOf(words).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

it('is Korean where Korean is meant, and English has none', () => {
  expect(textsOf(EN).filter(([, text]) => /[가-힣]/.test(text))).toEqual([]);
  const without = textsOf(KO).filter(([, text]) => !/[가-힣]/.test(text));
  expect(without.map(([at]) => at)).toEqual(['into']);
});

it('follows LANG, and LC_ALL before it', () => {
  expect(messagesOf({ LANG: 'ko_KR.UTF-8' })).toBe(KO);
  expect(messagesOf({ LANG: 'ko_KR.UTF-8', LC_ALL: 'en_US.UTF-8' })).toBe(EN);
  expect(messagesOf({})).toBe(EN);
});
