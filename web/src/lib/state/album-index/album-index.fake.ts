import { flushSync } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { vi } from 'vitest';
import { buildIndex, type Change } from '@maru/model/album-index/apply';
import type { TimedChange } from '@maru/model/album-index/change';
import { compareRows, sortKeyOf, type EntryRow } from '@maru/model/album-index/order';
import type { Outline } from '@maru/model/album-index/outline';
import { encodeSheet } from '@maru/model/album-index/sheet';
import type { Album } from '@maru/model/library/album';
import type { Entry } from '@maru/model/library/entry';
import { BASE32_DIGITS, type ItemId, type Uid } from '@maru/model/ids';
import { MAX_CHANGES_LISTENED } from '@maru/model/limits';
import { randomFrom } from '../../../../../model/testing/random.ts';
import type { OfflineStore } from '../../device/offline-store.ts';
import { Unreachable } from '@maru/model/api/unreachable';
import type { Cloud, StoredSheet, Watcher } from '../../firebase/cloud.ts';

const random = randomFrom(7);

/** A photo of a random day between 1980 and 2020; `ending` ends its id. */
export function randomRow(ending = ''): EntryRow {
  const start = Array.from({ length: 32 - ending.length }, () => BASE32_DIGITS[Math.floor(random() * 32)]).join('');
  const id = (start + ending) as ItemId;
  const local = new Date(86_400_000 * (3652 + Math.floor(random() * 14_600)) + 36_000_000).toISOString().slice(0, 19);
  return [id, { ...PHOTO, takenAt: { local, precision: 'second', source: 'exif' } }];
}

const PHOTO: Entry = {
  ...{ kind: 'photo', state: 'ready', by: 'mum' as Uid, rev: 1, token: 'old', variants: [], addedAt: 1 },
  ...{ ratio: 1.5, width: 3000, height: 2000 },
};

