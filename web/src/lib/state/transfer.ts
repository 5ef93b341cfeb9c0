import { itemIdOf, type ItemId, type SubmissionId, type Uid } from '@maru/model/ids';
import type { UploadEvent, UploadRefusal } from '@maru/model/upload/state';
import type { Cloud, UploadTask, Stop } from '../firebase/cloud.ts';
import { keyedMutex } from './keyed-mutex.ts';

/** What an upload needs of its surroundings. */
export interface UploadContext {
  readonly uid: Uid;
  readonly cloud: Pick<Cloud, 'readItem' | 'writeItem' | 'send' | 'watchItem' | 'watchOffer' | 'call'>;
  /** The SHA-256 of a file in hexadecimal. */
  readonly hash: (file: Blob, onread: (bytes: number) => void, signal: AbortSignal) => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What the uploads of one window share: two files with the same bytes are one item, sent once. */
export interface SharedTransfers {
  /** Runs work about one item (`LIBRARY/ITEM`) after all earlier work about it. */
  readonly exclusive: <T>(place: string, work: () => Promise<T>) => Promise<T>;
  /** The items whose bytes this window has sent. */
  readonly sent: Set<string>;
}

/** For a window that has sent nothing yet. */
export const sharedTransfers = (): SharedTransfers => ({ exclusive: keyedMutex(), sent: new Set() });

/** An upload's surroundings, with what uploads share. */
export type TransferContext = UploadContext & SharedTransfers;

/** What one file keeps from one attempt to the next. */
export interface UploadSession {
  readonly file: File;
  item?: ItemId;
  /** The submission, if it is a guest's. */
  offer?: SubmissionId;
  /** The resumable transfer of its bytes. */
  sending?: UploadTask;
}

/** Ends an attempt with a reason to show. */
export class Stopped extends Error {
  readonly stop: UploadRefusal;
  constructor(stop: UploadRefusal) {
    super(stop);
    this.stop = stop;
  }
}

/** The result of `work`; rejects with an AbortError as soon as `signal` aborts. */
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

/** Reports what happened to an upload. */
export type Emit = (event: UploadEvent) => void;

/** The item id of a file's bytes; throws Stopped if the file cannot be read. */
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

/** How long functions may take to report that they received an original, in milliseconds. */
const RECEIVED_TIMEOUT_MS = 20_000;

/** Whether functions received an object, waiting at most `RECEIVED_TIMEOUT_MS`: `watch` reports true, or false if it cannot know. */
function isReceivedSoon(watch: (say: (taken: boolean) => void) => Stop): Promise<boolean> {
  let stop: Stop = () => undefined;
  const taken = new Promise<boolean>((resolve) => {
    stop = watch(resolve);
    setTimeout(resolve, RECEIVED_TIMEOUT_MS, false);
  });
  return taken.finally(() => {
    stop();
  });
}

/** Sends a file as an object, or resumes its transfer; throws Stopped if it is refused and functions did not receive it either. */
export async function send(
  name: string,
  session: UploadSession,
  { cloud }: UploadContext,
  emit: Emit,
  watch: (say: (taken: boolean) => void) => Stop,
): Promise<void> {
  session.sending?.resume();
  const sending = (session.sending ??= cloud.send(name, session.file, (done) => emit({ type: 'sent', done })));
  const end = await sending.end;
  if (session.sending === sending) delete session.sending;
  if (end === 'arrived') return;
  if (end === 'unreadable-file') throw new Stopped(end);
  if (end !== 'refused') throw new DOMException('the network went', 'AbortError');
  // The bytes may have arrived: only the response was lost, or another device of this person sent them.
  if (!(await isReceivedSoon(watch))) throw new Stopped('refused');
}
