import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  albumsWithEntry,
  announce,
  fileNameOf,
  itemIdOf,
  MAX_ORIGINAL_BYTES,
  mayTellDate,
  planUpload,
  nextUploadState,
  ApiError,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
  type Sidecar,
  type UploadEvent,
  type UploadState,
  type UploadRefusal,
} from '@maru/model';
import type { Client } from './client.ts';

/** A file to upload, and the library and albums it goes to. */
export interface FileToUpload {
  readonly path: string;
  /** Files whose bytes follow those of `path`. */
  readonly furtherPaths?: readonly string[];
  readonly name: string;
  /** Its folder, relative to the path on the command line. */
  readonly folder?: string;
  readonly sidecar?: Sidecar;
  readonly size: number;
  readonly library: LibraryId;
  readonly albums: readonly AlbumId[];
}

/** The final upload state (`ready`, `failed`, `stopped`, or still processing after the time-out), and the item. */
export interface UploadResult {
  readonly state: UploadState;
  readonly item?: Item;
}

/** Time-out for processing one item, in ms: a two-hour tape takes about 40 minutes on two cores (measured). */
const PROCESSING_TIMEOUT_MS = 3_600_000;
/** Delay between two reads of an item, in ms; it grows from `first` to `max`. */
const POLL_MS = { first: 150, max: 1500 } as const;
/** Upload attempts after a lost connection; the SDK itself has already retried for minutes. */
const MAX_ATTEMPTS = 3;
/** How long functions may take to ingest an original, in ms. */
const INGEST_TIMEOUT_MS = 20_000;

class Stopped extends Error {
  readonly stop: UploadRefusal;
  constructor(stop: UploadRefusal) {
    super(stop);
    this.stop = stop;
  }
}

const pathsOf = ({ path, furtherPaths = [] }: FileToUpload): readonly string[] => [path, ...furtherPaths];

async function hash(file: FileToUpload, onread: (bytes: number) => void): Promise<ItemId> {
  const sha256 = createHash('sha256');
  let done = 0;
  try {
    for (const path of pathsOf(file))
      for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
        sha256.update(chunk);
        done += chunk.length;
        onread(done);
      }
  } catch {
    throw new Stopped('unreadable-file');
  }
  return itemIdOf(sha256.digest('hex'));
}

/** Polls an item until it satisfies the condition; after the time-out returns it as it is. */
async function pollItem(
  client: Client,
  { library }: FileToUpload,
  id: ItemId,
  isDone: (item: Item) => boolean,
  timeoutMs: number,
): Promise<Item | undefined> {
  const end = Date.now() + timeoutMs;
  for (let delay: number = POLL_MS.first; ; delay = Math.min(POLL_MS.max, delay * 1.4)) {
    const item = await client.item(library, id);
    if ((item && isDone(item)) || Date.now() >= end) return item;
    await sleep(delay);
  }
}

const isIngested = ({ state }: Item): boolean => state !== 'uploading';
const isProcessed = ({ state }: Item): boolean => state === 'ready' || state === 'failed';

async function send(client: Client, file: FileToUpload, item: ItemId, emit: Emit): Promise<void> {
  for (let left = MAX_ATTEMPTS; left > 0; left--) {
    const end = await client.send(file.library, item, pathsOf(file), (done) => {
      emit({ type: 'sent', done });
    });
    if (end === 'uploaded') return;
    if (end === 'unreadable-file') throw new Stopped(end);
    // The upload may be refused because an earlier attempt already sent the file and functions have not ingested it yet.
    const found = await pollItem(client, file, item, isIngested, end === 'refused' ? INGEST_TIMEOUT_MS : 0);
    if (found && isIngested(found)) return;
    if (end === 'refused') throw new Stopped('refused');
  }
  throw new Stopped('refused');
}