/** An album with its index as on the server. Counts the documents that are read. */
export class FakeAlbum {
  readonly entries: Map<ItemId, Entry>;
  index: { version: number; through: number } | undefined;
  isByHand = false;
  /** The documents read so far. */
  reads: string[] = [];
  /** While set, every read fails with it. */
  failure: Error | undefined;
  /** While true, reads and new listeners wait for `release`. */
  isSlow = false;
  /** Called when the index is updated. */
  #onbuild: (() => void) | undefined;
  readonly #followBuilds = createSubscriber((update) => {
    this.#onbuild = update;
    return () => (this.#onbuild = undefined);
  });
  readonly #sheets = new Map<ItemId, StoredSheet>();
  #rows: readonly EntryRow[] | undefined;
  #outline: Outline = [];
  #changes: TimedChange[] = [];
  #now = 1;
  #waiting: (() => void)[] = [];
  #watcher: { since: number; watcher: Watcher<readonly TimedChange[]> } | undefined;

  constructor(rows: readonly EntryRow[]) {
    this.entries = new Map(rows);
  }

  /** All rows in album order. */
  get rows(): readonly EntryRow[] {
    this.#rows ??= [...this.entries].sort(compareRows);
    return this.#rows;
  }

  /** Its document; reactive. */
  get album(): Album {
    this.#followBuilds();
    const order = this.isByHand ? { order: 'by-hand' } : {};
    return {
      title: 'summer',
      count: this.entries.size,
      ...order,
      ...(this.index && { index: this.index }),
    } as unknown as Album;
  }

  get outline(): Outline {
    return this.#outline;
  }

  /** Updates the index, as functions do some seconds after a change. */
  build(): void {
    const version = (this.index?.version ?? 0) + 1;
    const { outline, written } = buildIndex(this.rows, version);
    this.#outline = outline.map((sheet) => {
      const text = encodeSheet(written.get(sheet.id) ?? []);
      const before = this.#sheets.get(sheet.id);
      const stored = before?.text === text ? before : { version, text };
      this.#sheets.set(sheet.id, stored);
      return { ...sheet, version: stored.version };
    });
    const ids = new Set(outline.map(({ id }) => id));
    for (const id of this.#sheets.keys()) if (!ids.has(id)) this.#sheets.delete(id);
    this.index = { version, through: this.#now };
    this.#onbuild?.();
  }

  /** Adds or changes entries. */
  put(...rows: readonly EntryRow[]): void {
    for (const [item, entry] of rows) {
      const before = this.entries.get(item);
      if (before && sortKeyOf(before) !== sortKeyOf(entry)) this.#commit({ item, removedFrom: sortKeyOf(before) });
      this.entries.set(item, entry);
      this.#commit({ item, entry });
    }
    this.#report();
  }

  remove(item: ItemId): void {
    const before = this.entries.get(item);
    this.entries.delete(item);
    this.#changes = this.#changes.filter((change) => !('entry' in change && change.item === item));
    if (before) this.#commit({ item, removedFrom: sortKeyOf(before) });
    this.#report();
  }

  /** Answers the reads that wait. */
  release(): void {
    for (const answer of this.#waiting.splice(0)) answer();
  }

  /** How many reads wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Ends the access of this person. */
  forbid(): void {
    this.#watcher?.watcher.fail('forbidden');
    this.#watcher = undefined;
  }

  readonly cloud = {
    readOutline: () => this.#read('outline', () => ({ outline: this.#outline, ...this.#inline })),
    readSheet: (_l: unknown, _a: unknown, id: ItemId) => this.#read(`sheet ${id}`, () => this.#sheets.get(id)),
    readEntry: (_l: unknown, _a: unknown, item: ItemId) => this.#read(`entry ${item}`, () => this.entries.get(item)),
    watchChanges: (_l: unknown, _a: unknown, since: number, watcher: Watcher<readonly TimedChange[]>) => {
      const own = (this.#watcher = { since, watcher });
      const report = () => {
        this.#report();
      };
      if (this.isSlow) this.#waiting.push(report);
      else void Promise.resolve().then(report);
      return () => {
        if (this.#watcher === own) this.#watcher = undefined;
      };
    },
  } as unknown as Cloud;

  get #inline(): { inline?: string } {
    const [only, ...more] = this.#outline;
    const text = only && more.length === 0 ? this.#sheets.get(only.id)?.text : undefined;
    return text === undefined ? {} : { inline: text };
  }

  #commit(change: Change): void {
    this.#rows = undefined;
    const isSame = (one: Change) =>
      one.item === change.item && ('entry' in one ? 'entry' in change : !('entry' in change));
    this.#changes = [{ ...change, changed: (this.#now += 1) }, ...this.#changes.filter((one) => !isSame(one))];
  }

  #report(): void {
    if (!this.#watcher || this.failure) return;
    const { since, watcher } = this.#watcher;
    const found = this.#changes.filter(({ changed }) => changed > since).slice(0, MAX_CHANGES_LISTENED);
    this.reads.push('changes');
    watcher.next(found);
  }

  async #read<T>(name: string, answer: () => T): Promise<T> {
    this.reads.push(name);
    if (this.isSlow) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.failure) throw this.failure;
    return answer();
  }
}

/** A store in memory. */
export function fakeStore(): OfflineStore & { readonly values: Map<string, unknown> } {
  const values = new Map<string, unknown>();
  return {
    values,
    isReading: false,
    read: (key) => Promise.resolve(values.get(key)),
    write: (key, value) => {
      if (value === undefined) values.delete(key);
      else values.set(key, structuredClone(value));
    },
    keys: () => Promise.resolve([...values.keys()]),
    flush: () => Promise.resolve(),
    close: () => undefined,
  };
}

export const offline = new Unreachable();

/** With fake timers: runs effects, and what they wait for, until nothing more follows. */
export async function settle(): Promise<void> {
  for (let n = 0; n < 8; n++) {
    flushSync();
    await vi.advanceTimersByTimeAsync(0);
  }
  flushSync();
}
