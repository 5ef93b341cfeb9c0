import type { Entry, ItemId } from '@maru/model';
import type { Playable, PlayQueue } from '../../media/playable.ts';

/** Entries in display order; those that are not loaded are undefined. */
interface Source {
  readonly count: number;
  at(index: number): readonly [ItemId, Entry] | undefined;
  indexOf(item: ItemId): number;
}

const canPlay = ({ kind, isUnsupported }: Entry): boolean => kind !== 'photo' && !isUnsupported;

/** The queue of an album of videos and sounds, as far as it is loaded; undefined with a photo among them: such an album does not play by itself. */
export function playQueueOf(
  source: Source,
  playableOf: (item: ItemId, entry: Entry) => Playable,
): PlayQueue | undefined {
  const items: ItemId[] = [];
  for (let n = 0; n < source.count; n += 1) {
    const row = source.at(n);
    if (row && !canPlay(row[1])) return undefined;
    if (row) items.push(row[0]);
  }
  return { items, playableOf, entryOf: (item) => source.at(source.indexOf(item))?.[1] };
}
