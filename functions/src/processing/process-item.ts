import {
  albumsWithEntry,
  isOnlyOfGuest,
  PROCESS_ATTEMPTS,
  MAX_ORIGINAL_BYTES,
  originalName,
  paths,
  readLibrary,
  ProcessingError,
  type Rev,
  pairingKeys,
  type Item,
  type MediaInfo,
  type FileFormat,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { MediaProbe, Videos } from '../ports/videos.ts';
import type { EmbeddedMedia } from '../ports/embedded-media.ts';
import type { Clock, Ids, Log, TempFolders } from '../ports/system.ts';
import type { Originals, Renditions, ObjectDigest, ObjectStat, SourceServer } from '../ports/objects.ts';
import type { Images } from '../ports/images.ts';
import type { ProcessTask, Queue } from '../ports/queue.ts';
import { readComplete, requireIntact, requireMedia, sniffOriginal } from '../ingest/inspect-bytes.ts';
import { settleAll } from '../concurrency/concurrency.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { withLease, takeLease } from './lease.ts';
import { joinLivePhoto } from './live-photo.ts';
import type { ItemAttempt, ProcessingJob } from './processing-job.ts';
import { processVideo } from './process-video.ts';
import { processPhoto } from './process-photo.ts';
import { enqueueSubmissions } from '../submissions/submissions-of-item.ts';
import { cutSection } from '../sections/cut-section.ts';
import { needsStrip, scheduleStrip } from '../strips/schedule-strip.ts';
import { processFirstParts, startStream } from '../streams/start-stream.ts';
import { commitFailure, commitResult, leaseClaim } from './commit-result.ts';

/** The ports needed to process an item. */
export interface ProcessPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly sources: SourceServer;
  readonly images: Images;
  readonly videos: Videos;
  readonly embeddedMedia: EmbeddedMedia;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tempFolders: TempFolders;
  readonly log: Log;
}

/** Downloads the original, checks its bytes against the id and detects the format. */
async function downloadOriginal(
  ports: ProcessPorts,
  task: ProcessTask,
  item: Item,
  stat: ObjectStat | undefined,
  file: string,
): Promise<Exclude<FileFormat, { kind: 'unsupported' }>> {
  const name = originalName(task.library, task.item);
  const { originals } = ports;
  const download = (): Promise<ObjectDigest> => originals.download(name, file);
  const complete = await readComplete(stat, MAX_ORIGINAL_BYTES, download);
  await requireIntact(originals, task, item, complete);
  return requireMedia(await sniffOriginal(originals, name, complete));
}

async function processMedia(
  ports: ProcessPorts,
  task: ProcessTask,
  { lease, item, stat }: ItemAttempt,
  folder: string,
  probe: MediaProbe | undefined,
): Promise<MediaInfo> {
  if (item.sectionOf) return cutSection(ports, { task, rev: item.rev, token: lease.token, folder }, item.sectionOf);
  const file = `${folder}/original`;
  const [detected, libraryFields] = await settleAll(
    downloadOriginal(ports, task, item, stat, file),
    ports.store.read(paths.library(task.library)),
  );
  const { timeZone } = readLibrary(libraryFields);
  const job: ProcessingJob = {
    task,
    rev: item.rev,
    token: lease.token,
    folder,
    file,
    named: item,
    timeZone,
    rotation: item.edits?.rotation?.value ?? 0,
    ...(probe && { probe }),
    ...(isOnlyOfGuest(item) && { guest: item.uploader }),
  };
  const mediaInfo =
    detected.kind === 'photo'
      ? await processPhoto(ports, { ...job, ...(item.motionVideo && { motionVideo: item.motionVideo }) }, detected)
      : await processVideo(ports, job, detected);
  const pairing = pairingKeys(item, mediaInfo, await ports.embeddedMedia.contentIdentifier(file, detected));
  return pairing.length > 0 ? { ...mediaInfo, pairing } : mediaInfo;
}

