import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { LocaleChoice } from './locale.svelte.ts';
import { m } from './paraglide/messages.js';

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

test('the words change where they are shown, and the page says its language', () => {
  const locale = new LocaleChoice(document.documentElement, localStorage);
  locale.current = 'ko';
  const seen: string[] = [];
  const stop = $effect.root(() => {
    $effect(() => void seen.push(m.app_name()));
  });
  flushSync();
  locale.current = 'en';
  flushSync();
  stop();
  expect(seen).toEqual(['마루', 'Maru']);
  expect(document.documentElement.lang).toBe('en');
});

test('a choice stays on the device, and nonsense there is not one', () => {
  const locale = new LocaleChoice(document.documentElement, localStorage);
  locale.current = 'en';
  expect(new LocaleChoice(document.documentElement, localStorage).current).toBe('en');
  localStorage.setItem('maru-locale', 'xx');
  expect(['ko', 'en']).toContain(new LocaleChoice(document.documentElement, localStorage).current);
});
