import type { YearRun } from '../months/months.ts';

/** A year at a place of the scrubber. */
export interface YearLabel {
  readonly year: string;
  /** From 0 at the top to 1 at the bottom. */
  readonly at: number;
}

/** Returns the years of a scrubber, at most one per `gap` (a part of its height). `tops` are the places of the months, from 0 to 1. */
export function yearLabels(years: readonly YearRun[], tops: readonly number[], gap: number): YearLabel[] {
  const labels: YearLabel[] = [];
  let free = 0;
  for (const { year, months } of years) {
    const at = tops[months[0] ?? 0] ?? 0;
    if (year === undefined || at < free || at > 1 - gap) continue;
    labels.push({ year, at });
    free = at + gap;
  }
  return labels;
}
