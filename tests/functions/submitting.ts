import {
  incomingName,
  paths,
  readSubmission,
  type AlbumId,
  type GuestUploads,
  type LibraryId,
  type Submission,
  type SubmissionId,
  type Uid,
} from '@maru/model';
import { ref, uploadBytes } from 'firebase/storage';
import { signInAs, waitFor, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { createLibrary } from './uploading.ts';

/** An owner's library with an album and a guest of it. */
export interface GuestAlbum {
  readonly owner: Person;
  readonly library: LibraryId;
  readonly album: AlbumId;
  readonly guest: Person;
  readonly close: () => Promise<void>;
}

/** Creates a guest of an album through an invite link. */
export async function createGuest(
  owner: Person,
  library: LibraryId,
  album: AlbumId,
  name = '옆집 이모',
): Promise<Person> {
  const guest = await signInAs(name);
  const { secret } = await owner.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 1 });
  await guest.call('redeemInvite', { secret });
  return guest;
}

/** Creates a library and an album for everyone, or for owners and editors only, with these guest settings and one guest. */
export async function createGuestAlbum(guestUploads: GuestUploads, isForLibrary = true): Promise<GuestAlbum> {
  const { owner, library } = await createLibrary();
  const audience = isForLibrary
    ? ({ kind: 'library' } as const)
    : ({ kind: 'people', people: [], circles: [] } as const);
  const { album } = await owner.call('createAlbum', { library, title: '돌잔치', audience });
  await owner.call('setAudience', { library, album, audience, guestUploads });
  const guest = await createGuest(owner, library, album);
  const close = async (): Promise<void> => {
    await Promise.all([owner.close(), guest.close()]);
  };
  return { owner, library, album, guest, close };
}

/** Creates a submission and uploads its bytes, as a guest's app does. */
export async function submitFile(
  guest: Person,
  { library, album }: Pick<GuestAlbum, 'library' | 'album'>,
  bytes: Uint8Array,
  fileName = '우리 사진.jpg',
): Promise<SubmissionId> {
  const { submission } = await guest.call('createSubmission', {
    library,
    album,
    fileName,
    size: bytes.length,
  });
  await uploadBytes(ref(guest.originals, incomingName(library, guest.uid as Uid, submission)), bytes);
  return submission;
}

/** Waits until a submission has been ingested. */
export const waitUntilIngested = (
  library: LibraryId,
  submission: SubmissionId,
  timeoutMs = 60_000,
): Promise<Submission> =>
  waitFor(
    `${submission} is ingested`,
    async () => {
      const found = readSubmission(await inspect.doc(paths.submission(library, submission)));
      return found.state === 'uploading' || found.state === 'uploaded' ? undefined : found;
    },
    timeoutMs,
  );

/** Waits until a submission is in this state. */
export const waitForState = (
  library: LibraryId,
  submission: SubmissionId,
  state: Submission['state'],
): Promise<Submission> =>
  waitFor(`${submission} is ${state}`, async () => {
    const found = readSubmission(await inspect.doc(paths.submission(library, submission)));
    return found.state === state ? found : undefined;
  });
