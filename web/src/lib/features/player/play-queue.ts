import type { Entry, ItemId } from '@maru/model';
import type { Playable, PlayQueue } from '../../media/playable.ts';

/** Entries in display order; those that are not loaded are undefined. */
interface Source {
  readonly count: number;
  at(index: number): readonly [ItemId, Entry] | undefined;
  indexOf(item: ItemId): number;
}

const canPlay = ({ kind, isUnsupported }: Entry): boolean => kind !== 'photo' && !isUnsupported;

/**
 * The queue of an album of videos and sounds, as far as it is loaded; undefined with a photo among them: such an album does not play by itself. The
 * source stays as it is now; `isGone` says whether an entry of it has left the album since.
 */
export function playQueueOf(
  source: Source,
  playableOf: (item: ItemId, entry: Entry) => Playable,
  isGone: (item: ItemId, entry: Entry) => boolean,
): PlayQueue | undefined {
  const items: ItemId[] = [];
  for (let n = 0; n < source.count; n += 1) {
    const row = source.at(n);
    if (row && !canPlay(row[1])) return undefined;
    if (row) items.push(row[0]);
  }
  const entryOf = (item: ItemId): Entry | undefined => {
    const entry = source.at(source.indexOf(item))?.[1];
    return entry && !isGone(item, entry) ? entry : undefined;
  };
  return { items, playableOf, entryOf };
}
