import { positionOfRow, type EntryRow } from '@maru/model/album-index/order';
import { detachedEffects } from '../detached.svelte.ts';
import type { IndexEntries } from './index-entries.ts';
import type { LiveState } from '../live.svelte.ts';

/** Sheets that are loaded ahead. */
const AHEAD = 4;

/** An album's index, as far as it is needed here. Reactive. */
interface Index {
  readonly entries: IndexEntries | undefined;
  readonly state: LiveState;
  readonly isCurrent: boolean;
  pin(purpose: unknown, ...positions: readonly string[]): void;
}

/** Calls `read`, which is reactive, until it returns a value; undefined if `signal` aborts or the index becomes forbidden. */
function until<T>(
  index: Index,
  read: (entries: IndexEntries) => T | undefined,
  signal: AbortSignal,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const end = (value: T | undefined): void => {
      signal.removeEventListener('abort', abort);
      // Not within its own effect.
      queueMicrotask(stop);
      resolve(value);
    };
    const abort = (): void => end(undefined);
    const stop = detachedEffects(() => {
      $effect(() => {
        const value = index.entries && read(index.entries);
        if (value !== undefined || signal.aborted || index.state === 'forbidden') end(value);
      });
    });
    signal.addEventListener('abort', abort);
  });
}

/** Waits until the entries of an index are as new as on the server; undefined if `signal` aborts or access is revoked. */
export const currentEntries = (index: Index, signal: AbortSignal): Promise<IndexEntries | undefined> =>
  until(index, (entries) => (index.isCurrent ? entries : undefined), signal);

/**
 * Loads the rows of an album from one position to another, both included, sheet by sheet in album order. Positions stay valid when the album
 * changes meanwhile. Waits while sheets cannot be loaded; ends early if `signal` aborts or access is revoked.
 */
export async function* loadRows(
  index: Index,
  first: string,
  last: string,
  signal: AbortSignal,
): AsyncGenerator<readonly EntryRow[]> {
  const purpose = {};
  try {
    for (let from: string | undefined = first; from !== undefined && from <= last;) {
      const start: string = from;
      index.pin(purpose, ...((await until(index, (entries) => entries.positionsFrom(start, AHEAD), signal)) ?? []));
      const found = await until(index, (entries) => entries.sheetRowsAt(start), signal);
      if (!found) return;
      const rows = found.rows.filter((row) => {
        const position = positionOfRow(row);
        return position >= start && position <= last;
      });
      if (rows.length > 0) yield rows;
      from = found.next;
    }
  } finally {
    index.pin(purpose);
  }
}
