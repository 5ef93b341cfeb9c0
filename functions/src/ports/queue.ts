import type { AlbumId, ItemId, LibraryId, SubmissionId } from '@maru/model';

/** The task queues. */
export interface Queue {
  processItem: (task: ProcessTask, queue: ProcessingQueue) => Promise<void>;
  processChunk: (task: PartTask) => Promise<void>;
  /** Makes the strip of a finished video, in the queue `processChunk`. */
  makeStrip: (task: StripTask) => Promise<void>;
  /** Runs a task at a time (ms); does nothing if the same task was enqueued for it before. */
  indexAlbum: (task: IndexTask, at: number) => Promise<void>;
  rotateTokens: (task: RotateTask) => Promise<void>;
  ingestSubmission: (task: SubmissionTask) => Promise<void>;
  reprocessAlbum: (task: ReprocessTask) => Promise<void>;
}

/**
 * The queues that process items; ingest/choose-queue.ts chooses one. They differ only in resources and concurrency. Sections of videos are copied in
 * `processChunk`.
 */
export type ProcessingQueue = 'processItem' | 'processBulk' | 'processVideo' | 'processGuestVideo' | 'processChunk';

/** Processes an item from this generation of its original; any text if it has none. */
export interface ProcessTask {
  readonly library: LibraryId;
  readonly item: ItemId;
  readonly generation: string;
}

/**
 * A part of a stream: the number of a chunk of the picture, its whole sound, the variant that can be watched first (`StreamPlan.lead`), or the check of
 * the original's hash.
 */
export type StreamPart = number | 'sound' | 'lead' | 'hash';

/** Processes a part of a stream, for this rev of its item. */
export interface PartTask extends ProcessTask {
  readonly rev: number;
  readonly part: StreamPart;
}

/** Makes the strip of this rev of a video. */
export interface StripTask {
  readonly library: LibraryId;
  readonly item: ItemId;
  readonly rev: number;
}

/** Updates an album's index. */
export interface IndexTask {
  readonly library: LibraryId;
  readonly album: AlbumId;
}

/** Takes a guest's upload into the library. */
export interface SubmissionTask {
  readonly library: LibraryId;
  readonly submission: SubmissionId;
}

/** Reprocesses all items of an album; `all` stands for every item of the library. */
export interface ReprocessTask {
  readonly library: LibraryId;
  readonly album: AlbumId;
}

/** Rotates the tokens of a library's rotations, this one included. */
export interface RotateTask {
  readonly library: LibraryId;
  readonly rotation: string;
}