/** Adds an existing item to the other albums, and a name of its file that may tell a date. */
async function addAgain(
  client: Client,
  { library, albums, name }: FileToUpload,
  id: ItemId,
  item: Item,
): Promise<void> {
  for (const album of albums.filter((one) => !albumsWithEntry(item).includes(one))) {
    await client.call('addToAlbum', { library, album, items: [id] });
  }
  const fileName = fileNameOf(name);
  if (mayTellDate(item, fileName)) await client.call('addFileName', { library, item: id, fileName });
}

type Emit = (event: UploadEvent) => void;

async function identify(file: FileToUpload, emit: Emit): Promise<ItemId> {
  const { size } = file;
  if (size === 0) throw new Stopped('empty');
  if (size > MAX_ORIGINAL_BYTES) throw new Stopped('too-large');
  emit({ type: 'started' });
  const id = await hash(file, (done) => {
    emit({ type: 'read', done });
  });
  emit({ type: 'hashed', item: id });
  return id;
}

/** Announces and sends one file, unless the library already has it; reports progress to `emit`. */
async function announceAndSend(client: Client, file: FileToUpload, id: ItemId, emit: Emit): Promise<void> {
  const { library, albums, size, folder, sidecar } = file;
  const known = await client.item(library, id);
  const plan = planUpload(known, client.uid, Date.now());
  if (plan === 'busy') throw new Stopped('busy');
  if (plan === 'announce') {
    const fields = announce({ uploader: client.uid, fileName: fileNameOf(file.name), size, albums, folder, sidecar });
    await client.announce(library, id, fields);
  } else if (known) await addAgain(client, file, id, known);
  if (plan === 'announce' || plan === 'send') {
    emit({ type: 'announced' });
    await send(client, file, id, emit);
  }
  if (plan === 'reprocess') await client.call('retryItem', { library, item: id });
  emit(known?.state === 'ready' ? { type: 'ready', isDuplicate: true } : { type: 'uploaded' });
}

const eventOf = (error: unknown): UploadEvent => {
  if (error instanceof Stopped) return { type: 'stopped', stop: error.stop };
  return { type: 'stopped', stop: error instanceof ApiError && error.code === 'forbidden' ? 'forbidden' : 'refused' };
};

/** Options of one upload. */
export interface UploadOptions {
  /** Called with each state. */
  readonly onstate?: (state: UploadState) => void;
  /** Uploads of this run by item: of two files with the same bytes, the second waits for the first. */
  readonly inProgress?: Map<ItemId, Promise<unknown>>;
  /** Time-out for processing the item, in ms. */
  readonly timeoutMs?: number;
}

/**
 * Uploads one file; never rejects. `sent` resolves after the upload, so that the next file can start; `processed` resolves when the item has
 * been processed.
 */
export function uploadFile(
  client: Client,
  file: FileToUpload,
  { onstate, inProgress, timeoutMs = PROCESSING_TIMEOUT_MS }: UploadOptions = {},
): { sent: Promise<unknown>; processed: Promise<UploadResult> } {
  let state: UploadState = { at: 'queued' };
  const emit: Emit = (event) => {
    const next = nextUploadState(state, event);
    if (next === state) return;
    state = next;
    onstate?.(state);
  };
  const { promise: processed, resolve } = Promise.withResolvers<UploadResult>();
  const sent = (async () => {
    const id = await identify(file, emit);
    const sameFile = inProgress?.get(id);
    inProgress?.set(id, processed);
    await sameFile;
    await announceAndSend(client, file, id, emit);
    return id;
  })();
  const finish = async (): Promise<UploadResult> => {
    try {
      const item = await pollItem(client, file, await sent, isProcessed, timeoutMs);
      if (item?.state === 'ready') emit({ type: 'ready' });
      if (item?.state === 'failed') emit({ type: 'failed', failure: item.failure ?? 'attempts-exhausted' });
      return item ? { state, item } : { state };
    } catch (error) {
      emit(eventOf(error));
      return { state };
    }
  };
  void finish().then(resolve);
  return { sent: sent.catch(() => undefined), processed };
}
