import type { AlbumId, ItemId, LibraryId, SubmissionId } from '@maru/model';

/** What is waiting to be done. */
export interface Queue {
  make: (task: MakeTask, queue: MakeQueue) => Promise<void>;
  summarize: (task: SummaryTask) => Promise<void>;
  rotate: (task: RotateTask) => Promise<void>;
  admit: (task: AdmitTask) => Promise<void>;
  remake: (task: RemakeTask) => Promise<void>;
}

/** Who is made in which queue: see ingest/choose-queue. All queues process alike. */
export type MakeQueue = 'make' | 'makeMany' | 'makeFilm' | 'processGuestVideo';

/** Make this item from this generation of its original. */
export interface MakeTask {
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
export interface AdmitTask {
  readonly library: LibraryId;
  readonly offer: SubmissionId;
}

/** Make everything again that this album has; `all` is every item of the library. */
export interface RemakeTask {
  readonly library: LibraryId;
  readonly album: AlbumId;
}

/** Give what this rotation names new tokens. */
export interface RotateTask {
  readonly library: LibraryId;
  readonly rotation: string;
}
