import { fileNameOf } from '@maru/model/library/file-name';
import type { AlbumId, SubmissionId } from '@maru/model/ids';
import { incomingName } from '@maru/model/paths';
import type { Upload } from '@maru/model/upload/state';
import type { Stop } from '../firebase/cloud.ts';
import { send, abortable, type Emit, type UploadSession, type UploadContext } from './transfer.ts';

/** Announces a guest's submission to an album; a paused attempt resumes with the same one. */
async function announceSubmission(
  upload: Upload,
  session: UploadSession,
  { cloud }: UploadContext,
): Promise<SubmissionId> {
  const [album] = upload.albums as [AlbumId];
  const ask = { library: upload.library, album, fileName: fileNameOf(session.file.name), size: session.file.size };
  return (session.offer ??= (await cloud.call('createSubmission', ask)).submission);
}

/** Uploads one file of a guest for functions to ingest. */
export async function submitFile(
  upload: Upload,
  session: UploadSession,
  context: UploadContext,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const offer = await abortable(signal, announceSubmission(upload, session, context));
  emit({ type: 'announced' });
  const name = incomingName(upload.library, context.uid, offer);
  const isReceived = (say: (taken: boolean) => void): Stop =>
    context.cloud.watchOffer(upload.library, offer, {
      next: (found) => {
        if (found !== undefined && found.state !== 'uploading') say(true);
      },
      fail: () => {
        say(false);
      },
    });
  await abortable(signal, send(name, session, context, emit, isReceived));
  emit({ type: 'uploaded' });
}

/** Watches a submission until it is in the album, waits for owners and editors, or failed; the returned function stops watching. */
export function watchSubmission({ library }: Upload, offer: SubmissionId, { cloud }: UploadContext, emit: Emit): Stop {
  return cloud.watchOffer(library, offer, {
    next: (found) => {
      if (found?.state === 'added') emit({ type: 'ready' });
      if (found?.state === 'waiting') emit({ type: 'ready', awaitsReview: true });
      if (found?.state === 'declined') emit({ type: 'stopped', stop: 'declined' });
      if (found?.state === 'failed') emit({ type: 'failed', failure: found.failure ?? 'gave-up' });
    },
    fail: (why) => {
      emit({ type: 'stopped', stop: why === 'may-not' ? 'may-not' : 'refused' });
    },
  });
}
