import {
  albumsWithEntry,
  announce,
  guestRev,
  incomingName,
  isReprocessing,
  isTrashed,
  itemIdOf,
  MAX_SUBMISSION_BYTES,
  can,
  canViewAlbum,
  canTakeOver,
  originalName,
  paths,
  principalOf,
  readItem,
  readLibrary,
  readSubmission,
  ProcessingError,
  sniff,
  type AlbumId,
  type Failure,
  type Item,
  type ItemId,
  type LibraryId,
  type Submission,
} from '@maru/model';
import type { Store, Transaction } from '../ports/documents.ts';
import type { Clock, Log } from '../ports/system.ts';
import type { Originals, Renditions } from '../ports/objects.ts';
import type { SubmissionTask, ProcessTask, Queue } from '../ports/queue.ts';
import { reprocessUpdate } from '../processing/reprocess-item.ts';
import { removeObject, readComplete, requireMedia } from '../ingest/inspect-bytes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { discardSubmission } from './discard-submission.ts';
import { reserveVideo } from '../ingest/quota.ts';
import { readSubmissionContext, acceptSubmission } from './accept-submission.ts';

export interface IngestPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** Reads an upload and returns its item id; throws a ProcessingError if it is not media that the library accepts. */
async function identify({ originals }: IngestPorts, name: string): Promise<{ item: ItemId; size: number }> {
  const { size, sha256, head } = await readComplete(await originals.stat(name), MAX_SUBMISSION_BYTES, () =>
    originals.digest(name),
  );
  requireMedia(sniff(head));
  return { item: itemIdOf(sha256), size };
}

/**
 * Whether the guest may announce this item: it is not announced, or was never uploaded intact. A member who uploads the same file at the
 * same time loses nothing: the albums stay, and their upload finds the bytes there.
 */
const canAnnounce = (item: Item | undefined, now: number): boolean =>
  item === undefined || canTakeOver(item, now) || (item.state === 'uploading' && item.guest === undefined);

/** Stores the item id in the submission, and announces the item if the guest may. */
function announceItem(
  { store, clock }: IngestPorts,
  { library, submission: id }: SubmissionTask,
  { item, size }: { item: ItemId; size: number },
): Promise<void> {
  return store.transact(async (tx) => {
    const [submissionFields, fields] = await tx.readAll([paths.submission(library, id), paths.item(library, item)]);
    const submission = readSubmission(submissionFields);
    if (submission.state !== 'uploaded') return;
    const known = fields && readItem(fields);
    tx.update(paths.submission(library, id), { item });
    if (!canAnnounce(known, clock.now())) return;
    const albums = known && !isTrashed(known) ? known.albums : [];
    const announced = announce({ uploader: submission.by, fileName: submission.fileName, size, albums });
    const own = { guest: submission.name, rev: guestRev(clock.now()), addedAt: new Date(clock.now()) };
    tx.set(paths.item(library, item), { ...announced, ...own });
  });
}

/** Ends a submission as declined or failed, and deletes what it left. */
async function refuse(
  ports: IngestPorts,
  { library, submission: id }: SubmissionTask,
  outcome: { readonly state: 'declined' } | { readonly state: 'failed'; readonly failure: Failure },
): Promise<void> {
  const isRefused = await ports.store.transact(async (tx) => {
    const { state, item } = readSubmission(await tx.read(paths.submission(library, id)));
    if (state !== 'uploaded') return false;
    tx.update(paths.submission(library, id), { ...outcome, ...(item !== undefined && { needsCleanup: true }) });
    return true;
  });
  if (isRefused) await discardSubmission(ports, library, id);
}

/** Whether the person who made a submission may still add to its album, as a guest or meanwhile as a member. */
async function mayStillSubmit(
  tx: Transaction,
  library: LibraryId,
  submission: Submission,
  album: Parameters<typeof canViewAlbum>[1],
) {
  const fields = await tx.read(paths.library(library));
  if (!fields) return false;
  const found = readLibrary(fields);
  const principal = principalOf(found, submission.by, album);
  if (found.deleteAt !== undefined) return false;
  return canViewAlbum(found, album, submission.by) && (can(principal, 'submit-items') || can(principal, 'add-items'));
}

/** Adds a ready item to the album, or leaves it to moderation. Returns the albums that changed; undefined if it must be declined. */
function settle(
  { store, clock }: IngestPorts,
  { library, submission: id }: SubmissionTask,
): Promise<AlbumId[] | undefined> {
  return store.transact(async (tx) => {
    const submission = readSubmission(await tx.read(paths.submission(library, id)));
    if (submission.state !== 'uploaded') return [];
    const context = await readSubmissionContext(tx, library, submission);
    if (!context || !(await mayStillSubmit(tx, library, submission, context.album))) return undefined;
    // An item that is in the album already needs no moderation.
    const isAdded = context.album.guestUploads === 'yes' || albumsWithEntry(context.item).includes(submission.album);
    tx.update(paths.submission(library, id), { state: isAdded ? 'added' : 'pending' });
    return isAdded ? acceptSubmission(tx, context, clock.now()) : [];
  });
}

