import type { Item, ItemId, Rotation, Uid } from '@maru/model';
import type { ProcessTask } from '../ports/queue.ts';
import type { MediaProbe } from '../ports/videos.ts';

/** One attempt to process an item: its task, its inputs, and the rev and token of its outputs. */
export interface ProcessingJob {
  readonly task: ProcessTask;
  /** The rev of the outputs. */
  readonly rev: number;
  /** The download token of all outputs. */
  readonly token: string;
  /** A temporary folder for this job. */
  readonly folder: string;
  /** The local copy of the original. */
  readonly file: string;
  readonly named: Pick<Item, 'fileName' | 'folder'>;
  /** What was found in a video or sound, if it was inspected already. */
  readonly probe?: MediaProbe;
  /** The guest who uploaded it, if the item is only in albums of guests. */
  readonly guest?: Uid;
  /** The video of a Live Photo, if this is its photo. */
  readonly motionVideo?: ItemId;
  /** The rotation of a photo by people. */
  readonly rotation: Rotation;
  /** The library's IANA time zone, for timestamps that are only known in UTC. */
  readonly timeZone: string;
}
