import { MAX_EDIT_WRITES, type ItemId } from '@maru/model';

/**
 * Divides items into groups of one transaction each, by the number of documents that each item writes: a group writes at most
 * `MAX_EDIT_WRITES`, or is one item.
 */
export function writeGroups(items: Iterable<readonly [ItemId, number]>): ItemId[][] {
  const groups: ItemId[][] = [];
  let sum = Infinity;
  for (const [id, writes] of items) {
    if (sum + writes > MAX_EDIT_WRITES) {
      groups.push([]);
      sum = 0;
    }
    groups.at(-1)?.push(id);
    sum += writes;
  }
  return groups;
}
