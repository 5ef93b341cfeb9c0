import {
  isOnlyOfGuest,
  itemIdOf,
  PROCESS_ATTEMPTS,
  MAX_ORIGINAL_BYTES,
  originalName,
  paths,
  readLibrary,
  ProcessingError,
  type AlbumId,
  pairingKeys,
  type Item,
  type LibraryId,
  type MediaInfo,
  type FileFormat,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Videos } from '../ports/videos.ts';
import type { EmbeddedMedia } from '../ports/embedded-media.ts';
import type { Clock, Ids, Log, TempFolders } from '../ports/system.ts';
import type { Originals, Renditions, ObjectDigest } from '../ports/objects.ts';
import type { Images } from '../ports/images.ts';
import type { ProcessTask, Queue } from '../ports/queue.ts';
import { detectMedia, readComplete } from '../ingest/inspect-bytes.ts';
import { withLease, takeLease, type Lease } from './lease.ts';
import { joinLivePhoto } from './live-photo.ts';
import type { ProcessingJob } from './processing-job.ts';
import { processVideo } from './process-video.ts';
import { processPhoto } from './process-photo.ts';
import { enqueueSubmissions } from '../submissions/submissions-of-item.ts';
import { commitFailure, commitResult } from './commit-result.ts';

/** All that making an item needs. */
export interface ProcessPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly images: Images;
  readonly videos: Videos;
  readonly embeddedMedia: EmbeddedMedia;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tempFolders: TempFolders;
  readonly log: Log;
}

/** Brings the original here and believes nothing: the bytes must be those that the id names, and be media. */
async function fetched(
  ports: ProcessPorts,
  task: ProcessTask,
  item: Item,
  file: string,
): Promise<Exclude<FileFormat, { kind: 'unsupported' }>> {
  const name = originalName(task.library, task.item);
  const { originals } = ports;
  const read = (): Promise<ObjectDigest> => originals.download(name, file);
  const { sha256, head, generation } = await readComplete(originals, name, MAX_ORIGINAL_BYTES, read);
  if (itemIdOf(sha256) !== task.item) {
    // Never of what was made before: its bytes were right once, and this may be the reading.
    if (!item.mediaInfo) await originals.remove(name, generation);
    throw new ProcessingError('damaged');
  }
  return detectMedia(head);
}

async function processMedia(
  ports: ProcessPorts,
  task: ProcessTask,
  item: Item,
  lease: Lease,
  folder: string,
): Promise<MediaInfo> {
  const file = `${folder}/original`;
  const sniffed = await fetched(ports, task, item, file);
  const { timeZone } = readLibrary(await ports.store.read(paths.library(task.library)));
  const own = isOnlyOfGuest(item) && { guest: item.uploader };
  const making: ProcessingJob = {
    task,
    rev: item.rev,
    token: lease.token,
    folder,
    file,
    named: item,
    timeZone,
    ...own,
  };
  const told =
    sniffed.kind === 'photo'
      ? await processPhoto(ports, { ...making, ...(item.motionVideo && { motionVideo: item.motionVideo }) }, sniffed)
      : await processVideo(ports, making, sniffed);
  const pairing = pairingKeys(item, told, await ports.embeddedMedia.contentIdentifier(file, sniffed));
  return pairing.length > 0 ? { ...told, pairing } : told;
}

/** A record is there this long after the time that it carries, in milliseconds: the longest that a transaction takes. */
const SETTLED_MS = 60_000;

/** Lets albums be counted, unless they were at `at` (ms): a time after what changed them is there, so that no earlier count passes for this one. */
async function tell(
  { queue }: ProcessPorts,
  library: LibraryId,
  albums: readonly AlbumId[],
  at: number,
): Promise<void> {
  for (const album of albums) await queue.summarizeAlbum({ library, album, at });
}

/** What is left to do for an item that is settled: the try that recorded it may have ended before anybody was told. */
async function tellOf(ports: ProcessPorts, task: ProcessTask, { state, albums, changed = 0 }: Item): Promise<void> {
  if (state === 'ready') await tell(ports, task.library, albums, Math.min(ports.clock.now(), changed + SETTLED_MS));
  if (state === 'ready') await joinLivePhoto(ports, task.library, task.item);
  await enqueueSubmissions(ports, task.library, task.item);
}

/** One try, under its lease. */
async function tryToMake(ports: ProcessPorts, task: ProcessTask, item: Item, lease: Lease): Promise<void> {
  const began = ports.clock.now();
  // Recorded within: who looks does not wait for the folder to be removed.
  const albums = await ports.tempFolders.withFolder(async (folder) =>
    commitResult(ports, task, lease, {
      mediaInfo: await processMedia(ports, task, item, lease, folder),
      rev: item.rev,
    }),
  );
  const told = { ...task, rev: item.rev, tries: lease.tries, ms: ports.clock.now() - began };
  ports.log(albums ? 'processed' : 'lost the lease', told);
  await tell(ports, task.library, albums ?? [], ports.clock.now());
  await joinLivePhoto(ports, task.library, task.item);
  await enqueueSubmissions(ports, task.library, task.item);
}

/**
 * Makes one item from its original: lease, look, make, record. What is to blame on the bytes becomes the state `failed`;
 * what nobody foresaw is thrown, so that the queue tries again, and after `PROCESS_ATTEMPTS` becomes `failed` too.
 */
export async function processItem(ports: ProcessPorts, task: ProcessTask): Promise<void> {
  const asked = await takeLease(ports, task);
  if (asked.got === 'nothing') {
    ports.log('nothing to make', { ...task, why: asked.why });
    if (asked.item) await tellOf(ports, task, asked.item);
    return;
  }
  if (asked.got === 'nothing-left') {
    await commitFailure(ports, task, undefined, 'gave-up');
    await enqueueSubmissions(ports, task.library, task.item);
    ports.log('gave up', { ...task, tries: PROCESS_ATTEMPTS });
    return;
  }
  const { lease, item } = asked;
  try {
    await withLease(ports, task, lease, () => tryToMake(ports, task, item, lease));
  } catch (error) {
    if (!(error instanceof ProcessingError) && lease.tries < PROCESS_ATTEMPTS) throw error;
    const failure = error instanceof ProcessingError ? error.failure : 'gave-up';
    await commitFailure(ports, task, lease, failure);
    await enqueueSubmissions(ports, task.library, task.item);
    ports.log('failed', { ...task, failure, tries: lease.tries, detail: String(error) });
  }
}
