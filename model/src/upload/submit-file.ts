import { fileNameOf } from '../library/file-name.ts';
import type { AlbumId, SubmissionId } from '../ids.ts';
import { incomingName } from '../paths.ts';
import { sendFile, type Attempt, type WatchIngest } from './attempt.ts';
import { abortable, type Bytes, type Stop } from './platform.ts';
import type { LibraryAccess, QueuedUpload } from './ports.ts';
import type { UploadEvent } from './state.ts';

/** Creates a guest's submission to an album, or returns that of an earlier attempt. */
async function announceSubmission({ upload, keep, ports }: Attempt): Promise<SubmissionId> {
  if (upload.submission !== undefined) return upload.submission;
  const { library, albums, name, size } = upload;
  const [album] = albums as [AlbumId];
  const request = { library, album, fileName: fileNameOf(name), size };
  const { submission } = await ports.library.call('createSubmission', request);
  await keep({ submission });
  return submission;
}

/** Uploads one guest's file; functions then ingest it. */
export async function submitFile(attempt: Attempt, bytes: Bytes): Promise<void> {
  const { upload, emit, signal, ports } = attempt;
  if (upload.isSent) {
    emit({ type: 'uploaded' });
    return;
  }
  const id = await abortable(signal, announceSubmission(attempt));
  emit({ type: 'announced' });
  const watchIngest: WatchIngest = (report) =>
    ports.library.watchSubmission(upload.library, id, {
      next: (submission) => {
        if (submission !== undefined && submission.state !== 'uploading') report(true);
      },
      fail: () => {
        report(false);
      },
    });
  await sendFile(incomingName(upload.library, ports.uid, id), bytes, attempt, watchIngest);
  emit({ type: 'uploaded' });
}

/** Reports when a submission is added, awaits moderation, is declined or fails. Returns a function that stops watching. */
export function watchSubmission(
  { library }: QueuedUpload,
  id: SubmissionId,
  access: LibraryAccess,
  emit: (event: UploadEvent) => void,
): Stop {
  return access.watchSubmission(library, id, {
    next: (submission) => {
      if (submission?.state === 'added') emit({ type: 'ready' });
      if (submission?.state === 'pending') emit({ type: 'ready', awaitsReview: true });
      if (submission?.state === 'declined') emit({ type: 'stopped', stop: 'declined' });
      if (submission?.state === 'failed') emit({ type: 'failed', failure: submission.failure ?? 'attempts-exhausted' });
    },
    fail: (failure) => {
      emit({ type: 'stopped', stop: failure === 'forbidden' ? 'forbidden' : 'refused' });
    },
  });
}
