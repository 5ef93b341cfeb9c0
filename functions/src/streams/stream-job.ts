import {
  framesOf,
  instant,
  number,
  parse,
  paths,
  SOUND_CHUNK_S,
  type DocumentOf,
  type Item,
  type MediaInfo,
  type Variant,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields } from '../ports/documents.ts';
import type { PartTask, ProcessTask } from '../ports/queue.ts';
import type { MediaProbe } from '../ports/videos.ts';

/** A variant that is there before the others: copied from the source where players can play that, or else a small one. */
export interface Lead {
  readonly variant: Variant;
  readonly isCopied: boolean;
}

/** What every part of a stream needs to know, decided when it was inspected. */
export interface StreamPlan {
  readonly demuxer: string;
  readonly probe: MediaProbe;
  /** The variant that is made first, in one pass of its own, so that all of it can be watched while the others are encoded. */
  readonly lead?: Lead;
  /** The variants that are encoded in chunks; empty for a sound. */
  readonly variants: readonly Variant[];
  readonly frameRate: number;
  /** Frames of one chunk. */
  readonly chunkFrames: number;
  /** As far as it is known before encoding. */
  readonly mediaInfo: MediaInfo;
}

const jobSchema = v.object({
  rev: number,
  generation: v.string(),
  /** Tells this job from others of the item, whose parts do not count. */
  id: v.string(),
  /** The download token of its renditions until the item is shown. */
  token: v.string(),
  /** A `StreamPlan` as JSON: no query needs it. */
  plan: v.string(),
  /** The number of chunks of the picture, corrected when its end is reached. */
  chunks: number,
  /** The chunks that are stored. */
  done: v.array(number),
  /** How many chunks of the sound are stored, from the first on, and whether these are all. */
  soundChunks: number,
  isSoundDone: v.boolean(),
  /** The same for the lead. */
  leadChunks: number,
  isLeadDone: v.boolean(),
  /** Whether the original's hash is the item's id. */
  isVerified: v.boolean(),
  /** How many chunks the playlists list. */
  published: number,
  /** Whether the playlists list the stream to its end. */
  isEndPublished: v.optional(v.literal(true)),
  /** Everything is committed; what is left is to remove the parts. */
  isFinished: v.optional(v.literal(true)),
  /** When a part was stored the last time, ms since 1970. */
  changed: instant,
});

/** The processing of one stream in parts, by many tasks: `paths.stream`. */
export type StreamJob = Omit<DocumentOf<typeof jobSchema>, 'plan'> & { readonly plan: StreamPlan };

/** A job from its document; throws BadDocument. */
export function readJob(value: unknown): StreamJob {
  const job = parse('stream', jobSchema, value);
  return { ...job, plan: JSON.parse(job.plan) as StreamPlan };
}

/** The announced number of chunks to encode; at least one of a picture, whose length may be unknown. */
function announcedChunks({ probe, variants, frameRate, chunkFrames }: StreamPlan): number {
  if (variants.length === 0) return 0;
  return Math.max(1, Math.ceil(framesOf(probe.video?.seconds ?? probe.seconds ?? 0, frameRate) / chunkFrames));
}

/** The document of a new job. */
export const newJob = (
  task: ProcessTask,
  {
    id,
    rev,
    token,
    plan,
    isVerified,
    now,
  }: Pick<StreamJob, 'id' | 'rev' | 'token' | 'plan' | 'isVerified'> & { readonly now: number },
): Fields => ({
  ...{ id, rev, token, chunks: announcedChunks(plan), generation: task.generation, plan: JSON.stringify(plan) },
  ...{ done: [], soundChunks: 0, isSoundDone: plan.probe.audio === undefined },
  ...{ leadChunks: 0, isLeadDone: plan.lead === undefined, isVerified, published: 0 },
  changed: new Date(now),
});

/** The job of a task, if these are the fields of the stream that it is a part of. */
export function jobOf(fields: Fields | undefined, { rev, generation }: Pick<PartTask, 'rev' | 'generation'>) {
  const job = fields && readJob(fields);
  return job?.rev === rev && job.generation === generation ? job : undefined;
}

/** How many leading chunks of a list of numbers are there. */
function leading(done: readonly number[]): number {
  const all = new Set(done);
  let count = 0;
  while (all.has(count)) count += 1;
  return count;
}

/** How many chunks can be played from the start, with sound; of the lead if there is one. Its chunks are at most as long as those of the sound. */
export function playable({ plan, chunks, done, soundChunks, isSoundDone, leadChunks }: StreamJob): number {
  if (!plan.lead && chunks === 0) return soundChunks;
  const picture = plan.lead ? leadChunks : leading(done);
  return isSoundDone ? picture : Math.min(picture, soundChunks);
}

/** How many chunks `playable` counts to. For a stream that is not cut by frame index, estimated from the announced duration. */
export function totalChunks({ plan, chunks, soundChunks, leadChunks, isLeadDone }: StreamJob): number {
  const announced = Math.max(1, Math.ceil((plan.probe.seconds ?? 0) / SOUND_CHUNK_S));
  if (plan.lead) return isLeadDone ? leadChunks : Math.max(leadChunks + 1, announced);
  return chunks > 0 ? chunks : Math.max(soundChunks, announced);
}

/** Whether something can be played to its end: the lead, or without one all variants. */
export const isPlayable = (job: StreamJob): boolean =>
  job.isSoundDone && (job.plan.lead ? job.isLeadDone : leading(job.done) >= job.chunks);

/** Whether every part is stored and the original is verified. */
export const isComplete = (job: StreamJob): boolean =>
  isPlayable(job) && leading(job.done) >= job.chunks && job.isVerified;

/** Whether an item shows what a job has so far. */
export const isShown = (item: Item, { rev }: StreamJob): boolean =>
  item.state === 'ready' && item.rev === rev && item.progress !== undefined;

/** Where a job is stored. */
export const jobPath = ({ library, item }: Pick<ProcessTask, 'library' | 'item'>): string =>
  paths.stream(library, item);
