import { fileNameOf } from '@maru/model/library/file-name';
import type { AlbumId, SubmissionId } from '@maru/model/ids';
import { incomingName } from '@maru/model/paths';
import type { Upload } from '@maru/model/upload/state';
import type { Stop } from '../firebase/cloud.ts';
import { send, unless, type Emit, type Luggage, type UploadWorld } from './transfer.ts';

/** Announces what a guest brings to an album; a try that was paused goes on with what was announced. */
async function offered(upload: Upload, luggage: Luggage, { cloud }: UploadWorld): Promise<SubmissionId> {
  const [album] = upload.albums as [AlbumId];
  const ask = { library: upload.library, album, fileName: fileNameOf(luggage.file.name), size: luggage.file.size };
  return (luggage.offer ??= (await cloud.call('createSubmission', ask)).submission);
}

/** Brings one file of a guest up to where functions look at it. */
export async function offerUp(
  upload: Upload,
  luggage: Luggage,
  world: UploadWorld,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const offer = await unless(signal, offered(upload, luggage, world));
  emit({ type: 'announced' });
  const name = incomingName(upload.library, world.uid, offer);
  const isTakenUp = (say: (taken: boolean) => void): Stop =>
    world.cloud.watchOffer(upload.library, offer, {
      next: (found) => {
        if (found !== undefined && found.state !== 'uploading') say(true);
      },
      fail: () => {
        say(false);
      },
    });
  await unless(signal, send(name, luggage, world, emit, isTakenUp));
  emit({ type: 'arrived' });
}

/** Watches an offer until it is in the album, waits for who tends the library, or came to nothing; the answer stops watching. */
export function watchAdmission({ library }: Upload, offer: SubmissionId, { cloud }: UploadWorld, emit: Emit): Stop {
  return cloud.watchOffer(library, offer, {
    next: (found) => {
      if (found?.state === 'added') emit({ type: 'made' });
      if (found?.state === 'waiting') emit({ type: 'made', waits: true });
      if (found?.state === 'declined') emit({ type: 'stopped', stop: 'declined' });
      if (found?.state === 'failed') emit({ type: 'failed', failure: found.failure ?? 'gave-up' });
    },
    fail: (why) => {
      emit({ type: 'stopped', stop: why === 'may-not' ? 'may-not' : 'refused' });
    },
  });
}
