import { API_ERROR_CODES, FAILURES, UPLOAD_REFUSALS } from '@maru/model';
import { describe, expect, it } from 'vitest';
import { estimateOf } from './estimate.ts';
import { EN, GUEST_ONLY_REFUSALS, KO, type Messages, messagesOf } from './messages.ts';

/** All texts of a table with their key paths; functions are called with sample values. */
function textsOf(value: unknown, at = ''): [string, string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value === 'function') {
    const format = value as (...args: unknown[]) => string;
    if (at === 'summary') return [[at, format({ ready: 1, failed: 2, skipped: 3, seconds: 4 })]];
    return [[at, at === 'estimate' ? format(estimateOf([])) : format('«a»', '«b»')]];
  }
  return Object.entries(value as object).flatMap(([key, one]) => textsOf(one, at === '' ? key : `${at}.${key}`));
}

describe.each([
  ['Korean', KO],
  ['English', EN],
] as const)('%s', (_, messages: Messages) => {
  it('has a message for every code', () => {
    expect(Object.keys(messages.failures).sort()).toEqual([...FAILURES].sort());
    const possible = UPLOAD_REFUSALS.filter((code) => !GUEST_ONLY_REFUSALS.some((one) => one === code));
    expect(Object.keys(messages.uploadRefusals).sort()).toEqual([...possible].sort());
    expect(Object.keys(messages.apiErrors).sort()).toEqual([...API_ERROR_CODES].sort());
  });

  it('has no empty message', () => {
    expect(textsOf(messages).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

it('has Korean in every Korean message and none in the English ones', () => {
  expect(textsOf(EN).filter(([, text]) => /[가-힣]/.test(text))).toEqual([]);
  const without = textsOf(KO).filter(([, text]) => !/[가-힣]/.test(text));
  expect(without.map(([at]) => at)).toEqual(['target']);
});

it('prefers LC_ALL over LANG', () => {
  expect(messagesOf({ LANG: 'ko_KR.UTF-8' })).toBe(KO);
  expect(messagesOf({ LANG: 'ko_KR.UTF-8', LC_ALL: 'en_US.UTF-8' })).toBe(EN);
  expect(messagesOf({})).toBe(EN);
});
