import type { Entry, ItemId, LibraryId } from '@maru/model';

/** What to play. */
export interface Playable {
  readonly library: LibraryId;
  readonly item: ItemId;
  readonly entry: Entry;
  readonly title: string;
  /** The artist of a song, for the lock screen. */
  readonly artist?: string;
  readonly album?: string;
  readonly masterUrl: string;
  /** The poster before playback and on the lock screen; the cover of a sound. */
  readonly posterUrl?: string;
  /** The page that the mini-player links to. */
  readonly href?: string;
  /** How much of it can be played already, 0 to 1; undefined once it is processed. */
  readonly progress?: () => number | undefined;
  /** What plays after it by itself. */
  readonly queue?: PlayQueue | undefined;
  /** Where the person stopped last, in seconds, on any device; undefined at the start. Without it, this window remembers it. */
  readonly position?:
    | {
        readonly read: () => number | undefined;
        readonly save: (at: number | undefined) => void;
      }
    | undefined;
  /** Returns the current download token, or undefined if access was revoked; the entry's own token by default. */
  readonly token?: () => string | undefined;
}

/** The items that play one after the other, in display order. */
export interface PlayQueue {
  readonly items: readonly ItemId[];
  /** Returns an item's entry; undefined if the item is gone. */
  readonly entryOf: (item: ItemId) => Entry | undefined;
  /** Returns what to play. Not for templates: it keeps the entry loaded from then on. */
  readonly playableOf: (item: ItemId, entry: Entry) => Playable;
}
