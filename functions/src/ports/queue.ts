import type { AlbumId, ItemId, LibraryId, SubmissionId } from '@maru/model';

/** What is waiting to be done. */
export interface Queue {
  processItem: (task: ProcessTask, queue: ProcessingQueue) => Promise<void>;
  summarizeAlbum: (task: SummaryTask) => Promise<void>;
  rotateTokens: (task: RotateTask) => Promise<void>;
  ingestSubmission: (task: SubmissionTask) => Promise<void>;
  reprocessAlbum: (task: ReprocessTask) => Promise<void>;
}

/** Who is made in which queue: see ingest/choose-queue. All queues process alike. */
export type ProcessingQueue = 'processItem' | 'processBulk' | 'processVideo' | 'processGuestVideo';

/** Make this item from this generation of its original. */
export interface ProcessTask {
  readonly library: LibraryId;
  readonly item: ItemId;
  readonly generation: string;
}

/** Count this album, unless it was counted at `at` (ms) or later. */
export interface SummaryTask {
  readonly library: LibraryId;
  readonly album: AlbumId;
  readonly at: number;
}

/** Take what a guest sent into the library. */
export interface SubmissionTask {
  readonly library: LibraryId;
  readonly submission: SubmissionId;
}

/** Make everything again that this album has; `all` is every item of the library. */
export interface ReprocessTask {
  readonly library: LibraryId;
  readonly album: AlbumId;
}

/** Give what this rotation names new tokens. */
export interface RotateTask {
  readonly library: LibraryId;
  readonly rotation: string;
}
