import {
  COUNTER_DAYS,
  dayOf,
  incomingName,
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

/** A guest of an album that guests may add to announces what they bring: its bytes may come from then on. */
export async function createSubmission(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  caller: Caller,
  { library, album, fileName, size }: ApiRequest<'createSubmission'>,
): Promise<ApiResponse<'createSubmission'>> {
  const id = ids.submission();
  await store.transact(async (tx) => {
    const now = clock.now();
    const day = paths.dailyUsage(library, caller.uid, dayOf(now));
    const [house, shared, came] = await tx.readAll([paths.library(library), paths.album(library, album), day]);
    // What is not there and what is not for them answer alike.
    if (!house || !shared) throw new ApiError('forbidden');
    const [theLibrary, theAlbum] = [readLibrary(house), readAlbum(shared)];
    requirePermission(theLibrary, caller, 'submit-items', theAlbum);
    if (!canViewAlbum(theLibrary, theAlbum, caller.uid) || theAlbum.guestUploads === 'no')
      throw new ApiError('forbidden');
    if (exceedsSubmissionQuota(size, readDailyUsage(came))) throw new ApiError('rate-limited');
    const name = theAlbum.guests[caller.uid]?.name ?? '?';
    const at = new Date(now);
    tx.set(paths.submission(library, id), { state: 'uploading', by: caller.uid, name, album, fileName, size, at });
    tx.add(day, { offers: 1, offered: size }, expiryAfter(now, COUNTER_DAYS));
  });
  return { submission: id };
}

/**
 * What a guest sent is complete in the originals bucket. Resets its metadata, holds it and lets it
 * be admitted; what nobody offered, or was judged already, is removed.
 */
export async function submissionFinalized(
  { store, originals, queue }: { store: Store; originals: Originals; queue: Queue },
  object: { name: string; generation: string },
): Promise<IngestOutcome> {
  const parsed = parseIncomingName(object.name);
  if (!parsed) return { act: false, why: 'not the name of an offer' };
  const { library, uid, submission: id } = parsed;
  const stat = await originals.stat(incomingName(library, uid, id));
  if (stat?.generation !== object.generation) return { act: false, why: 'no such object any more' };
  await originals.reset(object.name);
  const isWanted = await store.transact(async (tx) => {
    const fields = await tx.read(paths.submission(library, id));
    if (!fields) return false;
    const known = readSubmission(fields);
    if (known.by !== uid || (known.state !== 'uploading' && known.state !== 'uploaded')) return false;
    if (known.state === 'uploading') tx.update(paths.submission(library, id), { state: 'uploaded' });
    return true;
  });
  if (!isWanted) {
    await originals.remove(object.name, object.generation);
    return { act: false, why: 'nobody offers it' };
  }
  await queue.ingestSubmission({ library, submission: id });
  return { act: true };
}
