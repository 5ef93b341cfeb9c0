import { ApiError } from '../api/error.ts';
import { isUnreachable } from '../api/unreachable.ts';
import { fileNameOf } from '../library/file-name.ts';
import type { ItemId } from '../ids.ts';
import { albumsWithEntry, announce, type Item } from '../library/item.ts';
import { MAX_SUBMISSION_BYTES, MAX_ORIGINAL_BYTES } from '../limits.ts';
import { originalName } from '../paths.ts';
import {
  ConnectionLost,
  hashFile,
  openOnce,
  sendFile,
  Stopped,
  type Attempt,
  type OpenFile,
  type WatchIngest,
} from './attempt.ts';
import { mayTellDate, planUpload } from './plan.ts';
import { abortable } from './platform.ts';
import type { UploadEvent } from './state.ts';
import { submitFile } from './submit-file.ts';

/**
 * Adds an existing item to those of the upload's albums that it is not in yet, which takes it out of the trash; and a name of its file that may
 * tell a date.
 */
async function addAgain({ upload, ports }: Attempt, id: ItemId, item: Item): Promise<void> {
  const { library, albums, name } = upload;
  for (const album of albums.filter((one) => !albumsWithEntry(item).includes(one))) {
    await ports.library.call('addToAlbum', { library, album, items: [id] });
  }
  const fileName = fileNameOf(name);
  if (mayTellDate(item, fileName)) await ports.library.call('addFileName', { library, item: id, fileName });
}

const watchIngest =
  ({ upload, ports }: Attempt, id: ItemId): WatchIngest =>
  (report) =>
    ports.library.watchItem(upload.library, id, {
      next: (item) => {
        if (item !== undefined && item.state !== 'uploading') report(true);
      },
      fail: () => {
        report(false);
      },
    });

async function hashAndSend(attempt: Attempt): Promise<void> {
  const { upload, emit, signal, ports } = attempt;
  const { size, isSubmission, library } = upload;
  if (size === 0) throw new Stopped('empty');
  if (isSubmission && size > MAX_SUBMISSION_BYTES) throw new Stopped('submission-too-large');
  if (size > MAX_ORIGINAL_BYTES) throw new Stopped('too-large');
  emit({ type: 'started' });
  const open = openOnce(attempt);
  const item = await hashFile(attempt, open);
  emit({ type: 'hashed', item });
  if (isSubmission) return submitFile(attempt, await open());
  await abortable(
    signal,
    ports.exclusive(`${library}/${item}`, () => sendItem(attempt, item, open)),
  );
}

/** Announces and sends an item's bytes, unless the library already has them. */
async function sendItem(attempt: Attempt, id: ItemId, open: OpenFile): Promise<void> {
  const { upload, emit, signal, ports } = attempt;
  const { library, albums, name, size, folder, sidecar } = upload;
  const known = await abortable(signal, ports.library.readItem(library, id));
  const planned = planUpload(known, ports.uid, ports.now());
  // Another upload of these bytes has sent them.
  const isDuplicate = (planned === 'send' || planned === 'processing') && (await ports.queue.isSent(library, id));
  const step = isDuplicate ? 'processing' : planned;
  if (step === 'busy') throw new Stopped('busy');
  // A file that can no longer be read is not announced.
  const bytes = step === 'announce' || step === 'send' ? await open() : undefined;
  if (step === 'announce') {
    const announcement = announce({ uploader: ports.uid, fileName: fileNameOf(name), size, albums, folder, sidecar });
    await abortable(signal, ports.library.writeItem(library, id, announcement));
  } else if (known) await abortable(signal, addAgain(attempt, id, known));
  if (bytes) {
    emit({ type: 'announced' });
    // A new announcement has no session: one that is known is of something else.
    if (step === 'announce' && upload.session !== undefined) await attempt.keep({ session: undefined });
    await sendFile(originalName(library, id), bytes, attempt, watchIngest(attempt, id));
  }
  if (step === 'reprocess') {
    await abortable(signal, ports.library.call('retryItem', { library, item: id }));
  }
  if (step === 'ready')
    emit({ type: 'ready', isDuplicate: true, ...(known?.mediaInfo && { kind: known.mediaInfo.kind }) });
  else emit({ type: 'uploaded', ...(isDuplicate && { isDuplicate }) });
}

/** The event for an error during an upload. */
function eventOf(error: unknown, { upload, signal, ports }: Attempt): UploadEvent {
  if (error instanceof Stopped) return { type: 'stopped', stop: error.stop };
  // The upload continues after the next sign-in.
  if (error instanceof ApiError && error.code === 'unauthenticated') return { type: 'lost' };
  if (error instanceof ApiError && error.code === 'rate-limited')
    return upload.isSubmission ? { type: 'stopped', stop: 'daily-limit' } : { type: 'lost' };
  if (error instanceof ApiError) return { type: 'stopped', stop: error.code === 'forbidden' ? 'forbidden' : 'refused' };
  if (error instanceof ConnectionLost || isUnreachable(error) || signal.aborted) return { type: 'lost' };
  ports.report(error);
  return { type: 'stopped', stop: 'refused' };
}

/** Uploads one file and reports each step; never rejects. */
export async function uploadFile(attempt: Attempt): Promise<void> {
  try {
    await hashAndSend(attempt);
  } catch (error) {
    attempt.emit(eventOf(error, attempt));
  }
}
