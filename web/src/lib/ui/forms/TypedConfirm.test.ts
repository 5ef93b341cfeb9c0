import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import TypedConfirm from './TypedConfirm.svelte';

test('confirms only after the name was typed, ignoring case, spaces and normalization', async () => {
  const onconfirm = vi.fn<(typed: string) => void>();
  const props = {
    label: '이름',
    expected: '우리 집 Home',
    mismatchMessage: '달라요',
    confirmLabel: '없애기',
    busy: false,
    onconfirm,
  };
  const { rerender } = render(TypedConfirm, props);
  const press = () => fireEvent.click(screen.getByRole('button', { name: '없애기' }));
  const type = (value: string) => fireEvent.input(screen.getByLabelText('이름'), { target: { value } });
  await press();
  await type('우리 집');
  await press();
  expect(screen.getByText('달라요')).toBeTruthy();
  expect(onconfirm).not.toHaveBeenCalled();
  await type(' 우리 집 home '.normalize('NFD'));
  await press();
  expect(onconfirm.mock.calls).toEqual([['우리 집 Home']]);
  await rerender({ ...props, busy: true });
  await press();
  expect(onconfirm).toHaveBeenCalledOnce();
});
