import { afterEach, expect, test } from 'vitest';
import { GridDensity } from './grid-density.svelte.ts';

afterEach(() => localStorage.clear());

test('remembers the choice on this device', () => {
  const density = new GridDensity(() => localStorage);
  expect(density.current).toBe('medium');
  density.current = 'large';
  expect(density.current).toBe('large');
  expect(new GridDensity(() => localStorage).current).toBe('large');
});

test('ignores a malformed value', () => {
  localStorage.setItem('maru-grid-density', 'huge');
  expect(new GridDensity(() => localStorage).current).toBe('medium');
});

test('applies the choice where storage is denied', () => {
  const denied = new Proxy(localStorage, {
    get() {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  const density = new GridDensity(() => denied);
  density.current = 'small';
  expect(density.current).toBe('small');
});
