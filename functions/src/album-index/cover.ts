import { tileRendition, type Cover, type Entry, type ItemId } from '@maru/model';

/** The cover that an entry makes, or undefined where it has no picture. */
export function coverFromEntry(
  item: ItemId,
  { kind, rev, token, thumbhash, isUnsupported }: Pick<Entry, 'kind' | 'rev' | 'token' | 'thumbhash' | 'isUnsupported'>,
): Cover | undefined {
  if (kind === 'sound' || isUnsupported) return undefined;
  return { item, rev, token, file: tileRendition(kind), ...(thumbhash !== undefined && { thumbhash }) };
}
