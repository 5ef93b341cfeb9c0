import { ALL } from '@maru/model/ids';
import { onThisDay, type PastDay } from '@maru/model/news/on-this-day';
import { today } from '#lib/format.ts';
import { m } from '#lib/paraglide/messages.js';
import type { IndexEntries } from '#lib/state/album-index/index-entries.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';

/** This day in earlier years, latest first, and the entries of all photos in which it is. */
export interface PastDays {
  readonly days: readonly PastDay[];
  readonly entries: IndexEntries;
}

/** Finds this day in earlier years by the outline of all photos, which reads no entries. Undefined while unknown, and for people who may not see them. */
export function pastDaysOf(view: Pick<LibraryView, 'entries'>): PastDays | undefined {
  const entries = view.entries(ALL).byDate;
  return entries && { days: onThisDay(entries.days, today()), entries };
}

/** How long ago a year was: "작년 오늘", "7년 전 오늘". */
export const yearsAgo = (year: number): string => m.on_this_day_years({ count: Number(today().slice(0, 4)) - year });

/** The title of this day in one earlier year or in several. */
export function agoTitle({ days }: PastDays): string {
  const [only, ...others] = days;
  return only && others.length === 0 ? yearsAgo(only.year) : m.on_this_day_title();
}
