import { ApiError, type ApiErrorCode } from '@maru/model/api/error';
import { fileNameOf } from '@maru/model/library/file-name';
import { folderOfFile } from '@maru/model/library/folder';
import type { ItemId } from '@maru/model/ids';
import { announce, type Item } from '@maru/model/library/item';
import { MAX_SUBMISSION_BYTES, MAX_ORIGINAL_BYTES } from '@maru/model/limits';
import { planUpload } from '@maru/model/upload/plan';
import { originalName } from '@maru/model/paths';
import type { Upload, UploadEvent, UploadRefusal } from '@maru/model/upload/state';
import type { Stop } from '../firebase/cloud.ts';
import { offerUp } from './submit-file.ts';
import { hashed, send, Stopped, unless, type Emit, type Luggage, type UploadWorld, type World } from './transfer.ts';

/** Puts an item that the library has into the albums that it is not in yet. */
async function addToRest(upload: Upload, id: ItemId, item: Item, { cloud }: UploadWorld): Promise<void> {
  for (const album of upload.albums.filter((one) => !item.albums.includes(one))) {
    await cloud.call('addToAlbum', { library: upload.library, album, items: [id] });
  }
}

/** Whether functions took this item's original up. */
const isTakenUp =
  ({ library }: Upload, id: ItemId, { cloud }: UploadWorld) =>
  (say: (taken: boolean) => void): Stop =>
    cloud.watchItem(library, id, {
      next: (item) => {
        if (item !== undefined && item.state !== 'uploading') say(true);
      },
      fail: () => {
        say(false);
      },
    });

async function go(upload: Upload, luggage: Luggage, world: World, emit: Emit, signal: AbortSignal) {
  const { file } = luggage;
  if (file.size === 0) throw new Stopped('empty');
  if (upload.isOffer && file.size > MAX_SUBMISSION_BYTES) throw new Stopped('too-large-offer');
  if (file.size > MAX_ORIGINAL_BYTES) throw new Stopped('too-large');
  emit({ type: 'started' });
  const id = await hashed(luggage, world, emit, signal);
  emit({ type: 'hashed', item: id });
  if (upload.isOffer) return offerUp(upload, luggage, world, emit, signal);
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
  const met = planUpload(known, uid, world.now());
  const meeting = met === 'send' && sent.has(placeOf(upload, id)) ? 'making' : met;
  if (meeting === 'busy') throw new Stopped('busy');
  if (meeting === 'announce') {
    sent.delete(placeOf(upload, id));
    const announcement = announce({
      uploader: uid,
      fileName: fileNameOf(luggage.file.name),
      size: luggage.file.size,
      albums: upload.albums,
      folder: folderOfFile(luggage.file.webkitRelativePath),
    });
    await unless(signal, cloud.writeItem(upload.library, id, announcement));
  } else if (known) await unless(signal, addToRest(upload, id, known, world));
  if (meeting === 'announce' || meeting === 'send') {
    emit({ type: 'announced' });
    const name = originalName(upload.library, id);
    await unless(signal, send(name, luggage, world, emit, isTakenUp(upload, id, world)));
    sent.add(placeOf(upload, id));
  }
  if (meeting === 'reprocess') {
    await unless(signal, cloud.call('retryItem', { library: upload.library, item: id }));
  }
  if (meeting === 'ready') emit({ type: 'made', already: true });
  else emit({ type: 'arrived' });
}

/** What a refusal of functions means for an upload, where it is more than that. */
const REFUSED: Partial<Record<ApiErrorCode, UploadRefusal>> = { 'may-not': 'may-not', 'too-often': 'enough-today' };

/** What an error on the way means for an upload. */
function eventOf(error: unknown): UploadEvent {
  if (error instanceof Stopped) return { type: 'stopped', stop: error.stop };
  // It goes on when they are back.
  if (error instanceof ApiError && error.code === 'signed-out') return { type: 'lost' };
  if (error instanceof ApiError) return { type: 'stopped', stop: REFUSED[error.code] ?? 'refused' };
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
