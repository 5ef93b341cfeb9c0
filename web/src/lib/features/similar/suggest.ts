import type { EntryRow } from '@maru/model/album-index/order';
import type { ItemId } from '@maru/model/ids';

/** The photo of a stack that is suggested, and why: it has the most pixels, or the most bytes of several with the most pixels. */
export interface Suggestion {
  readonly item: ItemId;
  readonly reason: 'pixels' | 'bytes';
}

/** The photos with the greatest value; none if a value is unknown. */
function greatest(rows: readonly EntryRow[], valueOf: (row: EntryRow) => number | undefined): readonly EntryRow[] {
  const values = rows.map((row) => valueOf(row) ?? NaN);
  const most = Math.max(...values);
  return rows.filter((_, n) => values[n] === most);
}

/** Suggests which photo of a stack to keep; undefined if none is better. `bytesOf` returns the size of the original, if known. */
export function suggest(
  stack: readonly EntryRow[],
  bytesOf: (item: ItemId) => number | undefined,
): Suggestion | undefined {
  const largest = greatest(stack, ([, { width, height }]) =>
    width !== undefined && height !== undefined ? width * height : undefined,
  );
  const [first, second] = largest;
  if (first && !second) return { item: first[0], reason: 'pixels' };
  const [detailed, other] = greatest(largest, ([item]) => bytesOf(item));
  return detailed && !other ? { item: detailed[0], reason: 'bytes' } : undefined;
}
