import { paths, readSubmission, type ItemId, type LibraryId, type Submission, type SubmissionId } from '@maru/model';
import type { Store, Transaction } from '../ports/documents.ts';
import type { Queue } from '../ports/queue.ts';

/** Every offer of an item's bytes, by id. */
export const offersOf = async (
  from: Pick<Store | Transaction, 'find'>,
  library: LibraryId,
  item: ItemId,
): Promise<[SubmissionId, Submission][]> =>
  (await from.find(paths.submissions(library), { where: ['item', '==', item] })).map(({ id, fields }) => [
    id as SubmissionId,
    readSubmission(fields),
  ]);

/** Lets what guests sent be admitted, once what became of their item is known. */
export async function admitAll(
  { store, queue }: { store: Store; queue: Queue },
  library: LibraryId,
  item: ItemId,
): Promise<void> {
  for (const [offer, { state }] of await offersOf(store, library, item))
    if (state === 'arrived') await queue.admit({ library, offer });
}
