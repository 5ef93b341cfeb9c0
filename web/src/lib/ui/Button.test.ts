import { render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import Button from './Button.svelte';

const children = createRawSnippet(() => ({ render: () => '<b>저장</b>' }));

test('a press is told, and while it is busy none is', async () => {
  const onclick = vi.fn();
  const { rerender } = render(Button, { children, onclick });
  const button = screen.getByRole('button', { name: '저장' });
  button.click();
  expect(onclick).toHaveBeenCalledOnce();
  await rerender({ children, onclick, busy: true });
  button.click();
  expect(onclick).toHaveBeenCalledOnce();
  expect(button.getAttribute('aria-disabled')).toBe('true');
});

test('a busy button sends no form', () => {
  const form = document.createElement('form');
  document.body.append(form);
  const sent = vi.fn((event: Event) => {
    event.preventDefault();
  });
  form.addEventListener('submit', sent);
  render(Button, { target: form, props: { children, type: 'submit', busy: true } });
  screen.getByRole('button').click();
  expect(sent).not.toHaveBeenCalled();
  form.remove();
});

test('with an address it is a link', () => {
  render(Button, { children, href: '/albums' });
  expect(screen.getByRole('link', { name: '저장' }).getAttribute('href')).toBe('/albums');
});
