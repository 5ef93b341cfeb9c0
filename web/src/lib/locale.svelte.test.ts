import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { LocaleChoice } from './locale.svelte.ts';
import { m } from './paraglide/messages.js';

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

test('a change updates shown messages and the lang attribute', () => {
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

test('a change in another window applies to this one', () => {
  const locale = new LocaleChoice(document.documentElement, localStorage);
  locale.current = 'ko';
  dispatchEvent(new StorageEvent('storage', { key: 'maru-locale', newValue: 'en' }));
  expect([locale.current, document.documentElement.lang]).toEqual(['en', 'en']);
});

test('a choice is stored, and an invalid stored one is ignored', () => {
  const locale = new LocaleChoice(document.documentElement, localStorage);
  locale.current = 'en';
  expect(new LocaleChoice(document.documentElement, localStorage).current).toBe('en');
  localStorage.setItem('maru-locale', 'xx');
  expect(['ko', 'en']).toContain(new LocaleChoice(document.documentElement, localStorage).current);
});
