import { ALL, type AlbumId, type ItemId } from '@maru/model/ids';
import type { Entry } from '@maru/model/library/entry';
import { hasImages } from '@maru/model/library/item';
import { MASTER, type RenditionFile } from '@maru/model/paths';
import { compact } from '@maru/model/schema';
import { formatDay } from '#lib/format.ts';
import { KIND_LABELS, titleOf } from '#lib/features/labels/kinds.ts';
import { playQueueOf } from '#lib/features/player/play-queue.ts';
import type { ViewerSource } from '#lib/features/viewer/stage.svelte.ts';
import type { Playable } from '#lib/media/playable.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { routes } from '../../../../../routes.ts';

/** An album in which something is played. */
interface PlayedAlbum {
  readonly view: LibraryView;
  readonly album: AlbumId;
  readonly title: string;
  /** Its entries in the order in which they play; undefined while unknown. */
  readonly source: ViewerSource | undefined;
  readonly urlOf: (item: ItemId, entry: Entry, file: RenditionFile) => string;
}

/** Returns what makes an entry playable. It does not depend on the page, because an album plays on while another page is shown. */
export function playablesOf({
  view,
  album,
  title,
  source,
  urlOf,
}: PlayedAlbum): (item: ItemId, entry: Entry) => Playable {
  const content = view.shown(album);
  const progressOf = (item: ItemId): number | undefined => {
    const { entries } = content;
    return entries?.at(entries.indexOf(item))?.[1].progress;
  };
  const untitled = (entry: Entry): string =>
    album === ALL ? [KIND_LABELS[entry.kind](), formatDay(entry.takenAt) ?? title].join(' · ') : title;
  const playableOf = (item: ItemId, entry: Entry): Playable => ({
    library: view.id,
    item,
    entry,
    title: titleOf(entry) ?? untitled(entry),
    ...compact({ artist: entry.song?.artist, album: entry.song?.album }),
    masterUrl: urlOf(item, entry, MASTER),
    ...(entry.kind !== 'photo' && hasImages(entry) && { posterUrl: urlOf(item, entry, 'poster') }),
    href: routes.item(view.id, album, item),
    token: content.tokenOf(item, entry),
    progress: () => progressOf(item),
    queue: source && playQueueOf(source, playableOf, content),
    // Asked for each time: a video may be played before the person's role is known.
    get position() {
      if (!view.can('save-play-positions')) return undefined;
      const positions = view.playPositions;
      return { read: () => positions.of(item), save: (at: number | undefined) => void positions.save(item, at) };
    },
  });
  return playableOf;
}
