import type { AlbumId, Uid } from '@maru/model/ids';
import type { Entry } from '@maru/model/library/entry';
import { markedFrom, NEW } from '@maru/model/news/looks';
import { latestSince } from '@maru/model/news/new-photos';
import { untrack } from 'svelte';
import type { LibraryView } from '#lib/state/library.svelte.ts';

/** Which entries of an album are new for the person who looks at it. */
export interface AlbumLook {
  /** Reactive. */
  readonly isNew: (entry: Entry) => boolean;
}

/**
 * Saves that a person looks at an album, once, and tells what was new then. Call it while the component of the album is created; `of` is
 * reactive. Guests have no looks: nothing is new for them.
 */
export function lookAtAlbum(
  of: () => { readonly view: LibraryView; readonly id: AlbumId; readonly me: Uid },
): AlbumLook {
  const looks = $derived.by(() => {
    const { view } = of();
    return view.can('save-looks') ? view.lastLooks.looks : undefined;
  });
  /** Entries added after this are new, ms since 1970. */
  const since = $derived.by(() => {
    if (!looks) return Infinity;
    const now = Date.now();
    return Math.max(markedFrom(looks[of().id], now), markedFrom(looks[NEW], now), latestSince(looks, now));
  });
  let hasLooked = false;
  $effect(() => {
    const { view, id } = of();
    const { byDate } = view.entries(id);
    if (hasLooked || !looks || !byDate) return;
    hasLooked = true;
    untrack(() => void view.lastLooks.save(id, byDate.newestAddition));
  });
  return { isNew: ({ addedAt, by }) => addedAt > since && by !== of().me };
}
