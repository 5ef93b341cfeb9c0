import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { monthsOf } from '../months/months.ts';
import Scrubber from './Scrubber.svelte';

overwriteGetLocale(() => 'ko');
const months = monthsOf([
  { day: '2020-05-01', count: 10 },
  { day: '2020-01-01', count: 10 },
  { day: '2019-08-01', count: 10 },
  { day: undefined, count: 10 },
]);
const onmove = vi.fn<(place: number) => void>();
const onmonth = vi.fn<(month: number) => void>();
const setup = (current: number) =>
  render(Scrubber, {
    months,
    tops: [0, 0.25, 0.5, 0.75],
    current,
    place: current / 4,
    offset: 0,
    wide: false,
    onmove,
    onmonth,
  });
const slider = (): HTMLElement => screen.getByRole('slider', { name: '날짜별로 훑어보기' });

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(500);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(100);
  HTMLElement.prototype.setPointerCapture = () => undefined;
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  onmove.mockClear();
  onmonth.mockClear();
});

test('is a slider over the months, which names the month in view', () => {
  setup(2);
  expect(slider().getAttribute('aria-valuetext')).toBe('2019년 8월');
  expect(slider().getAttribute('aria-valuenow')).toBe('2');
  expect(slider().getAttribute('aria-valuemax')).toBe('3');
  cleanup();
  setup(3);
  expect(slider().getAttribute('aria-valuetext')).toBe('날짜 없음');
});

test.each([
  ['ArrowDown', 2],
  ['ArrowUp', 0],
  ['PageDown', 2],
  ['Home', 0],
  ['End', 3],
])('%s goes to month %d', async (key, month) => {
  setup(1);
  await fireEvent.keyDown(slider(), { key });
  expect(onmonth).toHaveBeenCalledExactlyOnceWith(month);
});

test('dragging the handle keeps it under the pointer', async () => {
  setup(0);
  await fireEvent.pointerMove(slider(), { clientY: 210 });
  expect(onmove).not.toHaveBeenCalled();
  await fireEvent.pointerDown(slider(), { clientY: 10, button: 0 });
  await fireEvent.pointerMove(slider(), { clientY: 210 });
  expect(onmove).toHaveBeenLastCalledWith(0.5);
  await fireEvent.pointerMove(slider(), { clientY: 2000 });
  expect(onmove).toHaveBeenLastCalledWith(1);
  await fireEvent.pointerUp(slider(), { clientY: 2000 });
  onmove.mockClear();
  await fireEvent.pointerMove(slider(), { clientY: 10 });
  expect(onmove).not.toHaveBeenCalled();
});
