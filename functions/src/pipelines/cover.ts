import type { Cover, Entry, ItemId } from '@maru/model';

/** The cover that an entry makes, or undefined where it has no picture. */
export function coverOf(
  item: ItemId,
  { kind, rev, token, thumbhash }: Pick<Entry, 'kind' | 'rev' | 'token' | 'thumbhash'>,
): Cover | undefined {
  if (kind === 'sound') return undefined;
  const file = kind === 'photo' ? 'grid.webp' : 'poster.webp';
  return { item, rev, token, file, ...(thumbhash !== undefined && { thumbhash }) };
}
