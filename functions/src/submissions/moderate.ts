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
import { scheduleIndexing } from '../album-index/schedule.ts';
import { discardSubmission } from './discard-submission.ts';
import { submissionsOf } from './submissions-of-item.ts';
import { displayName, requireLibrary } from '../library/people.ts';
import { logActivity } from '../sharing/sharing-state.ts';
import { readSubmissionContext, acceptSubmission } from './accept-submission.ts';

interface ModeratePorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Accepts or declines a guest's submission. A declined one is deleted, unless the library had its file or another submission has it.
 * Applies to every pending submission of the same file to the same album; repeating it changes nothing.
 */
export async function moderateSubmission(
  ports: ModeratePorts,
  caller: Caller,
  { library, submission: id, isAccepted }: ApiRequest<'moderateSubmission'>,
): Promise<ApiResponse<'moderateSubmission'>> {
  const { store, clock, ids } = ports;
  const moderated = await store.transact(async (tx): Promise<{ changed: AlbumId[]; left: SubmissionId[] }> => {
    await requireLibrary(tx, library, caller, 'moderate-submissions');
    const fields = await tx.read(paths.submission(library, id));
    if (!fields) throw new ApiError('not-found');
    const submission = readSubmission(fields);
    if (submission.state !== 'pending' || submission.item === undefined) return { changed: [], left: [] };
    const context = await readSubmissionContext(tx, library, submission);
    if (!context && isAccepted) throw new ApiError('not-found');
    const all = await submissionsOf(tx, library, submission.item);
    const same = all.filter(([, one]) => one.state === 'pending' && one.album === submission.album).map(([one]) => one);
    const at = clock.now();
    const outcome = isAccepted ? { state: 'added' } : { state: 'declined', needsCleanup: true };
    for (const one of same) tx.update(paths.submission(library, one), outcome);
    const changed = isAccepted && context ? acceptSubmission(tx, context, at) : [];
    const activity = {
      type: 'moderated-submission',
      at,
      by: caller.uid,
      byName: displayName(caller),
      person: submission.name,
    } as const;
    logActivity(tx, library, { ...activity, ...(context && { target: context.album.title }) }, ids);
    return { changed, left: isAccepted ? [] : same };
  });
  await scheduleIndexing(ports, library, moderated.changed, 'added');
  for (const one of moderated.left) await discardSubmission(ports, library, one);
  return {};
}
