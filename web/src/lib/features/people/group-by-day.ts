import type { Activity } from '@maru/model';
import { formatDate } from '../../format.ts';

/** Groups activities by day, in their order, under the name of the day. */
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
