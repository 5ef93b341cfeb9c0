import { ApiError, type ApiErrorCode } from '@maru/model/api/error';
import { fileNameOf } from '@maru/model/library/file-name';
import { folderOfFile } from '@maru/model/library/folder';
import type { ItemId } from '@maru/model/ids';
import { albumsWithEntry, announce, type Item } from '@maru/model/library/item';
import { MAX_SUBMISSION_BYTES, MAX_ORIGINAL_BYTES } from '@maru/model/limits';
import { mayTellDate, planUpload } from '@maru/model/upload/plan';
import { originalName } from '@maru/model/paths';
import type { Upload, UploadEvent, UploadRefusal } from '@maru/model/upload/state';
import type { Stop } from '../firebase/cloud.ts';
import { submitFile } from './submit-file.ts';
import {
  hashFile,
  send,
  Stopped,
  abortable,
  type Emit,
  type UploadSession,
  type UploadContext,
  type TransferContext,
  type WatchIngest,
} from './transfer.ts';
import { isUnreachable } from '../unreachable.ts';

/** Adds an existing item to those of the upload's albums that it is not in yet, which takes it out of the trash; and a name of its file that may tell a date. */
async function addAgain(upload: Upload, id: ItemId, item: Item, file: File, { cloud }: UploadContext): Promise<void> {
  for (const album of upload.albums.filter((one) => !albumsWithEntry(item).includes(one))) {
    await cloud.call('addToAlbum', { library: upload.library, album, items: [id] });
  }
  const fileName = fileNameOf(file.name);
  if (mayTellDate(item, fileName)) await cloud.call('addFileName', { library: upload.library, item: id, fileName });
}

const watchIngest =
  ({ library }: Upload, id: ItemId, { cloud }: UploadContext): WatchIngest =>
  (report) =>
    cloud.watchItem(library, id, {
      next: (item) => {
        if (item !== undefined && item.state !== 'uploading') report(true);
      },
      fail: () => {
        report(false);
      },
    });

async function hashAndSend(
  upload: Upload,
  session: UploadSession,
  context: TransferContext,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const { file } = session;
  if (file.size === 0) throw new Stopped('empty');
  if (upload.isSubmission && file.size > MAX_SUBMISSION_BYTES) throw new Stopped('submission-too-large');
  if (file.size > MAX_ORIGINAL_BYTES) throw new Stopped('too-large');
  emit({ type: 'started' });
  const id = await hashFile(session, context, emit, signal);
  emit({ type: 'hashed', item: id });
  if (upload.isSubmission) return submitFile(upload, session, context, emit, signal);
  const announceAndSend = (): Promise<void> => sendItem(upload, id, session, context, emit, signal);
  await abortable(signal, context.exclusive(itemKey(upload, id), announceAndSend));
}

const itemKey = ({ library }: Upload, id: ItemId): string => `${library}/${id}`;

/** Announces and sends an item's bytes, unless the library already has them. */
async function sendItem(
  upload: Upload,
  id: ItemId,
  session: UploadSession,
  context: TransferContext,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const { uid, cloud, sent } = context;
  const known = await abortable(signal, cloud.readItem(upload.library, id));
  const planned = planUpload(known, uid, context.now());
  const plan = planned === 'send' && sent.has(itemKey(upload, id)) ? 'processing' : planned;
  if (plan === 'busy') throw new Stopped('busy');
  if (plan === 'announce') {
    sent.delete(itemKey(upload, id));
    const announcement = announce({
      uploader: uid,
      fileName: fileNameOf(session.file.name),
      size: session.file.size,
      albums: upload.albums,
      folder: folderOfFile(session.file.webkitRelativePath),
    });
    await abortable(signal, cloud.writeItem(upload.library, id, announcement));
  } else if (known) await abortable(signal, addAgain(upload, id, known, session.file, context));
  if (plan === 'announce' || plan === 'send') {
    emit({ type: 'announced' });
    const name = originalName(upload.library, id);
    await abortable(signal, send(name, session, context, emit, watchIngest(upload, id, context)));
    sent.add(itemKey(upload, id));
  }
  if (plan === 'reprocess') {
    await abortable(signal, cloud.call('retryItem', { library: upload.library, item: id }));
  }
  if (plan === 'ready')
    emit({ type: 'ready', isDuplicate: true, ...(known?.mediaInfo && { kind: known.mediaInfo.kind }) });
  else emit({ type: 'uploaded' });
}

/** API errors with a message of their own for uploads. */
const REFUSALS: Partial<Record<ApiErrorCode, UploadRefusal>> = {
  forbidden: 'forbidden',
  'rate-limited': 'daily-limit',
};

/** The event for an error during an upload. */
function eventOf(error: unknown): UploadEvent {
  if (error instanceof Stopped) return { type: 'stopped', stop: error.stop };
  // The upload resumes after the next sign-in.
  if (error instanceof ApiError && error.code === 'unauthenticated') return { type: 'lost' };
  if (error instanceof ApiError) return { type: 'stopped', stop: REFUSALS[error.code] ?? 'refused' };
  if (isUnreachable(error) || (error instanceof Error && error.name === 'AbortError')) return { type: 'lost' };
  console.error('the upload stopped', error);
  return { type: 'stopped', stop: 'refused' };
}

/**
 * Uploads one file and reports each step to `emit`; never rejects. `signal` pauses it: `session` keeps the hash and the upload task, and
 * the next attempt continues from there.
 */
export async function uploadFile(
  upload: Upload,
  session: UploadSession,
  context: TransferContext,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  try {
    await hashAndSend(upload, session, context, emit, signal);
  } catch (error) {
    if (signal.aborted) session.task?.pause();
    emit(eventOf(error));
  }
}

/** Reports when an item is processed or has failed. Returns a function that stops watching. */
export function watchProcessing(upload: Upload, id: ItemId, { cloud }: UploadContext, emit: Emit): Stop {
  return cloud.watchItem(upload.library, id, {
    next: (item) => {
      if (item?.state === 'ready') emit({ type: 'ready' });
      if (item?.state === 'failed') emit({ type: 'failed', failure: item.failure ?? 'attempts-exhausted' });
    },
    fail: (failure) => emit({ type: 'stopped', stop: failure === 'forbidden' ? 'forbidden' : 'refused' }),
  });
}
