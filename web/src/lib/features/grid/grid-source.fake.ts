import type { Entry, ItemId } from '@maru/model';
import type { DayRun, GridSource } from './grid-source.ts';

/** A day at the precision of a capture date. */
const DAY_LENGTH = { about: 4, year: 4, month: 7, day: 10, second: 10 } as const;

function dayOf({ takenAt }: Entry): string | undefined {
  return takenAt?.local.slice(0, DAY_LENGTH[takenAt.precision]);
}

function daysOf(entries: readonly (readonly [ItemId, Entry])[]): DayRun[] {
  const days: { day: string | undefined; count: number }[] = [];
  for (const [, entry] of entries) {
    const day = dayOf(entry);
    const last = days.at(-1);
    if (last && last.day === day) last.count += 1;
    else days.push({ day, count: 1 });
  }
  return days;
}

/** A source of loaded entries in album order. */
export function arraySource(entries: readonly (readonly [ItemId, Entry])[]): GridSource {
  let indices: Map<ItemId, number> | undefined;
  return {
    count: entries.length,
    ratios: Float32Array.from(entries, ([, { ratio }]) => ratio),
    days: daysOf(entries),
    at: (index) => entries[index],
    indexOf(id) {
      indices ??= new Map(entries.map(([item], index) => [item, index]));
      return indices.get(id) ?? -1;
    },
    load() {},
  };
}
