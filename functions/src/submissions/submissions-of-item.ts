import { paths, readSubmission, type ItemId, type LibraryId, type Submission, type SubmissionId } from '@maru/model';
import type { Store, Transaction } from '../ports/documents.ts';
import type { Queue } from '../ports/queue.ts';

/** Every submission of an item's bytes, with its id. */
export const submissionsOf = async (
  from: Pick<Store | Transaction, 'find'>,
  library: LibraryId,
  item: ItemId,
): Promise<[SubmissionId, Submission][]> =>
  (await from.find(paths.submissions(library), { where: ['item', '==', item] })).map(({ id, fields }) => [
    id as SubmissionId,
    readSubmission(fields),
  ]);

/** Enqueues the submissions of an item once its outcome is known. */
export async function enqueueSubmissions(
  { store, queue }: { store: Store; queue: Queue },
  library: LibraryId,
  item: ItemId,
): Promise<void> {
  for (const [submission, { state }] of await submissionsOf(store, library, item))
    if (state === 'uploaded') await queue.ingestSubmission({ library, submission });
}
