import type { Activity } from '@maru/model';
import { sayDate } from '../../format.ts';

/** Activities in their order, each day's together under what people call it. */
export function byDay<Row extends readonly [string, Activity]>(
  rows: readonly Row[],
  now = new Date(),
): [string, Row[]][] {
  const days = new Map<string, Row[]>();
  for (const row of rows) {
    const day = sayDate(row[1].at, now);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days];
}
