import { fileNameOf } from '../library/file-name.ts';
import type { AlbumId, SubmissionId } from '../ids.ts';
import { incomingName } from '../paths.ts';
import { sendFile, type Attempt, type WatchIngest } from './attempt.ts';
import { abortable, type Bytes } from './platform.ts';

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
