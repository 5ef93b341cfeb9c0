import type { ItemId } from '../ids.ts';
import { itemIdOf } from '../ids.ts';
import { abortable, type Bytes, type Signal, type Stop } from './platform.ts';
import type { AttemptPorts, QueuedUpload } from './ports.ts';
import type { UploadEvent, UploadRefusal } from './state.ts';

/** One attempt to upload a file. What it learns is kept for the next attempt. */
export interface Attempt {
  readonly upload: QueuedUpload;
  /** Keeps a part of the upload; resolves when it is stored. */
  readonly keep: (known: Partial<QueuedUpload>) => Promise<void>;
  readonly emit: (event: UploadEvent) => void;
  /** Ends the attempt: the upload pauses. */
  readonly signal: Signal;
  readonly ports: AttemptPorts;
}

/** Thrown to end an attempt with a reason that is shown. */
export class Stopped extends Error {
  readonly stop: UploadRefusal;
  constructor(stop: UploadRefusal) {
    super(stop);
    this.stop = stop;
  }
}

/** Thrown when the connection is lost: the upload pauses. */
export class ConnectionLost extends Error {}

/** Opens a file; throws Stopped if it cannot be read. */
export type OpenFile = () => Promise<Bytes>;

async function openFile({ upload, ports }: Attempt): Promise<Bytes> {
  const bytes = await ports.queue.open(upload.id).catch(() => undefined);
  if (bytes?.size !== upload.size) throw new Stopped('unreadable-file');
  return bytes;
}

/** Opens the file of an upload once, when it is first needed: one that the library has may have to be inflated, or be gone. */
export function openOnce(attempt: Attempt): OpenFile {
  let opened: Promise<Bytes> | undefined;
  return () => abortable(attempt.signal, (opened ??= openFile(attempt)));
}

/** Hashes a file to its item id, unless an earlier attempt did; throws Stopped if it cannot be read. */
export async function hashFile({ upload, keep, emit, signal, ports }: Attempt, open: OpenFile): Promise<ItemId> {
  if (upload.item !== undefined) return upload.item;
  const bytes = await open();
  let sha256: string;
  try {
    sha256 = await ports.hash(bytes, (done) => emit({ type: 'read', done }), signal);
  } catch (error) {
    if (signal.aborted) throw error;
    ports.report(error);
    throw new Stopped('unreadable-file');
  }
  const item = itemIdOf(sha256);
  await keep({ item });
  return item;
}

/** How long functions may take to ingest an original, in ms. */
const INGEST_TIMEOUT_MS = 20_000;

/** Watches an object until functions have ingested it: reports true, or false if that cannot be known. */
export type WatchIngest = (report: (isIngested: boolean) => void) => Stop;

/** Whether functions ingest an object within `INGEST_TIMEOUT_MS`. */
async function isIngestedSoon(watch: WatchIngest, { ports, signal }: Attempt): Promise<boolean> {
  let stopWatching: Stop = () => undefined;
  let stopTimer: Stop = () => undefined;
  const isIngested = new Promise<boolean>((resolve) => {
    stopWatching = watch(resolve);
    stopTimer = ports.after(INGEST_TIMEOUT_MS, () => resolve(false));
  });
  try {
    return await abortable(signal, isIngested);
  } finally {
    stopWatching();
    stopTimer();
  }
}

/** Sends a file as an object, or continues to; throws Stopped if it is refused and was not ingested earlier. */
export async function sendFile(name: string, bytes: Bytes, attempt: Attempt, watch: WatchIngest): Promise<void> {
  const { upload, keep, emit, signal, ports } = attempt;
  const result = await ports.send({
    ...{ name, bytes, signal, session: upload.session },
    onsession: (session) => keep({ session }),
    onsent: (done) => emit({ type: 'sent', done }),
  });
  if (result === 'unreadable-file') throw new Stopped(result);
  if (result === 'lost') throw new ConnectionLost();
  // If it was refused, the object may exist: only the answer was lost, or another device of this person sent it.
  if (result === 'refused' && !(await isIngestedSoon(watch, attempt))) throw new Stopped('refused');
  await keep({ isSent: true, session: undefined });
}
