import type { Audience, Circle, CircleId, Role, Uid } from '@maru/model';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import AudiencePicker from './AudiencePicker.svelte';
import InviteLinkForm from './InviteLinkForm.svelte';
import { sendOrCopy } from './send-link.ts';
import OpenInBrowser from '../sign-in/OpenInBrowser.svelte';

overwriteGetLocale(() => 'ko');
afterEach(cleanup);

const click = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const choose = (name: RegExp) => fireEvent.click(screen.getByRole('radio', { name }));
const renderForm = (made?: { link: string; expiresAt: number }) => {
  const oncreate = vi.fn<(how: object) => void>();
  render(InviteLinkForm, {
    as: ['guest', 'viewer'],
    name: '추석',
    busy: false,
    created: made,
    oncreate,
    oncreateanother: vi.fn(),
  });
  return oncreate;
};

test('a link is for one guest and a week by default', async () => {
  const oncreate = renderForm();
  await click('초대 링크 만들기');
  expect(oncreate.mock.calls).toEqual([[{ as: 'guest', uses: 1, days: 7 }]]);
});

test('a link for several people has a number and no address', async () => {
  const oncreate = renderForm();
  await fireEvent.input(screen.getByLabelText(/받을 분의 Google 이메일/), { target: { value: 'umma@gmail.com' } });
  expect(screen.getByText('umma@gmail.com · 손님 · 7일 동안')).toBeTruthy();
  await choose(/여러 사람/);
  await fireEvent.change(screen.getByLabelText('몇 명까지 들어올까요?'), { target: { value: '20' } });
  await fireEvent.change(screen.getByLabelText('언제까지 쓸까요?'), { target: { value: '1' } });
  await choose(/보는 사람/);
  expect(screen.getByText('20명까지 · 보는 사람 · 하루 동안')).toBeTruthy();
  await click('초대 링크 만들기');
  expect(oncreate.mock.calls).toEqual([[{ as: 'viewer', uses: 20, days: 1 }]]);
});

test('normalizes the address and rejects an incomplete one', async () => {
  const oncreate = renderForm();
  const field = screen.getByLabelText(/받을 분의 Google 이메일/);
  await fireEvent.input(field, { target: { value: 'umma' } });
  await click('초대 링크 만들기');
  expect(screen.getByText(/이메일 주소를 다시 확인해 주세요/)).toBeTruthy();
  await fireEvent.input(field, { target: { value: ' Umma@Gmail.com ' } });
  await click('초대 링크 만들기');
  expect(oncreate.mock.calls).toEqual([[{ as: 'guest', uses: 1, days: 7, for: 'umma@gmail.com' }]]);
});

test('on a phone the link is sent by the press that creates it, and by a button afterwards', async () => {
  const share = vi.fn(() => Promise.reject(new DOMException('too late', 'NotAllowedError')));
  vi.stubGlobal('navigator', { userAgent: 'iPhone', maxTouchPoints: 5, share });
  const link = 'https://maru.example/i#abcdefghijklmnopqrstuvwxyz234567';
  const props = { as: ['guest'] as const, name: '추석', busy: false, oncreate: vi.fn(), oncreateanother: vi.fn() };
  const { rerender } = render(InviteLinkForm, { ...props, created: undefined });
  await click('카톡으로 보내기');
  expect(share).not.toHaveBeenCalled();
  await rerender({ ...props, created: { link, expiresAt: 0 } });
  expect(share).toHaveBeenCalledExactlyOnceWith({ text: expect.stringContaining('추석') as string, url: link });
  await click('카톡으로 보내기');
  expect(share).toHaveBeenCalledTimes(2);
  vi.unstubAllGlobals();
});

test('text is copied where there is no share sheet or it fails, but not when it was closed', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  const browser = (more: object) => vi.stubGlobal('navigator', { clipboard: { writeText }, ...more });
  const send = () => sendOrCopy({ text: '사진' }, '사진 주소');
  browser({});
  expect(await send()).toBe('copied');
  browser({ share: () => Promise.reject(new DOMException('', 'NotAllowedError')) });
  expect(await send()).toBe('copied');
  expect(writeText.mock.calls).toEqual([['사진 주소'], ['사진 주소']]);
  browser({ share: () => Promise.reject(new DOMException('', 'AbortError')) });
  expect(await send()).toBe('sent');
  browser({ share: () => Promise.resolve() });
  expect(await send()).toBe('sent');
  expect(writeText).toHaveBeenCalledTimes(2);
  writeText.mockRejectedValue(new Error('denied'));
  browser({});
  expect(await send()).toBe('failed');
  vi.unstubAllGlobals();
});

test('shows the created link as text and as a QR code', async () => {
  const link = 'https://maru.example/i#abcdefghijklmnopqrstuvwxyz234567';
  renderForm({ link, expiresAt: Date.UTC(2026, 10, 28) });
  expect(screen.getByLabelText<HTMLInputElement>('초대 링크').value).toBe(link);
  const code = screen.getByRole('img', { name: /QR/ });
  await vi.waitFor(() => expect(code.querySelector('path')?.getAttribute('d')).toMatch(/^M\d/));
});

test('restores the chosen people after switching to everybody and back', async () => {
  const person = (uid: string, name: string, role: Role) => ({ uid: uid as Uid, role, member: { name, joinedAt: 1 } });
  const people = [person('a', '영희', 'viewer'), person('b', '민수', 'owner')];
  const circles: [CircleId, Circle][] = [['c'.repeat(20) as CircleId, { name: '엄마 쪽', members: ['a' as Uid] }]];
  const changes: Audience[] = [];
  let audience: Audience = { kind: 'people', people: ['a' as Uid], circles: [] };
  const onchange = (next: Audience): void => void changes.push((audience = next));
  const props = () => ({ legend: '누가', audience, people, circles, onchange });
  const { rerender } = render(AudiencePicker, props());
  expect(screen.queryByRole('checkbox', { name: '민수' })).toBeNull();
  await fireEvent.click(screen.getByRole('checkbox', { name: /엄마 쪽/ }));
  await rerender(props());
  await choose(/가족 모두/);
  await rerender(props());
  await choose(/고른 사람만/);
  const both = { kind: 'people', people: ['a'], circles: ['c'.repeat(20)] };
  expect(changes).toEqual([both, { kind: 'library' }, both]);
});

test('offers instructions and copying where no link can open the browser', () => {
  const url = 'https://maru.example/i#x';
  render(OpenInBrowser, { inApp: { app: 'facebook', phone: 'other' }, url, externalHref: undefined });
  expect(screen.queryByRole('link')).toBeNull();
  expect(screen.getByText(/다른 브라우저로 열기/)).toBeTruthy();
  expect(screen.getByRole('button', { name: '링크 복사' })).toBeTruthy();
});