/**
 * Reprocesses an item that the library had before the submission, unless it is in the album already. The guest cannot tell it from a new
 * item: they wait as long, it counts against their seconds of video, and its rev is of this time. Returns whether it was enqueued.
 */
async function reprocessKnown(
  { store, originals, queue, clock }: IngestPorts,
  { library, submission: id }: SubmissionTask,
  item: ItemId,
) {
  const stat = await originals.stat(originalName(library, item));
  const known = await store.transact(async (tx) => {
    const [submissionFields, fields] = await tx.readAll([paths.submission(library, id), paths.item(library, item)]);
    if (!fields) return undefined;
    const [submission, found] = [readSubmission(submissionFields), readItem(fields)];
    const isNew = found.rev >= guestRev(submission.at) || albumsWithEntry(found).includes(submission.album);
    // If reprocessing failed, it is shown as it is.
    const update = isNew || found.failure !== undefined ? undefined : reprocessUpdate(found);
    if (submission.state !== 'uploaded' || !update) return undefined;
    const now = clock.now();
    const { kind, duration } = found.mediaInfo ?? {};
    if (kind !== 'photo') await reserveVideo(tx, library, submission.by, duration, now);
    const targetRev = Math.max(found.rev + 1, guestRev(now));
    tx.update(paths.item(library, item), { ...update, targetRev, changed: new Date(now) });
    return found;
  });
  if (!known) return false;
  const task: ProcessTask = { library, item, generation: stat?.generation ?? 'none' };
  await queue.processItem(task, known.mediaInfo?.kind === 'photo' ? 'processItem' : 'processGuestVideo');
  return true;
}

/** Takes a submission with a known item to its next step: copies the bytes, waits for processing, or settles it. */
async function proceed(ports: IngestPorts, task: SubmissionTask, name: string, id: ItemId): Promise<void> {
  const { store, originals } = ports;
  const fields = await store.read(paths.item(task.library, id));
  const item = fields && readItem(fields);
  // The item is gone, or another upload under its id was damaged: use the guest's bytes.
  if (!item || (item.state === 'failed' && item.failure === 'damaged')) {
    const stat = await originals.stat(name);
    if (!stat) return refuse(ports, task, { state: 'failed', failure: 'damaged' });
    await announceItem(ports, task, { item: id, size: stat.size });
    return originals.copy(name, originalName(task.library, id));
  }
  if (item.state === 'uploading') return originals.copy(name, originalName(task.library, id));
  // The sweeper continues when the item is gone.
  if (item.isPurging) return;
  // `processItem` enqueues the submission again when it is done.
  if (item.state === 'processing' || isReprocessing(item)) return;
  if (item.state === 'ready' && (await reprocessKnown(ports, task, id))) return;
  await removeObject(originals, name);
  if (item.state === 'failed')
    return refuse(ports, task, { state: 'failed', failure: item.failure ?? 'attempts-exhausted' });
  const changed = await settle(ports, task);
  if (!changed) return refuse(ports, task, { state: 'declined' });
  await scheduleIndexing(ports, task.library, changed, 'added');
}

/**
 * Takes a guest's upload into the library. Its bytes identify an item, which the library has or which begins as the guest's. When the item
 * is ready, it is added to the album or waits for moderation. Idempotent: each call continues from the state of the documents.
 */
export async function ingestSubmission(ports: IngestPorts, task: SubmissionTask): Promise<void> {
  const { store, log } = ports;
  const fields = await store.read(paths.submission(task.library, task.submission));
  if (!fields) return;
  const submission = readSubmission(fields);
  const name = incomingName(task.library, submission.by, task.submission);
  // Uploading, or ended: then an interrupted call may have left the bytes.
  if (submission.state !== 'uploaded')
    return submission.state === 'uploading' ? undefined : removeObject(ports.originals, name);
  try {
    const known = submission.item ?? (await identifyAndAnnounce(ports, task, name));
    await proceed(ports, task, name, known);
  } catch (error) {
    if (!(error instanceof ProcessingError)) throw error;
    log('refused a submission', { library: task.library, submission: task.submission, failure: error.failure });
    await refuse(ports, task, { state: 'failed', failure: error.failure });
    await removeObject(ports.originals, name);
  }
}

async function identifyAndAnnounce(ports: IngestPorts, task: SubmissionTask, name: string): Promise<ItemId> {
  const found = await identify(ports, name);
  await announceItem(ports, task, found);
  return found.item;
}
