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
  const say = (...what: Parameters<Toasts['show']>) => {
    toasts.show(...what);
    flushSync();
  };
  const wait = (ms: number) => {
    vi.advanceTimersByTime(ms);
    flushSync();
  };
  return { toasts, say, wait };
}

test('what is said stays ten seconds and can be undone as long', () => {
  const { say, wait } = toaster();
  const onclick = vi.fn();
  say('사진 3장을 지웠어요', { action: { label: '되돌리기', onclick } });
  wait(TOAST_MS - 1);
  screen.getByRole('button', { name: '되돌리기' }).click();
  flushSync();
  expect(onclick).toHaveBeenCalledOnce();
  expect(screen.queryByRole('status')).toBeNull();
  say('다시');
  wait(TOAST_MS);
  expect(screen.queryByRole('status')).toBeNull();
});

test('its time stands still under a pointer and begins anew after it', () => {
  const { say, wait } = toaster();
  say('올렸어요');
  screen.getByRole('status').dispatchEvent(new Event('pointerenter'));
  wait(5 * TOAST_MS);
  screen.getByRole('status').dispatchEvent(new Event('pointerleave'));
  wait(TOAST_MS - 1);
  expect(screen.queryByRole('status')).not.toBeNull();
  wait(1);
  expect(screen.queryByRole('status')).toBeNull();
});

test('several are said below each other, and one goes without the others', () => {
  const { toasts, say } = toaster();
  say('하나');
  say('둘', { kind: 'bad' });
  expect(screen.getByRole('alert').textContent).toContain('둘');
  screen.getAllByRole('button', { name: '닫기' })[0]?.click();
  flushSync();
  expect(toasts.all.map((toast) => toast.text)).toEqual(['둘']);
});
