import type { EntryRow } from '@maru/model/album-index/order';
import type { GridSource } from '../grid/grid-source.ts';

type Source = Pick<GridSource, 'count' | 'rows'>;

const isShown = ([, { kind, isUnsupported }]: EntryRow): boolean => kind === 'photo' && !isUnsupported;

/** The numbers from 0 up to but not including `count`, in random order. */
function shuffled(count: number, random: () => number): number[] {
  const numbers = Array.from({ length: count }, (_, n) => n);
  for (let n = count - 1; n > 0; n -= 1) {
    const other = Math.floor(random() * (n + 1));
    [numbers[n], numbers[other]] = [numbers[other] as number, numbers[n] as number];
  }
  return numbers;
}

/**
 * The photos of an album, in its order or shuffled, and then all again; videos and sounds are skipped. Waits while they cannot be loaded. Ends if there is
 * none, or if `signal` aborts. `source` returns the album as it is now.
 */
export async function* photosOf(
  source: () => Source,
  isShuffled: boolean,
  signal: AbortSignal,
  random: () => number = Math.random,
): AsyncGenerator<EntryRow> {
  for (let hasFound = true; hasFound;) {
    hasFound = false;
    const { count } = source();
    const numbers = isShuffled ? shuffled(count, random) : Array.from({ length: count }, (_, n) => n);
    for (const n of numbers) {
      for await (const rows of source().rows(n, n + 1, signal)) {
        const [photo] = rows.filter(isShown);
        if (!photo) continue;
        hasFound = true;
        yield photo;
      }
      if (signal.aborted) return;
    }
  }
}
