import type { EntryRow } from '@maru/model/album-index/order';
import type { ItemId } from '@maru/model/ids';
import { shuffled } from '../../shuffled.ts';
import type { GridSource } from '../grid/grid-source.ts';

type Source = Pick<GridSource, 'count' | 'rows' | 'indexOf'>;
type CurrentSource = () => Source | undefined;

const isShown = ([, { kind, isUnsupported }]: EntryRow): boolean => kind === 'photo' && !isUnsupported;

/**
 * The photos of an album, in its order or shuffled, and then all again; videos and sounds are skipped. Waits while they cannot be loaded. Ends if there is
 * none, or if `signal` aborts. `source` returns the album as it is now, or undefined if it is not known any more.
 */
export async function* photosOf(
  source: CurrentSource,
  isShuffled: boolean,
  signal: AbortSignal,
  random: () => number = Math.random,
): AsyncGenerator<EntryRow> {
  for (let hasFound = true; hasFound && !signal.aborted;) {
    hasFound = false;
    for await (const row of isShuffled ? shuffledRows(source, signal, random) : rowsInOrder(source, signal)) {
      if (!isShown(row)) continue;
      hasFound = true;
      yield row;
    }
  }
}

/** The entry at an index, if there is one. Waits while it cannot be loaded. */
async function rowAt(source: CurrentSource, index: number, signal: AbortSignal): Promise<EntryRow | undefined> {
  for await (const [row] of source()?.rows(index, index + 1, signal) ?? []) if (row) return row;
  return undefined;
}

/** Goes on from each entry where it is by then: others may have been added before it. */
async function* rowsInOrder(source: CurrentSource, signal: AbortSignal): AsyncGenerator<EntryRow> {
  for (let index = 0; index < (source()?.count ?? 0); index += 1) {
    const row = await rowAt(source, index, signal);
    if (signal.aborted) return;
    if (!row) continue;
    yield row;
    const now = source()?.indexOf(row[0]) ?? -1;
    if (now >= 0) index = now;
  }
}

/** Each entry once, although their indices change while some are added. */
async function* shuffledRows(
  source: CurrentSource,
  signal: AbortSignal,
  random: () => number,
): AsyncGenerator<EntryRow> {
  const seen = new Set<ItemId>();
  const indexes = Array.from({ length: source()?.count ?? 0 }, (_, index) => index);
  for (const index of shuffled(indexes, random)) {
    const row = await rowAt(source, index, signal);
    if (signal.aborted) return;
    if (!row || seen.has(row[0])) continue;
    seen.add(row[0]);
    yield row;
  }
}
