import { createSubscriber } from 'svelte/reactivity';
import { online } from 'svelte/reactivity/window';
import { ALL, TRASH, type AlbumId, type Uid } from '@maru/model/ids';
import type { Album } from '@maru/model/library/album';
import { NEW } from '@maru/model/news/looks';
import {
  additionsOf,
  latestSince,
  newLines,
  sheetsSince,
  type Addition,
  type AlbumAdditions,
  type NewLine,
} from '@maru/model/news/new-photos';
import type { Rows, Stop } from '../../firebase/cloud.ts';
import type { AlbumEntries } from '../album.svelte.ts';
import { detachedEffects } from '../detached.svelte.ts';
import type { LastLooks } from './last-looks.svelte.ts';

/** Albums whose indexes are read, those that changed last, and the sheets of each: what a look at the latest photos costs at most. */
const MAX_ALBUMS = 8;
const MAX_SHEETS = 4;

/** The local day of an instant, on this device. */
const dayOf = (at: number): string => new Date(at).toDateString();

/**
 * The photos that were added lately to the albums of one library, and those of them that one person has not looked at. From the indexes of the
 * albums that changed: it reads no entries.
 */
export class NewPhotos {
  readonly #looks: LastLooks;
  readonly #albums: () => Rows<AlbumId, Album> | undefined;
  readonly #entriesOf: (id: AlbumId) => AlbumEntries;
  readonly #me: Uid;
  readonly #subscribe: () => void;

  /** `albums` is reactive: all that this person sees, `all` too. */
  constructor(
    looks: LastLooks,
    albums: () => Rows<AlbumId, Album> | undefined,
    entriesOf: (id: AlbumId) => AlbumEntries,
    me: Uid,
  ) {
    this.#looks = looks;
    this.#albums = albums;
    this.#entriesOf = entriesOf;
    this.#me = me;
    this.#subscribe = createSubscriber(() => this.#connect());
  }

  readonly #since = $derived.by(() => {
    const { looks } = this.#looks;
    return looks && latestSince(looks, Date.now());
  });

  /** The albums that may have new entries, `all` and those that changed last; undefined while unknown. */
  readonly #changed = $derived.by(() => {
    const [albums, since] = [this.#albums(), this.#since];
    if (!albums || since === undefined) return undefined;
    const changed = albums
      .flatMap(([id, { index }]) => (index && index.through > since && id !== TRASH ? [{ id, at: index.through }] : []))
      .sort((a, b) => Number(b.id === ALL) - Number(a.id === ALL) || b.at - a.at);
    return changed.slice(0, MAX_ALBUMS + 1).map(({ id }) => id);
  });

  /** The sheets with new entries of each of these albums, by their first positions, as far as their outlines are known. */
  readonly #sheets = $derived.by((): readonly { readonly album: AlbumId; readonly sheets?: readonly string[] }[] => {
    const since = this.#since ?? 0;
    return (this.#changed ?? []).map((album) => {
      const { byDate } = this.#entriesOf(album);
      if (!byDate) return { album };
      const newest = sheetsSince(byDate.outline, since).slice(0, MAX_SHEETS);
      return { album, sheets: newest.map(({ first }) => first) };
    });
  });

  readonly #found = $derived.by((): Addition[] | undefined => {
    const { looks } = this.#looks;
    const since = this.#since ?? 0;
    if (!looks || !this.#changed) return undefined;
    const found: AlbumAdditions[] = [];
    for (const { album, sheets } of this.#sheets) {
      const { byDate, state } = this.#entriesOf(album);
      const rows = sheets?.map((first) => byDate?.sheetRowsAt(first)?.rows);
      const isKnown = rows?.every((of) => of !== undefined) ?? (state === 'forbidden' || state === 'broken');
      // Without a network, what is on this device.
      if (!isKnown && online.current !== false) return undefined;
      found.push({ album, rows: (rows ?? []).flatMap((of) => of ?? []).filter(([, entry]) => entry.addedAt > since) });
    }
    return additionsOf(found, looks, this.#me);
  });

  readonly #unseen = $derived(this.#found?.filter(({ isNew }) => isNew));

  readonly #lines = $derived.by(() => {
    const shown = this.#unseen?.length ? this.#unseen : this.#found;
    return shown && newLines(shown, dayOf);
  });

  readonly #counts = $derived.by(() => {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- another object after every change
    const counts = new Map<AlbumId, number>();
    for (const { albums } of this.#unseen ?? [])
      for (const album of albums) counts.set(album, (counts.get(album) ?? 0) + 1);
    return counts;
  });

  /** Whether there may be any; undefined while that is unknown. It needs the documents of the albums only. */
  get isPossible(): boolean | undefined {
    this.#subscribe();
    return this.#changed && this.#changed.length > 0;
  }

  /** What this person has not looked at, grouped by the person who added it and the time; if there is nothing, what came last. Undefined while unknown. */
  get lines(): readonly NewLine[] | undefined {
    this.#subscribe();
    return this.#lines;
  }

  /** How many this person has not looked at; undefined while unknown. */
  get unseenCount(): number | undefined {
    this.#subscribe();
    return this.#unseen?.length;
  }

  /** How many of an album this person has not looked at, as far as that is known. */
  unseenIn(album: AlbumId): number {
    this.#subscribe();
    return this.#counts.get(album) ?? 0;
  }

  /** Saves that this person has looked at all of them. Never rejects. */
  async markSeen(): Promise<void> {
    const added = (this.#found ?? []).map(({ row: [, { addedAt }] }) => addedAt);
    if (this.#unseen?.length) await this.#looks.save(NEW, Math.max(...added));
  }

  #connect(): Stop {
    return detachedEffects(() => {
      $effect(() => {
        const stops = this.#sheets.map(({ album, sheets = [] }) => this.#entriesOf(album).keepLoaded(sheets));
        return () => {
          for (const stop of stops) stop();
        };
      });
    });
  }
}
