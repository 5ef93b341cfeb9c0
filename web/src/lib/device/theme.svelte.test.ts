import { flushSync } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { Theme } from './theme.svelte.ts';

const root = document.documentElement;

afterEach(() => localStorage.clear());

test('applies and stores a choice, and returns to the system theme', () => {
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

test('applies the choice where storage is denied', () => {
  const denied = new Proxy(localStorage, {
    get() {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  const theme = new Theme(root, denied);
  theme.choice = 'light';
  expect(theme.choice).toBe('light');
  expect(root.dataset['theme']).toBe('light');
});

test('sets the colour of the window frame', () => {
  document.head.innerHTML = `<meta name="theme-color" data-theme="light"><meta name="theme-color" data-theme="dark">`;
  const media = () => [...document.head.querySelectorAll('meta')].map((meta) => meta.media);
  const theme = new Theme(root, localStorage);
  expect(media()).toEqual(['(prefers-color-scheme: light)', '(prefers-color-scheme: dark)']);
  theme.choice = 'dark';
  expect(media()).toEqual(['not all', 'all']);
});
