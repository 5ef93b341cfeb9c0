import {
  instant,
  number,
  parse,
  paths,
  PROCESS_ATTEMPTS,
  LEASE_S,
  readItem,
  type Item,
  type StreamVariant,
} from '@maru/model';
import * as v from 'valibot';
import { LockHeld } from '../concurrency/lock.ts';
import type { Fields, Store, StoredDocument } from '../ports/documents.ts';
import type { PartTask, ProcessTask } from '../ports/queue.ts';
import type { Clock, Ids } from '../ports/system.ts';
import { jobOf, jobPath, type StreamJob } from './stream-job.ts';

/** A stored chunk of a variant. */
export interface StoredChunk {
  /** With this chunk only. */
  readonly variant: StreamVariant;
  /** The configuration of its decoder, in hexadecimal. */
  readonly config: string;
}

/** What a part stored, and the download token of its objects then. */
export interface PartResult {
  readonly token: string;
  readonly variants: readonly StoredChunk[];
}

const partSchema = v.object({
  /** The id of its job. */
  job: v.string(),
  holder: v.string(),
  until: instant,
  /** How many attempts have begun since anything was stored. */
  tries: number,
  /** A `PartResult` as JSON, of a chunk. */
  result: v.optional(v.string()),
  isDone: v.optional(v.literal(true)),
});

/** The lock on a part of a stream, and its result: `paths.streamPart`. */
export type Part = Omit<v.InferOutput<typeof partSchema>, 'result'> & { readonly result?: PartResult };

/** A part that a task works on. */
export interface Attempt {
  readonly job: StreamJob;
  readonly item: Item;
  readonly holder: string;
  readonly until: number;
  readonly tries: number;
}

/** The start of a task: there is nothing to do, it was done before, or it begins now. */
export type Begun =
  | { readonly status: 'over' | 'done' | 'exhausted'; readonly job?: StreamJob }
  | (Attempt & { readonly status: 'begun' });

const readPart = (fields: Fields | undefined, { id }: StreamJob): Part | undefined => {
  if (!fields) return undefined;
  const { result, ...part } = parse('part', partSchema, fields);
  if (part.job !== id) return undefined;
  return { ...part, ...(result !== undefined && { result: JSON.parse(result) as PartResult }) };
};

/** Where a part is stored. */
export const partPath = ({
  library,
  item,
  part,
}: Pick<PartTask, 'library' | 'item'> & { part: number | string }): string =>
  paths.streamPart(library, item, String(part));

/** Whether nobody wants the result any more, for now: a deleted item may be revived until its purge begins. */
const isUnwanted = (item: Item): boolean => item.isPurging === true || item.deletedAt !== undefined;

/** What a part may change of its job. */
export type JobChanges = Partial<Omit<StreamJob, 'plan' | 'changed'>>;

/** Takes the lock of a part, unless it was done before; throws LockHeld while another task works on it. */
export function beginPart(
  { store, clock, ids }: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  task: PartTask,
): Promise<Begun> {
  const path = partPath(task);
  return store.transact(async (tx): Promise<Begun> => {
    const [jobFields, itemFields, fields] = await tx.readAll([
      jobPath(task),
      paths.item(task.library, task.item),
      path,
    ]);
    const job = jobOf(jobFields, task);
    const item = itemFields && readItem(itemFields);
    if (!job || !item || isUnwanted(item)) return { status: 'over' };
    if (job.isFinished) return { status: 'done', job };
    const before = readPart(fields, job);
    if (before?.isDone) return { status: 'done', job };
    const now = clock.now();
    if (before && before.until > now) throw new LockHeld(path);
    const tries = before?.tries ?? 0;
    if (tries >= PROCESS_ATTEMPTS) return { status: 'exhausted', job };
    const lock = { holder: ids.token(), until: now + LEASE_S * 1000, tries: tries + 1 };
    tx.set(path, { ...lock, job: job.id, until: new Date(lock.until) });
    return { status: 'begun', job, item, ...lock };
  });
}

/**
 * Stores in a transaction what a part achieved: `change` returns the changes of the job. Returns the changed job; does nothing and returns undefined if the
 * part or its job is another task's by now.
 */
export function storePart(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  task: PartTask,
  { holder }: Attempt,
  change: (job: StreamJob) => JobChanges,
  {
    isDone,
    result,
    chunk = task.part,
  }: { readonly isDone: boolean; readonly result?: PartResult; readonly chunk?: number | string },
): Promise<StreamJob | undefined> {
  return store.transact(async (tx) => {
    const [jobFields, fields] = await tx.readAll([jobPath(task), partPath(task)]);
    const job = jobOf(jobFields, task);
    if (!job || readPart(fields, job)?.holder !== holder) return undefined;
    const changes = change(job);
    tx.update(jobPath(task), { ...changes, changed: new Date(clock.now()) });
    // Something was achieved, so the attempts are counted anew.
    tx.update(partPath(task), { tries: 0, ...(isDone && { isDone: true, until: new Date(0) }) });
    const text = result && { result: JSON.stringify(result) };
    if (chunk !== task.part)
      tx.set(partPath({ ...task, part: chunk }), {
        job: job.id,
        holder,
        until: new Date(0),
        tries: 0,
        isDone: true,
        ...text,
      });
    else if (text) tx.update(partPath(task), text);
    return { ...job, ...changes };
  });
}

/** The parts of a job, by their name. */
export async function partsOf(
  { store }: { readonly store: Pick<Store, 'find'> },
  { library, item }: Pick<ProcessTask, 'library' | 'item'>,
  job: StreamJob,
): Promise<ReadonlyMap<string, Part>> {
  const found: StoredDocument[] = await store.find(paths.streamParts(library, item), {});
  return new Map(
    found.flatMap(({ id, fields }) => {
      const part = readPart(fields, job);
      return part ? [[id, part] as const] : [];
    }),
  );
}
