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

/** A library of an owner, an album of it, and a guest of that album. */
export interface GuestAlbum {
  readonly owner: Person;
  readonly library: LibraryId;
  readonly album: AlbumId;
  readonly guest: Person;
  readonly close: () => Promise<void>;
}

/** Lets somebody come to an album as its guest. */
export async function createGuest(
  who: Person,
  library: LibraryId,
  album: AlbumId,
  name = '옆집 이모',
): Promise<Person> {
  const guest = await signInAs(name);
  const { secret } = await who.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 1 });
  await guest.call('redeemInvite', { secret });
  return guest;
}

/** An album for the whole library, or for who tends it alone, whose guests may add as said, with one guest. */
export async function createGuestAlbum(guestsMayAdd: GuestUploads, isForAll = true): Promise<GuestAlbum> {
  const { who: owner, library } = await createLibrary();
  const audience = isForAll ? ({ kind: 'library' } as const) : ({ kind: 'people', people: [], circles: [] } as const);
  const { album } = await owner.call('createAlbum', { library, title: '돌잔치', audience });
  await owner.call('setAudience', { library, album, audience, guestsMayAdd });
  const guest = await createGuest(owner, library, album);
  const close = async (): Promise<void> => {
    await Promise.all([owner.close(), guest.close()]);
  };
  return { owner, library, album, guest, close };
}

/** Announces an offer and sends its bytes, as a guest's app does. */
export async function submitFile(
  guest: Person,
  { library, album }: Pick<GuestAlbum, 'library' | 'album'>,
  bytes: Uint8Array,
  fileName = '우리 사진.jpg',
): Promise<SubmissionId> {
  const { submission: offer } = await guest.call('createSubmission', { library, album, fileName, size: bytes.length });
  await uploadBytes(ref(guest.originals, incomingName(library, guest.uid as Uid, offer)), bytes);
  return offer;
}

/** An offer once it is neither on its way nor being looked at. */
export const waitUntilIngested = (library: LibraryId, offer: SubmissionId, patience = 60_000): Promise<Submission> =>
  waitFor(
    `${offer} settles`,
    async () => {
      const found = readSubmission(await inspect.doc(paths.submission(library, offer)));
      return found.state === 'uploading' || found.state === 'arrived' ? undefined : found;
    },
    patience,
  );

/** An offer once it came to this. */
export const waitForState = (
  library: LibraryId,
  offer: SubmissionId,
  state: Submission['state'],
): Promise<Submission> =>
  waitFor(`${offer} is ${state}`, async () => {
    const found = readSubmission(await inspect.doc(paths.submission(library, offer)));
    return found.state === state ? found : undefined;
  });
