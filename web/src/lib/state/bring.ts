import { Refused } from '@maru/model/failure';
import { fileNameOf } from '@maru/model/file-name';
import { itemIdOf, type ItemId, type Uid } from '@maru/model/ids';
import { announce, type Item } from '@maru/model/item';
import { MAX_ORIGINAL_BYTES } from '@maru/model/limits';
import { meet } from '@maru/model/meeting';
import type { Upload, UploadEvent, UploadStop } from '@maru/model/upload';
import type { Cloud, Sending } from '../firebase/cloud.ts';
import { inTurn } from './in-turn.ts';

/** What a file's way needs of the world. */
export interface UploadWorld {
  readonly uid: Uid;
  readonly cloud: Pick<Cloud, 'readItem' | 'writeItem' | 'send' | 'watchItem' | 'call'>;
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

type World = UploadWorld & Siblings;

/** What stays of a file from one try to the next. */
export interface Luggage {
  readonly file: File;
  item?: ItemId;
  /** The session that sends its bytes: it goes on where it was. */
  sending?: Sending;
}

/** Ends a try: nothing more to do than to say it. */
class Stopped extends Error {
  readonly stop: UploadStop;
  constructor(stop: UploadStop) {
    super(stop);
    this.stop = stop;
  }
}

/** `work`, or an AbortError as soon as `signal` says so. */
function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new DOMException('given up', 'AbortError'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

async function hashed(luggage: Luggage, world: UploadWorld, emit: Emit, signal: AbortSignal): Promise<ItemId> {
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

/** Puts an item that the library has into the albums that it is not in yet. */
async function addToRest(upload: Upload, id: ItemId, item: Item, { cloud }: UploadWorld): Promise<void> {
  for (const album of upload.albums.filter((one) => !item.albums.includes(one))) {
    await cloud.call('addToAlbum', { library: upload.library, album, items: [id] });
  }
}

/** How long functions may take to say that an original is there, in milliseconds. */
const TAKEN_WITHIN = 20_000;

/** Whether functions took this item's original up, at the latest within a moment. */
function isTaken({ library }: Upload, id: ItemId, { cloud }: UploadWorld): Promise<boolean> {
  let stop = (): void => undefined;
  const taken = new Promise<boolean>((resolve) => {
    stop = cloud.watchItem(library, id, {
      next: (item) => {
        if (item !== undefined && item.state !== 'uploading') resolve(true);
      },
      fail: () => {
        resolve(false);
      },
    });
    setTimeout(resolve, TAKEN_WITHIN, false);
  });
  return taken.finally(() => {
    stop();
  });
}

async function send(upload: Upload, id: ItemId, luggage: Luggage, world: UploadWorld, emit: Emit): Promise<void> {
  const { cloud } = world;
  const onsent = (done: number): void => emit({ type: 'sent', done });
  if (luggage.sending) luggage.sending.resume();
  else luggage.sending = cloud.send(upload.library, id, luggage.file, onsent);
  const end = await luggage.sending.end;
  delete luggage.sending;
  if (end === 'arrived') return;
  if (end === 'unreadable-file') throw new Stopped(end);
  if (end !== 'refused') throw new DOMException('the network went', 'AbortError');
  // The bytes may be there: only the answer was lost, or another device of this person sent them.
  if (!(await isTaken(upload, id, world))) throw new Stopped('refused');
}

type Emit = (event: UploadEvent) => void;

async function go(upload: Upload, luggage: Luggage, world: World, emit: Emit, signal: AbortSignal) {
  const { file } = luggage;
  if (file.size === 0) throw new Stopped('empty');
  if (file.size > MAX_ORIGINAL_BYTES) throw new Stopped('too-large');
  emit({ type: 'started' });
  const id = await hashed(luggage, world, emit, signal);
  emit({ type: 'hashed', item: id });
  const work = (): Promise<void> => settle(upload, id, luggage, world, emit, signal);
  await unless(signal, world.inTurn(placeOf(upload, id), work));
}

const placeOf = ({ library }: Upload, id: ItemId): string => `${library}/${id}`;

async function settle(
  upload: Upload,
  id: ItemId,
  luggage: Luggage,
  world: World,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const { uid, cloud, sent } = world;
  const known = await unless(signal, cloud.readItem(upload.library, id));
  const met = meet(known, uid, world.now());
  const meeting = met === 'send' && sent.has(placeOf(upload, id)) ? 'making' : met;
  if (meeting === 'busy') throw new Stopped('busy');
  if (meeting === 'announce') {
    sent.delete(placeOf(upload, id));
    const announcement = announce({
      uploader: uid,
      fileName: fileNameOf(luggage.file.name),
      size: luggage.file.size,
      albums: upload.albums,
    });
    await unless(signal, cloud.writeItem(upload.library, id, announcement));
  } else if (known) await unless(signal, addToRest(upload, id, known, world));
  if (meeting === 'announce' || meeting === 'send') {
    emit({ type: 'announced' });
    await unless(signal, send(upload, id, luggage, world, emit));
    sent.add(placeOf(upload, id));
  }
  if (meeting === 'make-again') {
    await unless(signal, cloud.call('tryAgain', { library: upload.library, item: id }));
  }
  if (meeting === 'ready') emit({ type: 'made', already: true });
  else emit({ type: 'arrived' });
}

/** What an error on the way means for an upload. */
function eventOf(error: unknown): UploadEvent {
  if (error instanceof Stopped) return { type: 'stopped', stop: error.stop };
  if (error instanceof Refused) return { type: 'stopped', stop: error.code === 'may-not' ? 'may-not' : 'refused' };
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'Unreachable')) return { type: 'lost' };
  console.error('the upload stopped', error);
  return { type: 'stopped', stop: 'refused' };
}

/**
 * Brings one file up to where functions make it, saying each step by `emit`; never rejects. `signal` pauses it: what was
 * hashed and sent stays in `luggage`, and the next try goes on from there.
 */
export async function bring(
  upload: Upload,
  luggage: Luggage,
  world: World,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  try {
    await go(upload, luggage, world, emit, signal);
  } catch (error) {
    if (signal.aborted) luggage.sending?.pause();
    emit(eventOf(error));
  }
}

/** Watches an item until it is made or has failed; the answer stops watching. */
export function watchMaking(upload: Upload, id: ItemId, { cloud }: UploadWorld, emit: Emit): () => void {
  const stop = cloud.watchItem(upload.library, id, {
    next: (item) => {
      if (item?.state === 'ready') emit({ type: 'made' });
      if (item?.state === 'failed') emit({ type: 'failed', failure: item.failure ?? 'gave-up' });
    },
    fail: (why) => emit({ type: 'stopped', stop: why === 'may-not' ? 'may-not' : 'refused' }),
  });
  return stop;
}
