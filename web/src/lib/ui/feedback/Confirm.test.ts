import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import Confirm from './Confirm.svelte';

test('shows the error after a click, and not when opened again', async () => {
  const props = {
    open: true,
    title: '나가기',
    text: ['나갈까요?'],
    confirmLabel: '나가기',
    cancelLabel: '아니요',
    closeLabel: '닫기',
  };
  const { rerender } = render(Confirm, props);
  await fireEvent.click(screen.getByRole('button', { name: '나가기' }));
  await rerender({ error: '인터넷이 없어요.' });
  expect(screen.getByRole('alert').textContent).toContain('인터넷이 없어요.');
  await fireEvent.click(screen.getByRole('button', { name: '아니요' }));
  await rerender({ open: true });
  expect(screen.getByText('나갈까요?')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});
