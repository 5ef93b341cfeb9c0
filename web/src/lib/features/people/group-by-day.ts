import type { Activity } from '@maru/model';
import { formatDate } from '../../format.ts';

/** Activities in their order, each day's together under what people call it. */
export function groupByDay<Row extends readonly [string, Activity]>(
  rows: readonly Row[],
  now = new Date(),
): [string, Row[]][] {
  const days = new Map<string, Row[]>();
  for (const row of rows) {
    const day = formatDate(row[1].at, now);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days];
}
