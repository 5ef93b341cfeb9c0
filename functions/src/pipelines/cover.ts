import type { Cover, Entry, ItemId } from '@maru/model';

/** The cover that an entry makes, or undefined where it has no picture. */
export function coverOf(
  item: ItemId,
  { kind, rev, token, thumbhash, isUnseen }: Pick<Entry, 'kind' | 'rev' | 'token' | 'thumbhash' | 'isUnseen'>,
): Cover | undefined {
  if (kind === 'sound' || isUnseen) return undefined;
  const file = kind === 'photo' ? 'grid' : 'poster';
  return { item, rev, token, file, ...(thumbhash !== undefined && { thumbhash }) };
}
