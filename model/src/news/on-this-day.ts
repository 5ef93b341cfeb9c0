/** The entries of one day of an album by date: from one index up to but not including another. */
export interface PastDay {
  readonly year: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the day of `today` (`YYYY-MM-DD`) in earlier years, latest first. `days` are the runs of an album's entries by local day; days of which
 * only the month or the year is known do not count.
 */
export function onThisDay(
  days: readonly { readonly day: string | undefined; readonly count: number }[],
  today: string,
): PastDay[] {
  const found: PastDay[] = [];
  let from = 0;
  for (const { day, count } of days) {
    const to = from + count;
    if (day?.length === 10 && day.endsWith(today.slice(4)) && day < today)
      found.unshift({ year: Number(day.slice(0, 4)), from, to });
    from = to;
  }
  return found;
}
