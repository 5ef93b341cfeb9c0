import { fileNameOf } from '@maru/model/library/file-name';
import type { AlbumId, SubmissionId } from '@maru/model/ids';
import { incomingName } from '@maru/model/paths';
import type { Upload } from '@maru/model/upload/state';
import type { Stop } from '../firebase/cloud.ts';
import { send, abortable, type Emit, type UploadSession, type UploadContext, type WatchIngest } from './transfer.ts';

/** Creates a guest's submission to an album, or returns that of a paused attempt. */
async function announceSubmission(
  upload: Upload,
  session: UploadSession,
  { cloud }: UploadContext,
): Promise<SubmissionId> {
  const [album] = upload.albums as [AlbumId];
  const request = { library: upload.library, album, fileName: fileNameOf(session.file.name), size: session.file.size };
  return (session.submission ??= (await cloud.call('createSubmission', request)).submission);
}

/** Uploads one guest's file; functions then ingest it. */
export async function submitFile(
  upload: Upload,
  session: UploadSession,
  context: UploadContext,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const id = await abortable(signal, announceSubmission(upload, session, context));
  emit({ type: 'announced' });
  const watchIngest: WatchIngest = (report) =>
    context.cloud.watchSubmission(upload.library, id, {
      next: (submission) => {
        if (submission !== undefined && submission.state !== 'uploading') report(true);
      },
      fail: () => {
        report(false);
      },
    });
  const name = incomingName(upload.library, context.uid, id);
  await abortable(signal, send(name, session, context, emit, watchIngest));
  emit({ type: 'uploaded' });
}

/** Reports when a submission is added, awaits moderation, is declined or fails. Returns a function that stops watching. */
export function watchSubmission({ library }: Upload, id: SubmissionId, { cloud }: UploadContext, emit: Emit): Stop {
  return cloud.watchSubmission(library, id, {
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
