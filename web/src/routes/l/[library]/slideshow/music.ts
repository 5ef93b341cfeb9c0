import type { EntryRow } from '@maru/model/album-index/order';
import type { AlbumId, ItemId } from '@maru/model/ids';
import type { Entry } from '@maru/model/library/entry';
import type { RenditionFile } from '@maru/model/paths';
import { playQueueOf } from '#lib/features/player/play-queue.ts';
import type { Playable } from '#lib/media/playable.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { RowEntries } from '#lib/state/row-entries.ts';
import { inTrackOrder } from '#lib/state/track-order.ts';
import { playablesOf } from '../a/[album]/[item]/playables.ts';

/** An album whose sounds are music. */
interface MusicAlbum {
  readonly view: LibraryView;
  readonly id: AlbumId;
  readonly title: string;
  readonly urlOf: (item: ItemId, entry: Entry, file: RenditionFile) => string;
}

/** Finds the sounds of an album, in the order of their tracks or else by date. Waits while they cannot be loaded; none if that was aborted. */
export async function soundsOf({ view, id }: MusicAlbum, signal: AbortSignal): Promise<readonly EntryRow[]> {
  const entries = await view.entries(id).current(signal);
  const sounds: EntryRow[] = [];
  for await (const rows of entries?.rows(0, entries.count, signal) ?? [])
    sounds.push(...rows.filter(([, { kind, isUnsupported }]) => kind === 'sound' && !isUnsupported));
  return inTrackOrder(sounds) ?? sounds;
}

/** Returns what plays these sounds from one of them on. Their positions are not remembered: nobody listens to the end of a slideshow's music. */
export function musicOf(
  { view, id, title, urlOf }: MusicAlbum,
  sounds: readonly EntryRow[],
  first: EntryRow,
): Playable {
  const source = new RowEntries(sounds, 'without-days');
  const playableIn = playablesOf({ view, album: id, title, source: undefined, urlOf });
  const playableOf = (item: ItemId, entry: Entry): Playable => ({
    ...playableIn(item, entry),
    position: undefined,
    queue: playQueueOf(source, playableOf, view.entries(id)),
  });
  return playableOf(...first);
}
