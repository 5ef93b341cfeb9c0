import { afterEach, expect, test } from 'vitest';
import { Display } from './display.svelte.ts';

const root = document.documentElement;
const shown = () => ({ text: root.dataset['text'], simple: root.dataset['simple'] });

afterEach(() => localStorage.clear());

test('applies and stores the text size and simple mode, and takes them from other windows', () => {
  const display = new Display(root, localStorage);
  expect(shown()).toEqual({ text: undefined, simple: undefined });
  display.textSize = 'largest';
  display.isSimple = true;
  expect(shown()).toEqual({ text: 'largest', simple: 'on' });
  expect(new Display(root, localStorage)).toMatchObject({ textSize: 'largest', isSimple: true });
  localStorage.removeItem('maru-simple');
  localStorage.setItem('maru-text', 'enormous');
  dispatchEvent(new StorageEvent('storage', { key: 'maru-text', newValue: 'enormous' }));
  expect(display).toMatchObject({ textSize: 'normal', isSimple: false });
  expect(shown()).toEqual({ text: undefined, simple: undefined });
});
