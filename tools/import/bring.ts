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
  Refused,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
  type UploadEvent,
  type UploadState,
  type UploadRefusal,
} from '@maru/model';
import type { Client } from './client.ts';

/** A file on its way into a library's albums. */
export interface Parcel {
  readonly path: string;
  readonly name: string;
  /** The folders that it lies in below what was asked for. */
  readonly folder?: string;
  readonly size: number;
  readonly library: LibraryId;
  readonly albums: readonly AlbumId[];
}

/** How a file's way ended (`ready`, `failed`, `stopped`, or `making` where it was not waited for any longer), and its item. */
export interface Outcome {
  readonly state: UploadState;
  readonly item?: Item;
}

/** How long one item is waited for: a tape of two hours takes about 40 minutes on two cores (measured). Milliseconds. */
const PATIENCE_MS = 3_600_000;
/** Between two looks at an item that is being made: soon at first. Milliseconds. */
const LOOKS = { first: 150, most: 1500 } as const;
/** How many times sending begins anew after the connection was lost; the SDK itself has tried for minutes before. */
const SEND_TRIES = 3;
/** How long functions may take to say that an original is there. Milliseconds. */
const TAKEN_WITHIN_MS = 20_000;

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

async function isTaken(client: Client, parcel: Parcel, id: ItemId, patience: number): Promise<boolean> {
  const until = Date.now() + patience;
  for (;;) {
    const item = await client.item(parcel.library, id);
    if (item !== undefined && item.state !== 'uploading') return true;
    if (Date.now() >= until) return false;
    await sleep(LOOKS.most / 3);
  }
}

async function send(client: Client, parcel: Parcel, item: ItemId, emit: Emit): Promise<void> {
  for (let left = SEND_TRIES; left > 0; left--) {
    const end = await client.send(parcel.library, item, parcel.path, (done) => {
      emit({ type: 'sent', done });
    });
    if (end === 'arrived') return;
    if (end === 'unreadable-file') throw new Stopped(end);
    // What was refused may be there already: an earlier run or try sent it, and only functions have not said so yet.
    if (await isTaken(client, parcel, item, end === 'refused' ? TAKEN_WITHIN_MS : 0)) return;
    if (end === 'refused') throw new Stopped('refused');
  }
  throw new Stopped('refused');
}

async function untilMade(client: Client, parcel: Parcel, id: ItemId, patience: number): Promise<Item | undefined> {
  const until = Date.now() + patience;
  for (let wait: number = LOOKS.first; ; wait = Math.min(LOOKS.most, wait * 1.4)) {
    const item = await client.item(parcel.library, id);
    if (item?.state === 'ready' || item?.state === 'failed' || Date.now() > until) return item;
    await sleep(wait);
  }
}

async function addToRest(client: Client, { library, albums }: Parcel, id: ItemId, item: Item): Promise<void> {
  for (const album of albums.filter((one) => !item.albums.includes(one))) {
    await client.call('addToAlbum', { library, album, items: [id] });
  }
}

type Emit = (event: UploadEvent) => void;

async function identify(parcel: Parcel, emit: Emit): Promise<ItemId> {
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

/** Announces and sends one file, unless the library has it already. Whether it is made is told by `emit`. */
async function deliver(client: Client, parcel: Parcel, id: ItemId, emit: Emit): Promise<void> {
  const { library, albums, size, folder } = parcel;
  const known = await client.item(library, id);
  const meeting = planUpload(known, client.uid, Date.now());
  if (meeting === 'busy') throw new Stopped('busy');
  if (meeting === 'announce') {
    const fields = announce({ uploader: client.uid, fileName: fileNameOf(parcel.name), size, albums, folder });
    await client.announce(library, id, fields);
  } else if (known) await addToRest(client, parcel, id, known);
  if (meeting === 'announce' || meeting === 'send') {
    emit({ type: 'announced' });
    await send(client, parcel, id, emit);
  }
  if (meeting === 'reprocess') await client.call('tryAgain', { library, item: id });
  emit(known?.state === 'ready' ? { type: 'made', already: true } : { type: 'arrived' });
}

const eventOf = (error: unknown): UploadEvent => {
  if (error instanceof Stopped) return { type: 'stopped', stop: error.stop };
  return { type: 'stopped', stop: error instanceof Refused && error.code === 'may-not' ? 'may-not' : 'refused' };
};

/** How a file is brought. */
export interface Manner {
  /** Told each state. */
  readonly onstate?: (state: UploadState) => void;
  /** What this run is bringing: of two files with the same bytes the second waits for the first. */
  readonly underWay?: Map<ItemId, Promise<unknown>>;
  /** How long the item is waited for, in milliseconds; after it the outcome is `making`. */
  readonly patience?: number;
}

/**
 * Brings one file into the library; never rejects. `sent` settles when the bytes have arrived (the next file may go),
 * `made` when the item is made.
 */
export function bring(
  client: Client,
  parcel: Parcel,
  { onstate, underWay, patience = PATIENCE_MS }: Manner = {},
): { sent: Promise<unknown>; made: Promise<Outcome> } {
  let state: UploadState = { at: 'waiting' };
  const emit: Emit = (event) => {
    const next = nextUploadState(state, event);
    if (next === state) return;
    state = next;
    onstate?.(state);
  };
  let end: (outcome: Outcome) => void = () => undefined;
  const made = new Promise<Outcome>((resolve) => (end = resolve));
  const sent = (async () => {
    const id = await identify(parcel, emit);
    const before = underWay?.get(id);
    underWay?.set(id, made);
    await before;
    await deliver(client, parcel, id, emit);
    return id;
  })();
  const finish = async (): Promise<Outcome> => {
    try {
      const item = await untilMade(client, parcel, await sent, patience);
      if (item?.state === 'ready') emit({ type: 'made' });
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
