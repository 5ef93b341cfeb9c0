import {
  paths,
  readSubmission,
  ApiError,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
  type SubmissionId,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import type { Originals, Renditions } from '../ports/objects.ts';
import type { Queue } from '../ports/queue.ts';
import type { Caller } from '../access/caller.ts';
import { discardSubmission } from './discard-submission.ts';
import { submissionsOf } from './submissions-of-item.ts';
import { displayName, requireLibrary } from '../library/people.ts';
import { logActivity } from '../sharing/sharing-state.ts';
import { readSubmissionContext, acceptSubmission } from './accept-submission.ts';

interface JudgePorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Somebody who tends the library lets what a guest brought into the album, or not: then it goes altogether, unless the library
 * had it or somebody else brought it, too. The same brought twice is judged at once; judging again changes nothing.
 */
export async function moderateSubmission(
  ports: JudgePorts,
  caller: Caller,
  { library, submission: id, isAccepted }: ApiRequest<'moderateSubmission'>,
): Promise<ApiResponse<'moderateSubmission'>> {
  const { store, queue, clock, ids } = ports;
  const judged = await store.transact(async (tx): Promise<{ changed: AlbumId[]; left: SubmissionId[] }> => {
    await requireLibrary(tx, library, caller, 'moderate-submissions');
    const fields = await tx.read(paths.submission(library, id));
    if (!fields) throw new ApiError('not-found');
    const offer = readSubmission(fields);
    if (offer.state !== 'pending' || offer.item === undefined) return { changed: [], left: [] };
    const offered = await readSubmissionContext(tx, library, offer);
    if (!offered && isAccepted) throw new ApiError('not-found');
    const all = await submissionsOf(tx, library, offer.item);
    const same = all.filter(([, one]) => one.state === 'pending' && one.album === offer.album).map(([one]) => one);
    const at = clock.now();
    const how = isAccepted ? { state: 'added' } : { state: 'declined', isLeft: true };
    for (const one of same) tx.update(paths.submission(library, one), how);
    const changed = isAccepted && offered ? acceptSubmission(tx, offered, at) : [];
    const deed = {
      type: 'moderated-submission',
      at,
      by: caller.uid,
      byName: displayName(caller),
      person: offer.name,
    } as const;
    logActivity(tx, library, { ...deed, ...(offered && { target: offered.album.title }) }, ids);
    return { changed, left: isAccepted ? [] : same };
  });
  for (const album of judged.changed) await queue.summarizeAlbum({ library, album, at: clock.now() });
  for (const one of judged.left) await discardSubmission(ports, library, one);
  return {};
}
