import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import TypedConfirm from './TypedConfirm.svelte';

test('it is done only when the name was typed, however it is written', async () => {
  const ondo = vi.fn<(typed: string) => void>();
  const props = { label: '이름', expected: '우리 집 Home', wrongWord: '달라요', doWord: '없애기', busy: false, ondo };
  const { rerender } = render(TypedConfirm, props);
  const press = () => fireEvent.click(screen.getByRole('button', { name: '없애기' }));
  const type = (value: string) => fireEvent.input(screen.getByLabelText('이름'), { target: { value } });
  await press();
  await type('우리 집');
  await press();
  expect(screen.getByText('달라요')).toBeTruthy();
  expect(ondo).not.toHaveBeenCalled();
  await type(' 우리 집 home '.normalize('NFD'));
  await press();
  expect(ondo.mock.calls).toEqual([['우리 집 Home']]);
  await rerender({ ...props, busy: true });
  await press();
  expect(ondo).toHaveBeenCalledOnce();
});
