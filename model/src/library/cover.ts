import type { ItemId } from '../ids.ts';
import type { Cover } from './album.ts';
import type { Entry } from './entry.ts';
import { tileRendition } from './item.ts';

/** Returns the cover that an entry gives, or undefined if the entry has no image. */
export function coverOf(
  item: ItemId,
  { kind, rev, token, thumbhash, isUnsupported }: Pick<Entry, 'kind' | 'rev' | 'token' | 'thumbhash' | 'isUnsupported'>,
): Cover | undefined {
  if (kind === 'sound' || isUnsupported) return undefined;
  return { item, rev, token, file: tileRendition(kind), ...(thumbhash !== undefined && { thumbhash }) };
}
