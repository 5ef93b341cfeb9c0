import type { Entry, ItemId } from '@maru/model';
import { localDayOf } from '@maru/model/album-index/outline';
import type { DayRun, GridSource } from './grid-source.ts';

function daysOf(entries: readonly (readonly [ItemId, Entry])[]): DayRun[] {
  const days: { day: string | undefined; count: number }[] = [];
  for (const [, entry] of entries) {
    const day = localDayOf(entry) ?? undefined;
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
    async *rows(from, to) {
      if (from < to) yield Promise.resolve(entries.slice(from, to));
    },
  };
}
