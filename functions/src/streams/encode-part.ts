import {
  durationOf,
  itemIdOf,
  originalName,
  PART_FFMPEG_S,
  paths,
  ProcessingError,
  readItem,
  SOUND_CHUNK_S,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Originals, Renditions, SourceServer } from '../ports/objects.ts';
import type { PartTask } from '../ports/queue.ts';
import type { Clock, TempFolders } from '../ports/system.ts';
import type { EncodedVariant, MediaFile, OnChunk, Videos } from '../ports/videos.ts';
import { putChunks, renditionWriter } from '../processing/put-renditions.ts';
import { storePart, type Attempt, type JobChanges, type PartResult } from './part.ts';
import { isShown, type StreamJob } from './stream-job.ts';

/** Called with the job when a pass over the source has stored a chunk, unless that is the last one as far as its container tells. */
export type OnStored = (job: StreamJob) => Promise<void>;

/** What is missing at the end of a pass is less than this, seconds. */
const END_S = 1;

/** The ports of encoding a part of a stream. */
export interface PartPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly sources: SourceServer;
  readonly videos: Videos;
  readonly clock: Clock;
  readonly tempFolders: TempFolders;
}

/** Runs `run` with the original as a source of ffmpeg. */
async function withMedia(
  { originals, sources }: PartPorts,
  task: PartTask,
  { plan }: StreamJob,
  run: (media: MediaFile) => Promise<void>,
): Promise<void> {
  const name = originalName(task.library, task.item);
  const stat = await originals.stat(name);
  if (stat?.generation !== task.generation) throw new ProcessingError('damaged', 'the original was replaced');
  await sources.withUrl(name, stat.size, (file) => run({ file, demuxer: plan.demuxer, probe: plan.probe }));
}

/**
 * The download token for new objects: the item's if it is shown, which a rotation may have changed. An object that is written while a rotation
 * runs may still miss the next one; `publishStream` corrects it before it is listed.
 */
async function currentToken({ store }: PartPorts, { library, item }: PartTask, job: StreamJob): Promise<string> {
  const fields = await store.read(paths.item(library, item));
  const known = fields && readItem(fields);
  return known && isShown(known, job) ? (known.token ?? job.token) : job.token;
}

/** Writes what a part encoded, and returns it as the part's result. */
async function putResult(
  ports: PartPorts,
  task: PartTask,
  job: StreamJob,
  encoded: readonly EncodedVariant[],
): Promise<PartResult> {
  const token = await currentToken(ports, task, job);
  await putChunks(renditionWriter(ports, { task, rev: job.rev, token }), encoded);
  return { token, variants: encoded.map(({ variant, config }) => ({ variant, config })) };
}

/** How many frames a chunk has. */
const countFrames = ([best]: readonly EncodedVariant[], frameRate: number): number =>
  best ? Math.round(durationOf(best.variant) * frameRate) : 0;

/** Encodes one chunk of the picture. The last one tells where the picture ends, which its container may have announced wrongly. */
async function encodeChunk(ports: PartPorts, task: PartTask, index: number, attempt: Attempt): Promise<void> {
  const { plan } = attempt.job;
  const { variants, frameRate, chunkFrames: frames } = plan;
  const chunk = { index, firstFrame: index * frames, frames };
  await ports.tempFolders.withFolder((folder) =>
    withMedia(ports, task, attempt.job, async (media) => {
      const encoded = await ports.videos.transcodeChunk(
        media,
        { variants, frameRate, chunk, timeoutSeconds: PART_FFMPEG_S },
        folder,
      );
      const count = countFrames(encoded, frameRate);
      if (index === 0 && count === 0) throw new ProcessingError('unreadable', 'no frames');
      const result = await putResult(ports, task, attempt.job, encoded);
      const isEnd = count < frames;
      await storePart(
        ports,
        task,
        attempt,
        ({ chunks, done }) => ({
          done: count > 0 ? [...done, index] : done,
          chunks: isEnd
            ? Math.min(chunks, count > 0 ? index + 1 : index)
            : Math.max(chunks, index === chunks - 1 ? index + 2 : 0),
        }),
        { isDone: true, result },
      );
    }),
  );
}

