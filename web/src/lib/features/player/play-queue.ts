import type { Entry, ItemId } from '@maru/model';
import type { Playable, PlayQueue } from '../../media/playable.ts';

/** Entries in display order; those that are not loaded are undefined. */
interface Source {
  readonly count: number;
  at(index: number): readonly [ItemId, Entry] | undefined;
  indexOf(item: ItemId): number;
}

/** The album as it is now. */
interface Album {
  /** Whether an entry is known to have left it. */
  hasLost(item: ItemId, known: Entry): boolean;
}

const canPlay = ({ kind, isUnsupported }: Entry): boolean => kind !== 'photo' && !isUnsupported;

/**
 * The queue of an album of videos and sounds, as far as it is loaded; undefined with a photo among them: such an album does not play by itself. The
 * source is a snapshot; entries that have left the album since are skipped.
 */
export function playQueueOf(
  source: Source,
  playableOf: (item: ItemId, entry: Entry) => Playable,
  album: Album,
): PlayQueue | undefined {
  const items: ItemId[] = [];
  for (let n = 0; n < source.count; n += 1) {
    const row = source.at(n);
    if (row && !canPlay(row[1])) return undefined;
    if (row) items.push(row[0]);
  }
  const entryOf = (item: ItemId): Entry | undefined => {
    const entry = source.at(source.indexOf(item))?.[1];
    return entry && !album.hasLost(item, entry) ? entry : undefined;
  };
  return { items, playableOf, entryOf };
}
