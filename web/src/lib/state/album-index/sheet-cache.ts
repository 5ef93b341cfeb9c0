import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { EntryRow } from '@maru/model/album-index/order';
import type { SheetInfo } from '@maru/model/album-index/outline';
import { decodeSheet } from '@maru/model/album-index/sheet';
import type { ItemId } from '@maru/model/ids';
import type { StoredSheet } from '../../firebase/cloud.ts';
import type { Stored } from '../live.svelte.ts';
import { waitToRetry } from '../retry.ts';

/** Sheets kept in memory, unless more are requested. */
const MAX_SHEETS = 40;
/** Sheets that are read at once. */
const MAX_READS = 4;

/** Where a cache gets its sheets. */
export interface SheetSource {
  readonly read: (id: ItemId) => Promise<StoredSheet | undefined>;
  /** The sheet on this device. */
  readonly stored: (id: ItemId) => Stored<StoredSheet>;
}

type SheetKey = Pick<SheetInfo, 'id' | 'version'>;

const keyOf = ({ id, version }: SheetKey): string => `${id} ${String(version)}`;

/** The decoded sheets of one album, each at its exact version. Loads those that are requested, from this device if possible. Reactive. */
export class SheetCache {
  readonly #source: SheetSource;
  readonly #rows = new SvelteMap<string, readonly EntryRow[]>();
  /** The requested sheets that could not be loaded; `replaced`: the server has another version. */
  readonly #failed = new SvelteMap<string, 'failed' | 'replaced'>();
  #requested: readonly SheetInfo[] = [];
  /** Least recently requested first. */
  readonly #recent = new Set<string>();
  readonly #running = new Set<string>();
  readonly #tries = new Map<string, number>();
  readonly #waiting = new Set<string>();
  #controller = new AbortController();

  constructor(source: SheetSource) {
    this.#source = source;
  }

  /** The rows of a sheet; undefined until it is loaded. */
  rows(sheet: SheetKey): readonly EntryRow[] | undefined {
    return this.#rows.get(keyOf(sheet));
  }

  /** Whether a requested sheet is loaded, or has failed at least once. */
  isSettled(sheet: SheetKey): boolean {
    return this.#rows.has(keyOf(sheet)) || this.#failed.has(keyOf(sheet));
  }

  /** Whether the server has another version of a requested sheet. */
  isReplaced(sheet: SheetKey): boolean {
    return this.#failed.get(keyOf(sheet)) === 'replaced';
  }

  /** Requests sheets, the most urgent first. Replaces the previous request: reads that have not started are dropped. */
  request(sheets: readonly SheetInfo[]): void {
    untrack(() => {
      this.#requested = sheets;
      const keys = new Set(sheets.map(keyOf));
      for (const key of keys) {
        this.#recent.delete(key);
        this.#recent.add(key);
      }
      for (const key of this.#failed.keys()) if (!keys.has(key)) this.#failed.delete(key);
      for (const key of this.#tries.keys()) if (!keys.has(key)) this.#tries.delete(key);
      this.#evict(keys);
      this.#next();
    });
  }

  /** Adds a sheet that came with the outline. */
  add(sheet: SheetInfo, text: string): void {
    this.#source.stored(sheet.id).write({ version: sheet.version, text });
    this.#set(sheet, text);
  }

  /** Drops the request, and pending retries. */
  stop(): void {
    this.#requested = [];
    this.#controller.abort();
    this.#controller = new AbortController();
  }

  /** Forgets all sheets. */
  clear(): void {
    this.stop();
    this.#rows.clear();
    this.#failed.clear();
    this.#recent.clear();
  }

  #set(sheet: SheetKey, text: string): void {
    this.#rows.set(keyOf(sheet), decodeSheet(text));
    this.#recent.add(keyOf(sheet));
  }

  #evict(requested: ReadonlySet<string>): void {
    for (const key of this.#recent) {
      if (this.#recent.size <= MAX_SHEETS) return;
      if (requested.has(key)) continue;
      this.#recent.delete(key);
      this.#rows.delete(key);
    }
  }

  #next(): void {
    for (const sheet of this.#requested) {
      if (this.#running.size >= MAX_READS) return;
      const key = keyOf(sheet);
      if (!this.#rows.has(key) && !this.#running.has(key) && !this.#waiting.has(key)) void this.#load(sheet);
    }
  }

  async #load(sheet: SheetInfo): Promise<void> {
    const key = keyOf(sheet);
    const { signal } = this.#controller;
    this.#running.add(key);
    const failure = await this.#read(sheet, signal);
    this.#running.delete(key);
    if (!signal.aborted) {
      if (failure) void this.#retryLater(key, failure);
      else this.#failed.delete(key);
    }
    this.#next();
  }

  async #read(sheet: SheetInfo, signal: AbortSignal): Promise<'failed' | 'replaced' | undefined> {
    try {
      const stored = this.#source.stored(sheet.id);
      const onDevice = await stored.read();
      const found = onDevice?.version === sheet.version ? onDevice : await this.#source.read(sheet.id);
      if (signal.aborted) return undefined;
      if (!found) return 'replaced';
      this.#set({ id: sheet.id, version: found.version }, found.text);
      if (found !== onDevice) stored.write(found);
      return found.version === sheet.version ? undefined : 'replaced';
    } catch (error) {
      console.warn('a sheet could not be loaded', error);
      return 'failed';
    }
  }

  async #retryLater(key: string, failure: 'failed' | 'replaced'): Promise<void> {
    const { signal } = this.#controller;
    const tries = this.#tries.get(key) ?? 0;
    this.#tries.set(key, tries + 1);
    this.#failed.set(key, failure);
    this.#waiting.add(key);
    await waitToRetry(tries, signal);
    this.#waiting.delete(key);
    // Also after a stop: it may have been requested again meanwhile.
    this.#next();
  }
}
