import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import JumpToDate from './JumpToDate.svelte';
import { monthsOf } from './months/months.ts';

overwriteGetLocale(() => 'ko');
const months = monthsOf([
  { day: '2020-05-01', count: 10 },
  { day: '2019-08-01', count: 1200 },
  { day: '2019-01-01', count: 3 },
  { day: '1987', count: 4 },
  { day: undefined, count: 7 },
]);
const onjump = vi.fn<(month: number) => void>();
const setup = () => render(JumpToDate, { open: true, months, current: 1, onjump });
const names = (): string[] =>
  screen.getAllByRole('button').map((button) => button.textContent.replaceAll(/\s+/g, ' ').trim());

afterEach(() => {
  cleanup();
  onjump.mockClear();
});

test('lists years, and the months of the year in view, with their counts', () => {
  setup();
  expect(names()).toEqual(['2020년10장', '2019년1,203장', '8월1,200장', '1월3장', '1987년4장', '날짜 없음7장', '닫기']);
  expect(screen.getByRole('button', { name: /^2019년/ }).getAttribute('aria-expanded')).toBe('true');
});

test('selects a year, then a month', async () => {
  setup();
  await fireEvent.click(screen.getByRole('button', { name: /^1987년/ }));
  expect(screen.queryByRole('button', { name: /^8월/ })).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: /^월 모름/ }));
  expect(onjump).toHaveBeenCalledExactlyOnceWith(3);
  expect(screen.queryByRole('button', { name: /^1987년/ })).toBeNull();
});

test('a year that a person opened or closed stays so when photos arrive, until the dialog closes', async () => {
  const { rerender } = setup();
  const arrived = monthsOf([
    { day: '2021-03-01', count: 1 },
    ...months.map(({ month, count }) => ({ day: month, count })),
  ]);
  await fireEvent.click(screen.getByRole('button', { name: /^2020년/ }));
  await rerender({ open: true, months: arrived, current: 2, onjump });
  expect(screen.getByRole('button', { name: /^2020년/ }).getAttribute('aria-expanded')).toBe('true');
  await fireEvent.click(screen.getByRole('button', { name: /^2020년/ }));
  await rerender({ open: true, months, current: 1, onjump });
  expect(screen.getByRole('button', { name: /^2019년/ }).getAttribute('aria-expanded')).toBe('false');
});

test('jumps to the undated entries at once', async () => {
  setup();
  await fireEvent.click(screen.getByRole('button', { name: /^날짜 없음/ }));
  expect(onjump).toHaveBeenCalledExactlyOnceWith(4);
});
