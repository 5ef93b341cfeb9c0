import {
  ALL,
  originalName,
  paths,
  readAlbum,
  readItem,
  type AlbumId,
  type CircleId,
  type InviteId,
  type ItemId,
  type LibraryId,
  type SubmissionId,
  type Uid,
} from '@maru/model';
import { signInAs, waitFor, useEmulators, type Person } from '../../harness.ts';
import { adminOf, inspect } from '../../harness/inspect.ts';
import { uploadItem, uniqueJpeg, createLibrary, waitUntilProcessed } from '../uploading.ts';

/** A library of which a stranger must learn nothing. */
export interface PrivateLibrary {
  readonly owner: Person;
  readonly mother: Person;
  readonly guest: Person;
  readonly library: LibraryId;
  readonly album: AlbumId;
  readonly circle: CircleId;
  readonly item: ItemId;
  readonly invite: InviteId;
  readonly submission: SubmissionId;
  /** Its names, addresses and tokens, which no response may contain. */
  readonly words: readonly string[];
}

/** Creates a library with an owner, a member, a circle, an album for it, a guest with a submission, an open invite and a photo. */
export async function createPrivateLibrary(): Promise<PrivateLibrary> {
  const { owner, library } = await createLibrary('한지우');
  const mother = await signInAs('김영숙');
  await owner.call('inviteByEmail', { library, address: mother.address, role: 'viewer' });
  await mother.call('onSignIn', {});
  const people = [mother.uid as Uid];
  const { circle } = await owner.call('createCircle', { library, name: '엄마 쪽 모임', members: people });
  const audience = { kind: 'people', people: [], circles: [circle] } as const;
  const { album } = await owner.call('createAlbum', { library, title: '칠순 깜짝 잔치', audience });
  const bytes = await uniqueJpeg();
  const item = await uploadItem(owner, library, bytes, { fileName: '잔치 사진.jpg', albums: [ALL, album] });
  if ((await waitUntilProcessed(library, item)).state !== 'ready') throw new Error('the photo was not processed');
  // Albums are summarized in a task of their own, after the item is ready.
  for (const id of [ALL, album])
    await waitFor(`${id} has the photo as cover`, async () => {
      const { count, cover } = readAlbum(await inspect.doc(paths.album(library, id)));
      return count === 1 && cover?.item === item;
    });
  await owner.call('setAudience', { library, album, audience, guestUploads: 'moderated' });
  const { secret } = await owner.call('createInviteLink', { library, as: 'guest', album, uses: 2, days: 3 });
  const guest = await signInAs('박손님');
  await guest.call('redeemInvite', { secret });
  const { submission } = await guest.call('createSubmission', {
    library,
    album,
    fileName: '손님 사진.jpg',
    size: 1000,
  });
  const invites = await adminOf(useEmulators()).db.collection(paths.invites()).where('library', '==', library).get();
  const invite = invites.docs[0]?.id as InviteId;
  const { token } = readItem(await inspect.doc(paths.item(library, item)));
  const secrets = [
    ...['한지우', '김영숙', '박손님', '엄마 쪽 모임', '칠순 깜짝 잔치', '잔치 사진.jpg', '손님 사진.jpg'],
    ...[owner, mother, guest].flatMap(({ uid, address }) => [uid, address]),
    ...[token ?? '', secret],
  ];
  return { owner, mother, guest, library, album, circle, item, invite, submission, words: secrets };
}

/** Returns everything that is stored of the library: documents by path, objects by name with checksum and tokens. */
export async function snapshotOf({
  library,
  owner,
  mother,
  guest,
  invite,
}: PrivateLibrary): Promise<Map<string, string>> {
  const { db } = adminOf(useEmulators());
  const snapshot = new Map<string, string>();
  const read = async (path: string): Promise<void> => {
    const document = db.doc(path);
    const data = (await document.get()).data();
    if (data !== undefined) snapshot.set(path, JSON.stringify(data));
    for (const collection of await document.listCollections())
      for (const below of await collection.listDocuments()) await read(below.path);
  };
  for (const path of [paths.library(library), paths.invite(invite), paths.access()]) await read(path);
  for (const { uid } of [owner, mother, guest]) await read(paths.user(uid as Uid));
  const { buckets } = useEmulators();
  for (const bucket of Object.values(buckets))
    for (const prefix of ['originals', 'incoming', 'r'])
      for (const { name, md5, tokens } of await inspect.objects(bucket, `${prefix}/${library}/`))
        snapshot.set(`${bucket}/${name}`, `${md5} ${tokens.join()}`);
  if (!snapshot.has(`${buckets.originals}/${originalName(library, (await firstItem(library)) as ItemId)}`))
    throw new Error('the original does not exist');
  return snapshot;
}

const firstItem = (library: LibraryId): Promise<string> =>
  waitFor('an item', async () => [...(await inspect.docs(paths.items(library))).keys()][0]);
