import type { EntryRow } from '@maru/model/album-index/order';
import { shuffled } from '../../shuffled.ts';
import type { GridSource } from '../grid/grid-source.ts';

type Source = Pick<GridSource, 'count' | 'rows'>;

const isShown = ([, { kind, isUnsupported }]: EntryRow): boolean => kind === 'photo' && !isUnsupported;

/**
 * The photos of an album, in its order or shuffled, and then all again; videos and sounds are skipped. Waits while they cannot be loaded. Ends if there is
 * none, or if `signal` aborts. `source` returns the album as it is now, or undefined if it is not known any more.
 */
export async function* photosOf(
  source: () => Source | undefined,
  isShuffled: boolean,
  signal: AbortSignal,
  random: () => number = Math.random,
): AsyncGenerator<EntryRow> {
  for (let hasFound = true; hasFound;) {
    hasFound = false;
    const numbers = Array.from({ length: source()?.count ?? 0 }, (_, n) => n);
    for (const n of isShuffled ? shuffled(numbers, random) : numbers) {
      for await (const rows of source()?.rows(n, n + 1, signal) ?? []) {
        const [photo] = rows.filter(isShown);
        if (!photo) continue;
        hasFound = true;
        yield photo;
      }
      if (signal.aborted) return;
    }
  }
}
