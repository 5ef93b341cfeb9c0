import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { fractionAt } from './seek-pointer.svelte.ts';
import SeekBar from './SeekBar.svelte';

overwriteGetLocale(() => 'ko');
afterEach(cleanup);

const strip = { url: 'https://example.com/strip', frames: 100, duration: 600, ratio: 16 / 9 };
const chapters = [
  { at: 0, title: '돌잔치' },
  { at: 300, title: '' },
];

function renderBar() {
  const onseek = vi.fn();
  render(SeekBar, { time: 0, duration: 600, buffered: 0, ready: 600, strip, chapters, onseek });
  const bar = screen.getByRole('slider');
  vi.spyOn(bar, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 332, 48));
  return { bar, onseek };
}

const previewText = () => document.querySelector('.preview')?.textContent.trim();
const image = () => document.querySelector('img');

test('shows frame, chapter and time under the mouse, and loads the strip only then', async () => {
  const { bar } = renderBar();
  expect(image()).toBeNull();
  await fireEvent.pointerMove(bar, { clientX: 16 + 227, pointerType: 'mouse' });
  expect(previewText()).toBe('챕터 2 7:34');
  expect([image()?.src, image()?.style.left, image()?.style.top]).toEqual([strip.url, '-500%', '-700%']);
  expect(image()?.getAttribute('crossorigin')).toBe('anonymous');
  await fireEvent.pointerMove(bar, { clientX: 0, pointerType: 'mouse' });
  expect(previewText()).toBe('돌잔치 0:00');
  await fireEvent.pointerLeave(bar);
  expect(previewText()).toBeUndefined();
});

test('a finger shows them while it drags, and a key where it seeks to; the value that is read out stays the time', async () => {
  const { bar, onseek } = renderBar();
  await fireEvent.pointerMove(bar, { clientX: 100, pointerType: 'touch' });
  expect(previewText()).toBeUndefined();
  await fireEvent.input(bar, { target: { value: '450' } });
  expect(previewText()).toBe('챕터 2 7:30');
  expect(bar.getAttribute('aria-valuetext')).toBe('7분 30초 / 10분');
  await fireEvent.change(bar, { target: { value: '450' } });
  expect(onseek).toHaveBeenCalledWith(450);
  expect(previewText()).toBeUndefined();
  await fireEvent.keyDown(bar, { key: 'ArrowRight' });
  expect(onseek).toHaveBeenLastCalledWith(10);
  expect(previewText()).toBe('돌잔치 0:00');
  await fireEvent.keyDown(bar, { key: 'ArrowRight', ctrlKey: true });
  expect(onseek).toHaveBeenCalledTimes(2);
  await fireEvent.blur(bar);
  expect(previewText()).toBeUndefined();
});

test('a place is where browsers draw the thumb for it', () => {
  expect([0, 16, 166, 316, 400].map((x) => fractionAt(x, 332, 32))).toEqual([0, 0, 0.5, 1, 1]);
});
