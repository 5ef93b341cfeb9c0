import type { YearRun } from '../months/months.ts';

/** Returns the month after one (1) or before it (-1): the next, or the first of the next year. */
export function monthAfter(years: readonly YearRun[], month: number, by: 1 | -1, unit: 'month' | 'year'): number {
  const last = years.at(-1)?.months.at(-1) ?? 0;
  if (unit === 'month') return Math.min(last, Math.max(0, month + by));
  const year = years.findIndex(({ months }) => months.includes(month));
  const first = years[year]?.months[0] ?? 0;
  if (by < 0 && month > first) return first;
  return years[year + by]?.months[0] ?? (by < 0 ? 0 : last);
}

/** Returns the month that a key moves to: arrows by a month, Page Up and Page Down by a year, Home, End; undefined for other keys. */
export function monthAfterKey(years: readonly YearRun[], month: number, key: string): number | undefined {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowLeft':
      return monthAfter(years, month, -1, 'month');
    case 'ArrowDown':
    case 'ArrowRight':
      return monthAfter(years, month, 1, 'month');
    case 'PageUp':
      return monthAfter(years, month, -1, 'year');
    case 'PageDown':
      return monthAfter(years, month, 1, 'year');
    case 'Home':
      return 0;
    case 'End':
      return years.at(-1)?.months.at(-1);
    default:
      return undefined;
  }
}
