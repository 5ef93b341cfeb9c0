import { flushSync } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { Theme } from './theme.svelte.ts';

const root = document.documentElement;

afterEach(() => localStorage.clear());

test('a choice is applied, stored, reactive, and can be undone', () => {
  const theme = new Theme(root, localStorage);
  const seen: string[] = [];
  const stop = $effect.root(() => {
    $effect(() => void seen.push(theme.choice));
  });
  flushSync();
  theme.choice = 'dark';
  flushSync();
  expect(root.dataset['theme']).toBe('dark');
  expect(new Theme(root, localStorage).choice).toBe('dark');
  theme.choice = 'system';
  flushSync();
  stop();
  expect(root.dataset['theme']).toBeUndefined();
  expect(localStorage.length).toBe(0);
  expect(seen).toEqual(['system', 'dark', 'system']);
});

test('where nothing can be stored the choice is still applied', () => {
  const closed = new Proxy(localStorage, {
    get() {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  const theme = new Theme(root, closed);
  theme.choice = 'light';
  expect(theme.choice).toBe('light');
  expect(root.dataset['theme']).toBe('light');
});

test('the window frame takes the same colours', () => {
  document.head.innerHTML = `<meta name="theme-color" data-theme="light"><meta name="theme-color" data-theme="dark">`;
  const media = () => [...document.head.querySelectorAll('meta')].map((meta) => meta.media);
  const theme = new Theme(root, localStorage);
  expect(media()).toEqual(['(prefers-color-scheme: light)', '(prefers-color-scheme: dark)']);
  theme.choice = 'dark';
  expect(media()).toEqual(['not all', 'all']);
});
