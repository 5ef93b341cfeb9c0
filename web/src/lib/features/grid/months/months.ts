import type { Entry } from '@maru/model';
import { localDayOf } from '@maru/model/album-index/outline';
import type { DayRun } from '../grid-source.ts';

/** The month of a day, or its year if that is all that is known. */
const monthOfDay = (day: string | undefined): string | undefined => day?.slice(0, 7);

/** The month of an entry, as in `MonthRun`. */
export const monthOf = (entry: Entry): string | undefined => monthOfDay(localDayOf(entry) ?? undefined);

/** Consecutive entries under one heading. */
export interface MonthRun {
  /** Unique in the album; stays the same when entries are added. */
  readonly key: string;
  /** `YYYY-MM`, or `YYYY` if only the year is known; undefined for undated entries. */
  readonly month: string | undefined;
  /** The index of the first entry. */
  readonly first: number;
  readonly count: number;
}

/** Joins runs of days to runs of months. */
export function monthsOf(days: readonly DayRun[]): MonthRun[] {
  const months: { key: string; month: string | undefined; first: number; count: number }[] = [];
  const repeats = new Map<string | undefined, number>();
  let first = 0;
  for (const { day, count } of days) {
    const month = monthOfDay(day);
    const last = months.at(-1);
    if (last && last.month === month) {
      last.count += count;
    } else {
      const repeat = repeats.get(month) ?? 0;
      repeats.set(month, repeat + 1);
      months.push({ key: `${month ?? 'undated'} ${String(repeat)}`, month, first, count });
    }
    first += count;
  }
  return months;
}

/** Consecutive months of one year. */
export interface YearRun {
  /** `YYYY`; undefined for undated entries. */
  readonly year: string | undefined;
  /** The indices of its months, in order. */
  readonly months: readonly number[];
  readonly count: number;
}

/** Joins runs of months to runs of years. */
export function yearsOf(months: readonly MonthRun[]): YearRun[] {
  const years: { year: string | undefined; months: number[]; count: number }[] = [];
  for (const [index, { month, count }] of months.entries()) {
    const year = month?.slice(0, 4);
    const last = years.at(-1);
    if (last && last.year === year) {
      last.months.push(index);
      last.count += count;
    } else {
      years.push({ year, months: [index], count });
    }
  }
  return years;
}
