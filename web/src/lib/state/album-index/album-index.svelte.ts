import { untrack } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { sheetAt } from '@maru/model/album-index/apply';
import type { TimedChange } from '@maru/model/album-index/change';
import { positionOfRow } from '@maru/model/album-index/order';
import type { SheetInfo } from '@maru/model/album-index/outline';
import type { AlbumId, ItemId, LibraryId } from '@maru/model/ids';
import type { Album } from '@maru/model/library/album';
import type { OfflineStore } from '../../device/offline-store.ts';
import type { Cloud, LiveFailure, Stop } from '../../firebase/cloud.ts';
import { detachedEffects } from '../detached.svelte.ts';
import { IndexEntries, type IndexRange } from './index-entries.ts';
import type { LiveState } from '../live.svelte.ts';
import { loadRows } from './load-rows.svelte.ts';
import { affectedSheets, applyLocally, followedBy, LOCAL } from './local-changes.ts';
import { OutlineLoads } from './outline-loads.svelte.ts';
import { SheetCache } from './sheet-cache.ts';
import { StoredIndex, type Index } from './stored-index.ts';

/** More changed sheets than this are not read: the next outline comes within seconds. */
const MAX_AFFECTED_SHEETS = 8;

/** The document of an album, as far as it is known. */
export interface AlbumDocument {
  readonly album: Album | undefined;
  readonly state: LiveState;
}

const NOT_BUILT: Index = { version: 0, through: 0, outline: [] };

/**
 * The entries of one album from its index: the outline, the sheets that are requested, and the latest changes on top. Starts with what is
 * stored on this device. Connected while at least one effect reads it.
 */
export class AlbumIndex {
  readonly #sheets: SheetCache;
  readonly #stored: StoredIndex;
  /** Positions whose sheets are loaded in any case, by purpose. */
  #pins = $state.raw<readonly { readonly purpose: unknown; readonly positions: readonly string[] }[]>([]);
  /** The entries in view. */
  #range = $state.raw<IndexRange>({ from: 0, to: 0 });
  #shown = $state.raw<Index>();
  /** A newer index, until its sheets in view are loaded. */
  #next = $state.raw<Index>();
  /** Undefined until the server or this device has reported them. */
  #changes = $state.raw<readonly TimedChange[]>();
  #isLive = $state(false);
  #failure = $state<LiveFailure>();
  #isRestored = $state(false);
  readonly #loads = new OutlineLoads();
  readonly #cloud: Pick<Cloud, 'readOutline' | 'watchChanges'>;
  readonly #place: readonly [LibraryId, AlbumId];
  readonly #document: () => AlbumDocument;
  readonly #needsAll: () => boolean;
  readonly #subscribe: () => void;

