import { tileRendition, type Cover, type Entry, type ItemId } from '@maru/model';

/** Returns the cover from an entry, or undefined if the entry has no image. */
export function coverFromEntry(
  item: ItemId,
  { kind, rev, token, thumbhash, isUnsupported }: Pick<Entry, 'kind' | 'rev' | 'token' | 'thumbhash' | 'isUnsupported'>,
): Cover | undefined {
  if (kind === 'sound' || isUnsupported) return undefined;
  return { item, rev, token, file: tileRendition(kind), ...(thumbhash !== undefined && { thumbhash }) };
}
