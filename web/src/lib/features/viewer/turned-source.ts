import type { Entry, ItemId } from '@maru/model';
import type { Rotation } from '@maru/model/library/edits';
import type { ViewerSource } from './stage.svelte.ts';

/** An entry with the ratio that it has when its image is turned by these degrees. */
function turned(entry: Entry, turn: number): Entry & { readonly turn: number } {
  return { ...entry, ratio: turn % 180 === 0 ? entry.ratio : 1 / entry.ratio, turn };
}

/** A source in which photos have these rotations, by item, already before their renditions have them. */
export function turnedSource(source: ViewerSource, rotations: ReadonlyMap<ItemId, Rotation>): ViewerSource {
  return {
    get count() {
      return source.count;
    },
    at(index) {
      const row = source.at(index);
      const rotation = row && rotations.get(row[0]);
      const turn = row && rotation !== undefined ? (rotation - (row[1].rotation ?? 0) + 360) % 360 : 0;
      return row && turn !== 0 ? [row[0], turned(row[1], turn)] : row;
    },
    indexOf: (id) => source.indexOf(id),
    load: (from, to) => source.load(from, to),
  };
}
