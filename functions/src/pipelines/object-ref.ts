import type { Item, ItemId } from '@maru/model';
import type { MakeTask } from '../ports/queue.ts';

/** What is known while one item is processed: where its original is, and the names and token for its renditions. */
export interface ObjectRef {
  readonly task: MakeTask;
  readonly rev: number;
  readonly token: string;
  /** A folder of its own, removed afterwards. */
  readonly folder: string;
  /** The original on this machine. */
  readonly file: string;
  /** How its file is named, and where it lay. */
  readonly named: Pick<Item, 'fileName' | 'folder'>;
  /** The video that is its moment, of a Live Photo. */
  readonly live?: ItemId;
  /** The library's zone: where a time that only knows UTC is told. */
  readonly timeZone: string;
}
