import type { ItemId } from '../ids.ts';
import type { Cover } from './album.ts';
import type { Entry } from './entry.ts';
import { coverRendition, hasImages } from './item.ts';

/** Returns the cover that an entry gives, or undefined if the entry has no image. */
export function coverOf(
  item: ItemId,
  entry: Pick<Entry, 'kind' | 'rev' | 'token' | 'thumbhash' | 'isUnsupported'>,
): Cover | undefined {
  if (!hasImages(entry)) return undefined;
  const { kind, rev, token, thumbhash } = entry;
  return { item, rev, token, file: coverRendition(kind), ...(thumbhash !== undefined && { thumbhash }) };
}
