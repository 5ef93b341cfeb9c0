import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  announce,
  fileNameOf,
  itemIdOf,
  MAX_ORIGINAL_BYTES,
  planUpload,
  nextUploadState,
  ApiError,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
  type UploadEvent,
  type UploadState,
  type UploadRefusal,
} from '@maru/model';
import type { Client } from './client.ts';

/** A file to upload, and the library and albums it goes to. */
export interface FileToUpload {
  readonly path: string;
  readonly name: string;
  /** Its folder, relative to the path on the command line. */
  readonly folder?: string;
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
/** Delay between two reads of an item in processing, in ms; it grows from the first to the most. */
const POLL_MS = { first: 150, most: 1500 } as const;
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

async function hash(path: string, onread: (bytes: number) => void): Promise<ItemId> {
  const sum = createHash('sha256');
  let done = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      sum.update(chunk);
      done += chunk.length;
      onread(done);
    }
  } catch {
    throw new Stopped('unreadable-file');
  }
  return itemIdOf(sum.digest('hex'));
}

async function isIngested(client: Client, parcel: FileToUpload, id: ItemId, patience: number): Promise<boolean> {
  const until = Date.now() + patience;
  for (;;) {
    const item = await client.item(parcel.library, id);
    if (item !== undefined && item.state !== 'uploading') return true;
    if (Date.now() >= until) return false;
    await sleep(POLL_MS.most / 3);
  }
}

async function send(client: Client, parcel: FileToUpload, item: ItemId, emit: Emit): Promise<void> {
  for (let left = MAX_ATTEMPTS; left > 0; left--) {
    const end = await client.send(parcel.library, item, parcel.path, (done) => {
      emit({ type: 'sent', done });
    });
    if (end === 'uploaded') return;
    if (end === 'unreadable-file') throw new Stopped(end);
    // The upload may be refused because an earlier attempt already sent the file and functions have not ingested it yet.
    if (await isIngested(client, parcel, item, end === 'refused' ? INGEST_TIMEOUT_MS : 0)) return;
    if (end === 'refused') throw new Stopped('refused');
  }
  throw new Stopped('refused');
}

async function waitUntilProcessed(
  client: Client,
  parcel: FileToUpload,
  id: ItemId,
  patience: number,
): Promise<Item | undefined> {
  const until = Date.now() + patience;
  for (let wait: number = POLL_MS.first; ; wait = Math.min(POLL_MS.most, wait * 1.4)) {
    const item = await client.item(parcel.library, id);
    if (item?.state === 'ready' || item?.state === 'failed' || Date.now() > until) return item;
    await sleep(wait);
  }
}

async function addToOtherAlbums(
  client: Client,
  { library, albums }: FileToUpload,
  id: ItemId,
  item: Item,
): Promise<void> {
  for (const album of albums.filter((one) => !item.albums.includes(one))) {
    await client.call('addToAlbum', { library, album, items: [id] });
  }
}

type Emit = (event: UploadEvent) => void;

async function identify(parcel: FileToUpload, emit: Emit): Promise<ItemId> {
  const { size } = parcel;
  if (size === 0) throw new Stopped('empty');
  if (size > MAX_ORIGINAL_BYTES) throw new Stopped('too-large');
  emit({ type: 'started' });
  const id = await hash(parcel.path, (done) => {
    emit({ type: 'read', done });
  });
  emit({ type: 'hashed', item: id });
  return id;
}

/** Announces and sends one file, unless the library already has it; reports progress to `emit`. */
async function announceAndSend(client: Client, parcel: FileToUpload, id: ItemId, emit: Emit): Promise<void> {
  const { library, albums, size, folder } = parcel;
  const known = await client.item(library, id);
  const meeting = planUpload(known, client.uid, Date.now());
  if (meeting === 'busy') throw new Stopped('busy');
  if (meeting === 'announce') {
    const fields = announce({ uploader: client.uid, fileName: fileNameOf(parcel.name), size, albums, folder });
    await client.announce(library, id, fields);
  } else if (known) await addToOtherAlbums(client, parcel, id, known);
  if (meeting === 'announce' || meeting === 'send') {
    emit({ type: 'announced' });
    await send(client, parcel, id, emit);
  }
  if (meeting === 'reprocess') await client.call('retryItem', { library, item: id });
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
  readonly underWay?: Map<ItemId, Promise<unknown>>;
  /** Time-out for processing the item, in ms. */
  readonly patience?: number;
}

/**
 * Uploads one file; never rejects. `sent` settles when the bytes have arrived (the next file may start), `made` when
 * the item has been processed.
 */
export function uploadFile(
  client: Client,
  parcel: FileToUpload,
  { onstate, underWay, patience = PROCESSING_TIMEOUT_MS }: UploadOptions = {},
): { sent: Promise<unknown>; made: Promise<UploadResult> } {
  let state: UploadState = { at: 'queued' };
  const emit: Emit = (event) => {
    const next = nextUploadState(state, event);
    if (next === state) return;
    state = next;
    onstate?.(state);
  };
  let end: (outcome: UploadResult) => void = () => undefined;
  const made = new Promise<UploadResult>((resolve) => (end = resolve));
  const sent = (async () => {
    const id = await identify(parcel, emit);
    const before = underWay?.get(id);
    underWay?.set(id, made);
    await before;
    await announceAndSend(client, parcel, id, emit);
    return id;
  })();
  const finish = async (): Promise<UploadResult> => {
    try {
      const item = await waitUntilProcessed(client, parcel, await sent, patience);
      if (item?.state === 'ready') emit({ type: 'ready' });
      if (item?.state === 'failed') emit({ type: 'failed', failure: item.failure ?? 'gave-up' });
      return item ? { state, item } : { state };
    } catch (error) {
      emit(eventOf(error));
      return { state };
    }
  };
  void finish().then(end);
  return { sent: sent.catch(() => undefined), made };
}
