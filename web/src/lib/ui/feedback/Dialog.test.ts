import { render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import Dialog from './Dialog.svelte';

const children = createRawSnippet(() => ({ render: () => '<p>정말 지울까요?</p>' }));

test('opens, is labelled by its title, and reports closing', async () => {
  const onclose = vi.fn();
  const props = { open: false, title: '앨범 지우기', closeLabel: '닫기', onclose, children };
  const { rerender, container } = render(Dialog, props);
  const dialog = container.querySelector('dialog');
  expect(dialog?.open).toBe(false);
  await rerender({ ...props, open: true });
  expect(dialog?.open).toBe(true);
  expect(document.getElementById(dialog?.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('앨범 지우기');
  screen.getByRole('button', { name: '닫기' }).click();
  await vi.waitFor(() => expect(onclose).toHaveBeenCalledOnce());
  expect(dialog?.open).toBe(false);
});
