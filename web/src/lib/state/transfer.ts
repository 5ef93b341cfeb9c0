import { itemIdOf, type ItemId, type SubmissionId, type Uid } from '@maru/model/ids';
import type { UploadEvent, UploadRefusal } from '@maru/model/upload/state';
import type { Cloud, Sending, Stop } from '../firebase/cloud.ts';
import { inTurn } from './keyed-mutex.ts';

/** What a file's way needs of the world. */
export interface UploadWorld {
  readonly uid: Uid;
  readonly cloud: Pick<Cloud, 'readItem' | 'writeItem' | 'send' | 'watchItem' | 'watchOffer' | 'call'>;
  /** The SHA-256 of a file in hexadecimal. */
  readonly hash: (file: Blob, onread: (bytes: number) => void, signal: AbortSignal) => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What the files of one window share: two with the same bytes are one item, and its bytes are sent once. */
export interface Siblings {
  /** Does work about an item, by `LIBRARY/ITEM`, after all earlier work about it. */
  readonly inTurn: <T>(place: string, work: () => Promise<T>) => Promise<T>;
  /** Whose bytes this window has sent. */
  readonly sent: Set<string>;
}

/** For a window that has sent nothing yet. */
export const siblings = (): Siblings => ({ inTurn: inTurn(), sent: new Set() });

/** Both. */
export type World = UploadWorld & Siblings;

/** What stays of a file from one try to the next. */
export interface Luggage {
  readonly file: File;
  item?: ItemId;
  /** A guest's: what it was announced as. */
  offer?: SubmissionId;
  /** The session that sends its bytes: it goes on where it was. */
  sending?: Sending;
}

/** Ends a try: nothing more to do than to say it. */
export class Stopped extends Error {
  readonly stop: UploadRefusal;
  constructor(stop: UploadRefusal) {
    super(stop);
    this.stop = stop;
  }
}

/** `work`, or an AbortError as soon as `signal` says so. */
export function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new DOMException('given up', 'AbortError'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

/** Says what happened to an upload. */
export type Emit = (event: UploadEvent) => void;

/** The item that a file's bytes are; throws Stopped where the device does not give them. */
export async function hashed(luggage: Luggage, world: UploadWorld, emit: Emit, signal: AbortSignal): Promise<ItemId> {
  if (luggage.item !== undefined) return luggage.item;
  try {
    const sha256 = await world.hash(luggage.file, (done) => emit({ type: 'read', done }), signal);
    return (luggage.item = itemIdOf(sha256));
  } catch (error) {
    if (signal.aborted) throw error;
    console.error('the file cannot be read', error);
    throw new Stopped('unreadable-file');
  }
}

/** How long functions may take to say that bytes are there, in milliseconds. */
const TAKEN_WITHIN = 20_000;

/** Whether functions took something up, at the latest within a moment: `watch` says `true` where they did, `false` where nobody will say. */
function isTaken(watch: (say: (taken: boolean) => void) => Stop): Promise<boolean> {
  let stop: Stop = () => undefined;
  const taken = new Promise<boolean>((resolve) => {
    stop = watch(resolve);
    setTimeout(resolve, TAKEN_WITHIN, false);
  });
  return taken.finally(() => {
    stop();
  });
}

/** Sends a file under a name, or goes on with the session that does; throws Stopped where it is refused and not there either. */
export async function send(
  name: string,
  luggage: Luggage,
  { cloud }: UploadWorld,
  emit: Emit,
  watch: (say: (taken: boolean) => void) => Stop,
): Promise<void> {
  luggage.sending?.resume();
  const sending = (luggage.sending ??= cloud.send(name, luggage.file, (done) => emit({ type: 'sent', done })));
  const end = await sending.end;
  if (luggage.sending === sending) delete luggage.sending;
  if (end === 'arrived') return;
  if (end === 'unreadable-file') throw new Stopped(end);
  if (end !== 'refused') throw new DOMException('the network went', 'AbortError');
  // The bytes may be there: only the answer was lost, or another device of this person sent them.
  if (!(await isTaken(watch))) throw new Stopped('refused');
}
