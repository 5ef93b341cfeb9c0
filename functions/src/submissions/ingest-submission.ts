import {
  announce,
  guestRev,
  incomingName,
  isReprocessing,
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
import { detectMedia, removeObject, readComplete } from '../ingest/inspect-bytes.ts';
import { discardSubmission } from './discard-submission.ts';
import { reserveVideo } from '../ingest/quota.ts';
import { readSubmissionContext, acceptSubmission } from './accept-submission.ts';

/** What admitting needs. */
export interface IngestPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** The item that these bytes are; throws a ProcessingError where they are nothing that the library takes. */
async function recognised({ originals }: IngestPorts, name: string): Promise<{ item: ItemId; size: number }> {
  const { size, sha256, head } = await readComplete(originals, name, MAX_SUBMISSION_BYTES, () =>
    originals.digest(name),
  );
  detectMedia(head);
  return { item: itemIdOf(sha256), size };
}

/**
 * Whether an item is the guest's to announce: nobody did, or who did has brought nothing that was good. Somebody who adds the
 * same file at this moment loses nothing: their albums stay, and their upload finds the bytes there.
 */
const isOpen = (item: Item | undefined, now: number): boolean =>
  item === undefined || canTakeOver(item, now) || (item.state === 'uploading' && item.guest === undefined);

/** Notes in the offer which item it is, and announces that where it is to be. */
function announceFor(
  { store, clock }: IngestPorts,
  { library, submission: id }: SubmissionTask,
  { item, size }: { item: ItemId; size: number },
): Promise<void> {
  return store.transact(async (tx) => {
    const [offered, fields] = await tx.readAll([paths.submission(library, id), paths.item(library, item)]);
    const offer = readSubmission(offered);
    if (offer.state !== 'uploaded') return;
    const known = fields && readItem(fields);
    tx.update(paths.submission(library, id), { item });
    if (!isOpen(known, clock.now())) return;
    const albums = known?.albums ?? [];
    const announced = announce({ uploader: offer.by, fileName: offer.fileName, size, albums });
    const theirs = { guest: offer.name, rev: guestRev(clock.now()), addedAt: new Date(clock.now()) };
    tx.set(paths.item(library, item), { ...announced, ...theirs });
  });
}

/** Ends an offer that came to nothing; `isLeft` until what was made of it is gone, too. */
async function end(
  ports: IngestPorts,
  { library, submission: id }: SubmissionTask,
  how: { readonly state: 'declined' } | { readonly state: 'failed'; readonly failure: Failure },
): Promise<void> {
  const isOver = await ports.store.transact(async (tx) => {
    const { state, item } = readSubmission(await tx.read(paths.submission(library, id)));
    if (state !== 'uploaded') return false;
    tx.update(paths.submission(library, id), { ...how, ...(item !== undefined && { isLeft: true }) });
    return true;
  });
  if (isOver) await discardSubmission(ports, library, id);
}

/** Whether whoever made an offer may still add to its album: a guest of it, or by now somebody who adds anyway. */
async function isStillGuest(
  tx: Transaction,
  library: LibraryId,
  offer: Submission,
  album: Parameters<typeof canViewAlbum>[1],
) {
  const fields = await tx.read(paths.library(library));
  if (!fields) return false;
  const house = readLibrary(fields);
  const who = principalOf(house, offer.by, album);
  if (house.deleteAt !== undefined) return false;
  return canViewAlbum(house, album, offer.by) && (can(who, 'submit-items') || can(who, 'add-items'));
}

/** Puts a ready item into the album, or lets it wait for somebody who tends the library. Gives the albums that changed. */
function settle(
  { store, clock }: IngestPorts,
  { library, submission: id }: SubmissionTask,
): Promise<AlbumId[] | undefined> {
  return store.transact(async (tx) => {
    const offer = readSubmission(await tx.read(paths.submission(library, id)));
    if (offer.state !== 'uploaded') return [];
    const offered = await readSubmissionContext(tx, library, offer);
    if (!offered || !(await isStillGuest(tx, library, offer, offered.album))) return undefined;
    // What is in the album already is there for all to see: nobody needs to be asked.
    const isAdded = offered.album.guestUploads === 'yes' || offered.item.albums.includes(offer.album);
    tx.update(paths.submission(library, id), { state: isAdded ? 'added' : 'pending' });
    return isAdded ? acceptSubmission(tx, offered, clock.now()) : [];
  });
}

/**
 * Reprocesses what the library had before it was offered, unless the album has it for all to see: the guest waits as long as for
 * something new, pays for its video, and sees it under a rev of this time. Says whether that goes on.
 */
async function reprocessed(
  { store, originals, queue, clock }: IngestPorts,
  { library, submission: id }: SubmissionTask,
  item: ItemId,
) {
  const stat = await originals.stat(originalName(library, item));
  const known = await store.transact(async (tx) => {
    const [offered, fields] = await tx.readAll([paths.submission(library, id), paths.item(library, item)]);
    if (!fields) return undefined;
    const [offer, found] = [readSubmission(offered), readItem(fields)];
    const isNew = found.rev >= guestRev(offer.at) || found.albums.includes(offer.album);
    // What could not be reprocessed is shown as it is.
    const becomes = isNew || found.failure !== undefined ? undefined : reprocessUpdate(found);
    if (offer.state !== 'uploaded' || !becomes) return undefined;
    const now = clock.now();
    const { kind, duration } = found.mediaInfo ?? {};
    if (kind !== 'photo') await reserveVideo(tx, library, offer.by, duration, now);
    const targetRev = Math.max(found.rev + 1, guestRev(now));
    tx.update(paths.item(library, item), { ...becomes, targetRev, changed: new Date(now) });
    return found;
  });
  if (!known) return false;
  const task: ProcessTask = { library, item, generation: stat?.generation ?? 'none' };
  await queue.processItem(task, known.mediaInfo?.kind === 'photo' ? 'processItem' : 'processGuestVideo');
  return true;
}

/** Goes on with an offer whose item is known: brings it the bytes, waits until they are proven, and settles it. */
async function proceed(ports: IngestPorts, task: SubmissionTask, name: string, id: ItemId): Promise<void> {
  const { store, originals, queue, clock } = ports;
  const fields = await store.read(paths.item(task.library, id));
  const item = fields && readItem(fields);
  // Gone, or another's bytes under this id were not what it names: the guest's are.
  if (!item || (item.state === 'failed' && item.failure === 'damaged')) {
    const stat = await originals.stat(name);
    if (!stat) return end(ports, task, { state: 'failed', failure: 'damaged' });
    await announceFor(ports, task, { item: id, size: stat.size });
    return originals.copy(name, originalName(task.library, id));
  }
  if (item.state === 'uploading') return originals.copy(name, originalName(task.library, id));
  // `make` asks again when it has recorded what it found.
  if (item.state === 'processing' || isReprocessing(item)) return;
  if (item.state === 'ready' && (await reprocessed(ports, task, id))) return;
  await removeObject(originals, name);
  if (item.state === 'failed') return end(ports, task, { state: 'failed', failure: item.failure ?? 'gave-up' });
  const changed = await settle(ports, task);
  if (!changed) return end(ports, task, { state: 'declined' });
  for (const album of changed) await queue.summarizeAlbum({ library: task.library, album, at: clock.now() });
}

/**
 * Takes what a guest sent into the library. The bytes are looked at and find their item: one that the library has, or a new
 * one that begins as the guest's. When that is ready it goes into the album at once, or waits to be judged. Asked again at
 * any time, it goes on from where the documents say that it is.
 */
export async function ingestSubmission(ports: IngestPorts, task: SubmissionTask): Promise<void> {
  const { store, log } = ports;
  const fields = await store.read(paths.submission(task.library, task.submission));
  if (!fields) return;
  const offer = readSubmission(fields);
  const name = incomingName(task.library, offer.by, task.submission);
  // Over, or not there yet: an end that was lost left its bytes.
  if (offer.state !== 'uploaded') return offer.state === 'uploading' ? undefined : removeObject(ports.originals, name);
  try {
    const known = offer.item ?? (await recognisedFor(ports, task, name));
    await proceed(ports, task, name, known);
  } catch (error) {
    if (!(error instanceof ProcessingError)) throw error;
    log('refused an offer', { library: task.library, offer: task.submission, failure: error.failure });
    await end(ports, task, { state: 'failed', failure: error.failure });
    await removeObject(ports.originals, name);
  }
}

async function recognisedFor(ports: IngestPorts, task: SubmissionTask, name: string): Promise<ItemId> {
  const found = await recognised(ports, name);
  await announceFor(ports, task, found);
  return found.item;
}
