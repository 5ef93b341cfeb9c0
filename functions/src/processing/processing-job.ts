import type { Item, ItemId, Rotation, Uid } from '@maru/model';
import type { ObjectStat } from '../ports/objects.ts';
import type { ProcessTask } from '../ports/queue.ts';
import type { MediaProbe } from '../ports/videos.ts';
import type { Lease } from './lease.ts';

/** An attempt to process an item, which holds its lease. */
export interface ItemAttempt {
  readonly lease: Lease;
  /** As it was when the lease was taken. */
  readonly item: Item;
  /** The size and generation of its original; undefined if there is none. */
  readonly stat: ObjectStat | undefined;
  /** The first `HEAD_BYTES` of its original. */
  readonly head: Uint8Array;
}

/** One attempt to process an item as a whole: its task, its inputs, and the rev and token of its outputs. */
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
  readonly named: Pick<Item, 'fileName' | 'folder' | 'sidecar'>;
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