/** Whether a committed rev added entries or changed them. The revs of guests' items are times; they are few. */
const kindOf = (rev: Rev) => (rev === 1 ? 'added' : 'changed');

/** Repeats what follows a commit, because the task that committed the item may have crashed before it. */
async function repeatFollowUps(ports: ProcessPorts, task: ProcessTask, item: Item): Promise<void> {
  if (item.state === 'ready') {
    await scheduleIndexing(ports, task.library, albumsWithEntry(item), kindOf(item.rev));
    if (item.mediaInfo) await joinLivePhoto(ports, task.library, task.item, item.mediaInfo);
    if (needsStrip(item)) await scheduleStrip(ports, { ...task, rev: item.rev }, item.mediaInfo);
  }
  await enqueueSubmissions(ports, task.library, task.item);
}

/** Processes an item once, holding its lease. Returns whether its processing goes on in parts. */
async function processOnce(ports: ProcessPorts, task: ProcessTask, attempt: ItemAttempt): Promise<boolean> {
  const { lease, item } = attempt;
  const { isInParts, probe } = await startStream(ports, task, attempt);
  if (isInParts) return true;
  const startedAt = ports.clock.now();
  // Commits before the folder is removed, which may take a while.
  const { mediaInfo, albums } = await ports.tempFolders.withFolder(async (folder) => {
    const mediaInfo = await processMedia(ports, task, attempt, folder, probe);
    return { mediaInfo, albums: await commitResult(ports, task, leaseClaim(task, attempt), mediaInfo) };
  });
  const details = { ...task, rev: item.rev, tries: lease.tries, ms: ports.clock.now() - startedAt };
  ports.log(albums ? 'processed' : 'lease lost', details);
  await scheduleIndexing(ports, task.library, albums ?? [], kindOf(item.rev));
  await joinLivePhoto(ports, task.library, task.item, mediaInfo);
  await scheduleStrip(ports, { ...task, rev: item.rev }, mediaInfo);
  await enqueueSubmissions(ports, task.library, task.item);
  return false;
}

/**
 * Processes an item: takes its lease, downloads the original, creates the renditions and commits the result. If the file is the cause of
 * an error, the item becomes `failed`. Other errors are thrown for the queue to retry, until `PROCESS_ATTEMPTS` are used up.
 */
export async function processItem(ports: ProcessPorts, task: ProcessTask): Promise<void> {
  const name = originalName(task.library, task.item);
  // Awaited under the lease, which an error releases. A section has none.
  const original = settleAll(ports.originals.stat(name), ports.originals.head(name));
  const [result] = await settleAll(
    takeLease(ports, task),
    original.catch(() => undefined),
  );
  if (result.status === 'not-needed') {
    ports.log('nothing to process', { ...task, why: result.why });
    if (result.item) await repeatFollowUps(ports, task, result.item);
    return;
  }
  if (result.status === 'exhausted') {
    await commitFailure(ports, task, { rev: result.rev }, 'attempts-exhausted');
    await enqueueSubmissions(ports, task.library, task.item);
    ports.log('attempts exhausted', { ...task, tries: PROCESS_ATTEMPTS });
    return;
  }
  const { lease, item } = result;
  let isInParts = false;
  try {
    isInParts = await withLease(ports, task, lease, async () => {
      const [stat, head] = await original;
      return processOnce(ports, task, { lease, item, stat, head });
    });
  } catch (error) {
    if (!(error instanceof ProcessingError) && lease.tries < PROCESS_ATTEMPTS) throw error;
    const failure = error instanceof ProcessingError ? error.failure : 'attempts-exhausted';
    await commitFailure(ports, task, { lease, rev: item.rev }, failure);
    await enqueueSubmissions(ports, task.library, task.item);
    ports.log('item processing failed', { ...task, failure, tries: lease.tries, error: String(error) });
  }
  if (isInParts) await processFirstParts(ports, task, item.rev);
}
