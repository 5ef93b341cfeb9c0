import { readCare } from '@maru/model/care/care';
import { localDay } from '@maru/model/local-day';
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { helpText, type HelpRequest } from './help-text.ts';
import { lastLookedText } from './last-looked.ts';
import ViewerCare from './ViewerCare.svelte';

overwriteGetLocale(() => 'ko');

const now = new Date(2026, 10, 30, 9);

test.each([
  [0, '오늘 보셨어요'],
  [1, '어제 보셨어요'],
  [3, '3일 전에 보셨어요'],
  [30, '30일 전에 보셨어요'],
  [31, '한 달 넘게 안 보셨어요'],
])('says when somebody looked %d days ago', (days, text) => {
  expect(lastLookedText(localDay(new Date(2026, 10, 30 - days)), now)).toBe(text);
});

test('says that somebody never looked, or does not tell', () => {
  expect(lastLookedText(undefined)).toBe('아직 안 보셨어요');
  expect(lastLookedText('hidden')).toBe('본 날은 알리지 않기로 하셨어요');
});

test('shows what was chosen for a viewer, and reports one choice at a time', async () => {
  const [onchange, onsend] = [vi.fn(), vi.fn()];
  const care = readCare({ textSize: { value: 'large', by: 'owner', at: 1 } });
  render(ViewerCare, { name: '영희', care, onchange, onsend });
  expect(screen.getByRole<HTMLInputElement>('radio', { name: '크게' }).checked).toBe(true);
  await fireEvent.click(screen.getByRole('radio', { name: '아주 크게' }));
  await fireEvent.click(screen.getByRole('switch', { name: /간단하게 보기/ }));
  expect(onchange.mock.calls).toEqual([[{ textSize: 'largest' }], [{ isSimple: true }]]);
  await fireEvent.click(screen.getByRole('button', { name: '링크 다시 보내기' }));
  expect(onsend).toHaveBeenCalledOnce();
});

const request: HelpRequest = {
  error: m.api_error_rate_limited(),
  route: '/l/[library]/a/[album]/[item]',
  at: new Date(2026, 10, 30, 14, 3),
  version: '0123456789ab',
};

test('a help request is a message that somebody could have written, without names', () => {
  expect(helpText(request)).toBe(
    [
      '마루를 보다가 막혔어요. 시간 될 때 도와주세요.',
      '',
      `화면에 나온 말: ${m.api_error_rate_limited()}`,
      '보던 화면: 사진 크게 보기',
      '시각: 2026년 11월 30일 오후 2:03',
      '코드: 012345-rate-limited',
    ].join('\n'),
  );
});

test.each([
  ['/l/[library]', '첫 화면'],
  ['/', '첫 화면'],
  ['/l/[library]/a/[album]', '앨범'],
  ['/l/[library]/a/[album]/share', '앨범'],
  ['/l/[library]/people/helping', '가족'],
  ['/settings/account', '설정'],
  ['/i', '초대 링크'],
  ['/l/[library]/trash', '휴지통'],
  ['/tv', '마루 TV'],
  ['/tv/pair', 'TV 연결하기'],
  ['/incoming', '첫 화면'],
])('calls the page of %s as the family does', (route, name) => {
  expect(helpText({ ...request, route })).toContain(`보던 화면: ${name}\n`);
});

test.each([
  ['인터넷이 끊겼어요. ' + m.error_offline(), 'offline'],
  [m.error_unexpected(), 'unexpected'],
  [m.play_gone(), 'gone'],
  ['무엇인가 달라요', 'other'],
])('finds the code of: %s', (error, code) => {
  expect(helpText({ ...request, error })).toMatch(new RegExp(`-${code}$`));
});