  /** `document` is reactive, and so is `needsAll`: while it returns true, all sheets are loaded. */
  constructor(
    cloud: Cloud,
    store: OfflineStore,
    library: LibraryId,
    album: AlbumId,
    document: () => AlbumDocument,
    needsAll = (): boolean => false,
  ) {
    this.#cloud = cloud;
    this.#needsAll = needsAll;
    this.#place = [library, album];
    this.#document = document;
    this.#stored = new StoredIndex(store, library, album);
    this.#sheets = new SheetCache({
      read: (id) => cloud.readSheet(library, album, id),
      stored: (id) => this.#stored.sheet(id),
    });
    this.#subscribe = createSubscriber(() => this.#connect());
  }

  /** The entries by date; undefined while unknown. Another object after every change of the album, whose `load` has to be called. */
  get entries(): IndexEntries | undefined {
    this.#subscribe();
    return this.#isForbidden ? undefined : this.#entries;
  }

  get state(): LiveState {
    this.#subscribe();
    if (this.#isForbidden) return 'forbidden';
    if (this.#entries) return this.#isLive ? 'live' : 'stored';
    return this.#failure ?? (this.#document().state === 'broken' ? 'broken' : 'waiting');
  }

  /** Whether the entries are as new as on the server. */
  get isCurrent(): boolean {
    const { album, state } = this.#document();
    return state === 'live' && this.state === 'live' && (this.#shown?.version ?? 0) >= (album?.index?.version ?? 0);
  }

  /** Loads the sheets at these positions, although they are not in view, in place of those that were pinned for this purpose. */
  pin(purpose: unknown, ...positions: readonly string[]): void {
    const others = this.#pins.filter((pin) => pin.purpose !== purpose);
    this.#pins = positions.length === 0 ? others : [...others, { purpose, positions }];
  }

  /** Whether sheets are still loading: a failed one is not. */
  get isLoading(): boolean {
    return this.#shown?.outline.some((sheet) => !this.#sheets.isSettled(sheet)) ?? false;
  }

  /** Whether the sheet that covers a position is loaded. */
  isLoadedAt(position: string): boolean {
    const sheet = sheetOf(this.#shown, position);
    return sheet !== undefined && this.#sheets.rows(sheet) !== undefined;
  }

  /** The position of the sheet on this device that has an item; undefined if none has it. */
  async findStored(item: ItemId): Promise<string | undefined> {
    return this.#shown && this.#stored.find(this.#shown, item);
  }

  readonly #isForbidden = $derived.by(() => {
    const { album, state } = this.#document();
    return this.#failure === 'forbidden' || state === 'forbidden' || (state === 'live' && album === undefined);
  });

  readonly #pinned = $derived(this.#pins.flatMap(({ positions }) => positions));

  /** The changes that the shown index lacks. */
  readonly #pending = $derived(this.#changes?.filter(({ changed }) => changed > (this.#shown?.through ?? 0)) ?? []);

  readonly #affected = $derived.by(() => {
    const affected = affectedSheets(this.#shown?.outline ?? [], this.#pending);
    return affected.length <= MAX_AFFECTED_SHEETS ? affected : affected.filter((sheet) => this.#sheets.rows(sheet));
  });

  readonly #entries = $derived.by(() => {
    // An album is not shown as empty before its changes are known.
    if (!this.#shown || (this.#shown.outline.length === 0 && !this.#changes)) return undefined;
    const { outline, written } = applyLocally(this.#shown.outline, (sheet) => this.#sheets.rows(sheet), this.#pending);
    return new IndexEntries(
      outline,
      (sheet) => (sheet.version === LOCAL ? written.get(sheet.id) : this.#sheets.rows(sheet)),
      (from, to) => (this.#range = { from, to }),
      (first, last, signal) => loadRows(this, first, last, signal),
    );
  });

  /** The sheets of the next index around the first and the last entry in view, and at the pins; or all. */
  readonly #nextInView = $derived.by(() => {
    if (this.#needsAll()) return this.#next?.outline ?? [];
    const [entries, { from, to }] = [this.#entries, this.#range];
    const ends = from < to ? [entries?.at(Math.max(0, from)), entries?.at(Math.min(to, entries.count) - 1)] : [];
    const positions = ends.flatMap((row) => (row ? [positionOfRow(row)] : []));
    return [...positions, ...this.#pinned].flatMap((position) => sheetOf(this.#next, position) ?? []);
  });

  /** All sheets if they are needed, otherwise those in view. */
  readonly #inView = $derived.by(() =>
    this.#needsAll() ? (this.#shown?.outline ?? []) : (this.#entries?.sheetsIn(this.#range) ?? []),
  );

  /** The sheets to load, the most urgent first. */
  readonly #requested = $derived.by(() => {
    const pinned = this.#pinned.flatMap((position) => sheetOf(this.#shown, position) ?? []);
    const [only, ...more] = this.#shown?.outline ?? [];
    const single = only && more.length === 0 ? [only] : [];
    return [...this.#inView, ...single, ...this.#nextInView, ...pinned, ...this.#affected].filter(
      ({ version }) => version !== LOCAL,
    );
  });

  #connect(): Stop {
    const controller = new AbortController();
    this.#failure = undefined;
    if (!this.#isRestored) void this.#restore();
    const stop = detachedEffects(() => {
      const isReady = $derived(
        this.#isRestored && this.#document().state === 'live' && this.#document().album !== undefined,
      );
      $effect(() => (isReady ? untrack(() => this.#listen()) : undefined));
      $effect(() => this.#follow(controller.signal));
      $effect(() => {
        if (this.#next && this.#nextInView.every((sheet) => this.#sheets.isSettled(sheet))) this.#showNext();
      });
      $effect(() => {
        this.#sheets.request(this.#requested);
      });
    });
    return () => {
      controller.abort();
      stop();
      this.#sheets.stop();
      this.#isLive = false;
    };
  }

  async #restore(): Promise<void> {
    const [index, changes] = await Promise.all([this.#stored.index.read(), this.#stored.changes.read()]);
    if (this.#failure !== 'forbidden') {
      this.#shown ??= index;
      this.#changes ??= changes;
    }
    this.#isRestored = true;
  }

  #listen(): Stop {
    const since = this.#document().album?.index?.through ?? 0;
    // The shown index may be older than the album's, and lack them too.
    const before = this.#pending.filter(({ changed }) => changed <= since);
    return this.#cloud.watchChanges(...this.#place, since, {
      next: (changes) => {
        this.#changes = followedBy(before, changes);
        this.#stored.changes.write(this.#changes);
        if (!this.#isLive) this.#stored.flush();
        this.#isLive = true;
      },
      fail: (failure) => this.#fail(failure),
    });
  }

  /** Loads the outline when the album's is newer. */
  #follow(signal: AbortSignal): Stop | undefined {
    const { album, state } = this.#document();
    if (!this.#isRestored || !album) return undefined;
    const { index } = album;
    if (!index && !this.#shown) {
      this.#shown = NOT_BUILT;
      this.#stored.index.write(NOT_BUILT);
    }
    if (!index || state !== 'live' || this.#next) return undefined;
    if (this.#shown && this.#shown.version >= index.version) return undefined;
    const isWrong =
      this.#inView.some((sheet) => this.#sheets.isReplaced(sheet)) ||
      this.#pending.some((change) => 'removedFrom' in change);
    return this.#loads.schedule(() => this.#load(index), !this.#shown || isWrong, signal);
  }

  async #load({ version, through }: NonNullable<Album['index']>): Promise<void> {
    const isAllowed = () => !this.#isForbidden;
    if (!isAllowed()) return;
    const { outline, inline } = await this.#cloud.readOutline(...this.#place);
    // As new as the album, or newer: then the changes since then are applied once more, which changes nothing.
    if (isAllowed()) this.#accept({ version, through, outline }, inline);
  }

  #accept(index: Index, inline: string | undefined): void {
    const [only] = index.outline;
    if (inline !== undefined && only) this.#sheets.add(only, inline);
    this.#stored.replace(this.#shown, index);
    if (this.#shown) this.#next = index;
    else this.#shown = index;
  }

  #showNext(): void {
    this.#shown = this.#next;
    this.#next = undefined;
    // Its indices were those of the index before.
    this.#range = { from: 0, to: 0 };
  }

  #fail(failure: LiveFailure): void {
    this.#failure = failure;
    this.#isLive = false;
    if (failure !== 'forbidden') return;
    // Revoked data is deleted from the device, too.
    this.#shown = this.#next = this.#changes = undefined;
    this.#sheets.clear();
    void this.#stored.clear();
  }
}

function sheetOf(index: Index | undefined, position: string): SheetInfo | undefined {
  return index?.outline[sheetAt(index.outline, position)];
}
