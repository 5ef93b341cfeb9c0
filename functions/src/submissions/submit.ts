import {
  COUNTER_DAYS,
  dayOf,
  exceedsSubmissionQuota,
  canViewAlbum,
  parseIncomingName,
  paths,
  readAlbum,
  readDailyUsage,
  readLibrary,
  readSubmission,
  ApiError,
  type ApiRequest,
  type ApiResponse,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import type { Originals } from '../ports/objects.ts';
import type { Queue } from '../ports/queue.ts';
import type { Caller } from '../access/caller.ts';
import { expiryAfter } from '../maintenance/expiry.ts';
import type { IngestOutcome } from '../ingest/ingest-original.ts';
import { requirePermission } from '../library/people.ts';

/** Announces an upload by a guest of an album that accepts uploads. The storage rules accept its bytes from then on. */
export async function createSubmission(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  caller: Caller,
  { library, album, fileName, size }: ApiRequest<'createSubmission'>,
): Promise<ApiResponse<'createSubmission'>> {
  const id = ids.submission();
  await store.transact(async (tx) => {
    const now = clock.now();
    const day = paths.dailyUsage(library, caller.uid, dayOf(now));
    const [libraryFields, albumFields, usage] = await tx.readAll([
      paths.library(library),
      paths.album(library, album),
      day,
    ]);
    // The same error as without permission: it must not reveal that the album exists.
    if (!libraryFields || !albumFields) throw new ApiError('forbidden');
    const [theLibrary, theAlbum] = [readLibrary(libraryFields), readAlbum(albumFields)];
    requirePermission(theLibrary, caller, 'submit-items', theAlbum);
    if (!canViewAlbum(theLibrary, theAlbum, caller.uid) || theAlbum.guestUploads === 'no')
      throw new ApiError('forbidden');
    if (exceedsSubmissionQuota(size, readDailyUsage(usage))) throw new ApiError('rate-limited');
    const name = theAlbum.guests[caller.uid]?.name ?? '?';
    const at = new Date(now);
    tx.set(paths.submission(library, id), { state: 'uploading', by: caller.uid, name, album, fileName, size, at });
    tx.add(day, { submissions: 1, submittedBytes: size }, expiryAfter(now, COUNTER_DAYS));
  });
  return { submission: id };
}

/**
 * Handles a guest's completed upload: resets its metadata, holds it and enqueues its ingestion. Removes an object without a submission
 * that expects it.
 */
export async function submissionFinalized(
  { store, originals, queue }: { store: Store; originals: Originals; queue: Queue },
  object: { name: string; generation: string },
): Promise<IngestOutcome> {
  const parsed = parseIncomingName(object.name);
  if (!parsed) return { act: false, why: 'not the name of a submission' };
  const { library, uid, submission: id } = parsed;
  const isCurrent = await originals.reset(object.name, object.generation);
  if (!isCurrent) return { act: false, why: 'the object is gone or was replaced' };
  const isExpected = await store.transact(async (tx) => {
    const fields = await tx.read(paths.submission(library, id));
    if (!fields) return false;
    const known = readSubmission(fields);
    if (known.by !== uid || (known.state !== 'uploading' && known.state !== 'uploaded')) return false;
    if (known.state === 'uploading') tx.update(paths.submission(library, id), { state: 'uploaded' });
    return true;
  });
  if (!isExpected) {
    await originals.remove(object.name, object.generation);
    return { act: false, why: 'no submission expects it' };
  }
  await queue.ingestSubmission({ library, submission: id });
  return { act: true };
}