/** Returns what stores the chunks that one pass over the source hands over; `changed` is what the job knows then, `from` where the pass starts (s). */
function chunkStore(
  ports: PartPorts,
  task: PartTask,
  attempt: Attempt,
  { changed, onStored, from = 0 }: { changed: (count: number) => JobChanges; onStored: OnStored; from?: number },
): OnChunk {
  const { seconds = Infinity } = attempt.job.plan.probe;
  let until = from;
  return async (encoded) => {
    const index = encoded.variant.chunks[0]?.index ?? 0;
    const result = await putResult(ports, task, attempt.job, [encoded]);
    const chunk = `${task.part}-${index}`;
    const job = await storePart(ports, task, attempt, () => changed(index + 1), { isDone: false, result, chunk });
    if (!job) throw new Error('another task works on this part');
    until += durationOf(encoded.variant);
    if (until < seconds - END_S) await onStored(job);
  };
}

/** Makes the lead in one pass over the picture: copies it, or encodes it. */
async function makeLead(ports: PartPorts, task: PartTask, attempt: Attempt, onStored: OnStored): Promise<void> {
  const { lead, frameRate } = attempt.job.plan;
  if (!lead) throw new Error('no lead');
  const { variant, isCopied } = lead;
  const timeoutSeconds = PART_FFMPEG_S;
  const copying = { name: variant.name, timeoutSeconds, chunkSeconds: SOUND_CHUNK_S, isPictureOnly: true };
  const onChunk = chunkStore(ports, task, attempt, { changed: (leadChunks) => ({ leadChunks }), onStored });
  await ports.tempFolders.withFolder((folder) =>
    withMedia(ports, task, attempt.job, (media) =>
      isCopied
        ? ports.videos.remux(media, copying, folder, onChunk)
        : ports.videos.transcodeLead(media, { variant, frameRate, timeoutSeconds }, folder, onChunk),
    ),
  );
  await storePart(ports, task, attempt, () => ({ isLeadDone: true }), { isDone: true });
}

/** Encodes the sound in one pass, from where an earlier task stopped. */
async function encodeSound(ports: PartPorts, task: PartTask, attempt: Attempt, onStored: OnStored): Promise<void> {
  const { job } = attempt;
  const options = { timeoutSeconds: PART_FFMPEG_S, fromChunk: job.soundChunks };
  const from = job.soundChunks * SOUND_CHUNK_S;
  const onChunk = chunkStore(ports, task, attempt, { changed: (soundChunks) => ({ soundChunks }), onStored, from });
  await ports.tempFolders.withFolder((folder) =>
    withMedia(ports, task, job, (media) =>
      ports.videos.transcodeSound(media, options, folder, onChunk).catch((error: unknown) => {
        // An earlier task may have stopped just after the last chunk: there is nothing more to decode.
        if (job.soundChunks === 0 || !(error instanceof ProcessingError) || error.failure !== 'unreadable') throw error;
      }),
    ),
  );
  await storePart(ports, task, attempt, () => ({ isSoundDone: true }), { isDone: true });
}

/** Compares the original's hash with the item's id; throws ProcessingError `damaged`. */
async function verifyHash(ports: PartPorts, task: PartTask, attempt: Attempt): Promise<void> {
  const name = originalName(task.library, task.item);
  const [stat, { size, sha256 }] = [await ports.originals.stat(name), await ports.originals.digest(name)];
  // A partial read is no proof that the object is damaged.
  if (size !== stat?.size) throw new Error(`${size} of ${stat?.size ?? 0} bytes read`);
  if (itemIdOf(sha256) !== task.item) throw new ProcessingError('damaged');
  await storePart(ports, task, attempt, () => ({ isVerified: true }), { isDone: true });
}

/** Processes a part that was begun and stores the result. */
export function encodePart(ports: PartPorts, task: PartTask, attempt: Attempt, onStored: OnStored): Promise<void> {
  if (task.part === 'sound') return encodeSound(ports, task, attempt, onStored);
  if (task.part === 'lead') return makeLead(ports, task, attempt, onStored);
  if (task.part === 'hash') return verifyHash(ports, task, attempt);
  return encodeChunk(ports, task, task.part, attempt);
}
