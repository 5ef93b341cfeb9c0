/** At most `times` calls in `perS` seconds, counted from the first. */
export interface Rate {
  readonly times: number;
  readonly perS: number;
}

/** The number of calls since a time (ms since 1970). */
export interface RateCount {
  readonly since: number;
  readonly times: number;
}

/** Counts one more call at `now` (ms since 1970); undefined if that exceeds the rate. */
export function countCall(before: RateCount | undefined, { times, perS }: Rate, now: number): RateCount | undefined {
  if (!before || now >= before.since + perS * 1000) return { since: now, times: 1 };
  return before.times < times ? { since: before.since, times: before.times + 1 } : undefined;
}
