import { render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import Button from './Button.svelte';

const children = createRawSnippet(() => ({ render: () => '<b>저장</b>' }));

test('reports clicks, but not while busy', async () => {
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

test('a busy button does not submit its form', () => {
  const form = document.createElement('form');
  document.body.append(form);
  const onsubmit = vi.fn((event: Event) => {
    event.preventDefault();
  });
  form.addEventListener('submit', onsubmit);
  render(Button, { target: form, props: { children, type: 'submit', busy: true } });
  screen.getByRole('button').click();
  expect(onsubmit).not.toHaveBeenCalled();
  form.remove();
});

test('is a link with href', () => {
  render(Button, { children, href: '/albums' });
  expect(screen.getByRole('link', { name: '저장' }).getAttribute('href')).toBe('/albums');
});
