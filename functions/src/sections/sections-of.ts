import { isItemId, MAX_SECTIONS_OF_VIDEO, paths, readItem, type ItemId, type LibraryId } from '@maru/model';
import type { Query, Transaction } from '../ports/documents.ts';

/** A query for all sections of a video, also those that were deleted but not purged yet. */
export const sectionsQuery = (id: ItemId): Query => ({
  where: ['sectionOf.item', '==', id],
  limit: MAX_SECTIONS_OF_VIDEO,
});

/**
 * Returns whether a video has sections that need its original, in albums or in the trash: not those that were deleted, nor those in the trash that are about
 * to be. Reads nothing if it was never split.
 */
export async function hasSections(
  tx: Pick<Transaction, 'find'>,
  library: LibraryId,
  id: ItemId,
  { isSplit }: { readonly isSplit?: boolean },
  leaving: ReadonlySet<ItemId> = new Set(),
): Promise<boolean> {
  if (!isSplit) return false;
  const found = await tx.find(paths.items(library), sectionsQuery(id));
  return found.some(({ id: section, fields }) => {
    const { trashedAt, deletedAt } = readItem(fields);
    const isLeaving = trashedAt !== undefined && isItemId(section) && leaving.has(section);
    return deletedAt === undefined && !isLeaving;
  });
}
