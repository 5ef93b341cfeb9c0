import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import BatchNotice from './BatchNotice.svelte';

overwriteGetLocale(() => 'ko');

test('shows progress, waiting, and a failure with what was done and a way to continue', async () => {
  const [onretry, onstop] = [vi.fn(), vi.fn()];
  const batch = { kind: 'trash', state: 'running', sent: 400, total: 1200 } as const;
  const { rerender } = render(BatchNotice, { batch, onretry, onstop });
  expect(screen.getByText('휴지통으로 옮기고 있어요. (1,200장 중 400장)')).toBeTruthy();
  expect(screen.getByRole('progressbar')).toHaveProperty('value', 400 / 1200);
  await rerender({ batch: { ...batch, kind: 'only-in-albums' } });
  expect(screen.getByText(/^‘모든 사진’\u2060에서 빼고 있어요/)).toBeTruthy();
  await rerender({ batch: { ...batch, state: 'waiting' } });
  expect(screen.getByText(/인터넷이 연결되면 저절로 이어서 해요/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: '다시 해 보기' })).toBeNull();
  await rerender({ batch: { ...batch, state: 'failed' }, reason: '지금은 할 수 없어요.' });
  expect(screen.getByRole('alert').textContent).toContain('1,200장 중 400장을 옮겼어요');
  expect(screen.getByText('지금은 할 수 없어요.')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: '다시 해 보기' }));
  await fireEvent.click(screen.getByRole('button', { name: '그만하기' }));
  expect([onretry.mock.calls.length, onstop.mock.calls.length]).toEqual([1, 1]);
});
