import { render, screen } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Toaster from './Toaster.svelte';
import { TOAST_MS, Toasts } from './toasts.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function toaster() {
  const toasts = new Toasts();
  render(Toaster, { toasts, closeLabel: '닫기' });
  const show = (...args: Parameters<Toasts['show']>) => {
    toasts.show(...args);
    flushSync();
  };
  const wait = (ms: number) => {
    vi.advanceTimersByTime(ms);
    flushSync();
  };
  return { toasts, show, wait };
}

test('a toast stays for ten seconds with its action', () => {
  const { show, wait } = toaster();
  const onclick = vi.fn();
  show('사진 3장을 지웠어요', { action: { label: '되돌리기', onclick } });
  wait(TOAST_MS - 1);
  screen.getByRole('button', { name: '되돌리기' }).click();
  flushSync();
  expect(onclick).toHaveBeenCalledOnce();
  expect(screen.queryByRole('status')).toBeNull();
  show('다시');
  wait(TOAST_MS);
  expect(screen.queryByRole('status')).toBeNull();
});

test('a pointer on a toast stops its time, which restarts afterwards', () => {
  const { show, wait } = toaster();
  show('올렸어요');
  screen.getByRole('status').dispatchEvent(new Event('pointerenter'));
  wait(5 * TOAST_MS);
  screen.getByRole('status').dispatchEvent(new Event('pointerleave'));
  wait(TOAST_MS - 1);
  expect(screen.queryByRole('status')).not.toBeNull();
  wait(1);
  expect(screen.queryByRole('status')).toBeNull();
});

test('shows several toasts and dismisses one', () => {
  const { toasts, show } = toaster();
  show('하나');
  show('둘', { kind: 'bad' });
  expect(screen.getByRole('alert').textContent).toContain('둘');
  screen.getAllByRole('button', { name: '닫기' })[0]?.click();
  flushSync();
  expect(toasts.all.map((toast) => toast.text)).toEqual(['둘']);
});

test('the same text is shown once, and a third toast replaces the oldest', () => {
  const { toasts, show } = toaster();
  const texts = (): string[] => toasts.all.map((toast) => toast.text);
  show('되돌렸어요');
  show('하나');
  show('되돌렸어요');
  expect(texts()).toEqual(['하나', '되돌렸어요']);
  const action = { label: '되돌리기', onclick: vi.fn() };
  // The second can be undone on its own.
  show('챕터를 추가했어요', { action });
  show('챕터를 추가했어요', { action });
  expect(texts()).toEqual(['챕터를 추가했어요', '챕터를 추가했어요']);
});
