import { itemIdOf, type ItemId, type SubmissionId, type Uid } from '@maru/model/ids';
import type { UploadEvent, UploadRefusal } from '@maru/model/upload/state';
import type { Cloud, UploadTask, Stop } from '../firebase/cloud.ts';
import { keyedMutex } from './keyed-mutex.ts';

/** The dependencies of an upload. */
export interface UploadContext {
  readonly uid: Uid;
  readonly cloud: Pick<Cloud, 'readItem' | 'writeItem' | 'send' | 'watchItem' | 'watchSubmission' | 'call'>;
  /** The SHA-256 of a file in hexadecimal. */
  readonly hash: (file: Blob, onread: (bytes: number) => void, signal: AbortSignal) => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** State shared by the uploads of one window, so that two files with the same bytes are sent once. */
export interface SharedTransfers {
  /** Runs work on one item (`LIBRARY/ITEM`) after all earlier work on it. */
  readonly exclusive: <T>(key: string, work: () => Promise<T>) => Promise<T>;
  /** The items (`LIBRARY/ITEM`) whose bytes this window has sent. */
  readonly sent: Set<string>;
}

/** The shared state of a new window. */
export const sharedTransfers = (): SharedTransfers => ({ exclusive: keyedMutex(), sent: new Set() });

/** The dependencies of an upload, with the state that uploads share. */
export type TransferContext = UploadContext & SharedTransfers;

/** What one file's upload keeps between attempts. */
export interface UploadSession {
  readonly file: File;
  item?: ItemId;
  /** The id of a guest's submission. */
  submission?: SubmissionId;
  task?: UploadTask;
}

/** Thrown to end an attempt with a reason that is shown. */
export class Stopped extends Error {
  readonly stop: UploadRefusal;
  constructor(stop: UploadRefusal) {
    super(stop);
    this.stop = stop;
  }
}

/** Settles as `work` does, but rejects with an AbortError as soon as `signal` aborts. */
export function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new DOMException('cancelled', 'AbortError'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

/** Reports an event of an upload. */
export type Emit = (event: UploadEvent) => void;

/** Hashes a file to its item id, once per session; throws Stopped if the file cannot be read. */
export async function hashFile(
  session: UploadSession,
  context: UploadContext,
  emit: Emit,
  signal: AbortSignal,
): Promise<ItemId> {
  if (session.item !== undefined) return session.item;
  try {
    const sha256 = await context.hash(session.file, (done) => emit({ type: 'read', done }), signal);
    return (session.item = itemIdOf(sha256));
  } catch (error) {
    if (signal.aborted) throw error;
    console.error('the file cannot be read', error);
    throw new Stopped('unreadable-file');
  }
}

/** How long functions may take to ingest an original, in milliseconds. */
const INGEST_TIMEOUT_MS = 20_000;

/** Watches an object until functions have ingested it: reports true, or false if that cannot be known. */
export type WatchIngest = (report: (isIngested: boolean) => void) => Stop;

/** Whether functions ingest an object within `INGEST_TIMEOUT_MS`. */
function isIngestedSoon(watch: WatchIngest): Promise<boolean> {
  let stop: Stop = () => undefined;
  const isIngested = new Promise<boolean>((resolve) => {
    stop = watch(resolve);
    setTimeout(resolve, INGEST_TIMEOUT_MS, false);
  });
  return isIngested.finally(() => {
    stop();
  });
}

/** Uploads a file as an object, or resumes its upload; throws Stopped if it is refused and was not ingested earlier. */
export async function send(
  name: string,
  session: UploadSession,
  { cloud }: UploadContext,
  emit: Emit,
  watch: WatchIngest,
): Promise<void> {
  session.task?.resume();
  const task = (session.task ??= cloud.send(name, session.file, (done) => emit({ type: 'sent', done })));
  const result = await task.end;
  if (session.task === task) delete session.task;
  if (result === 'uploaded') return;
  if (result === 'unreadable-file') throw new Stopped(result);
  if (result !== 'refused') throw new DOMException('the connection was lost', 'AbortError');
  // The object may exist: only the response was lost, or another device of this person sent it.
  if (!(await isIngestedSoon(watch))) throw new Stopped('refused');
}
