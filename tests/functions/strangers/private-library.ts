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

/** A family's whole library, made by its people's own acts: what a stranger must find nothing of. */
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
  /** What the family's words are; none of them may reach a stranger. */
  readonly words: readonly string[];
}

/** Makes a family with a mother, a circle, an album for it, a guest who offers, a waiting invite, and one photo. */
export async function createPrivateLibrary(): Promise<PrivateLibrary> {
  const { who, library } = await createLibrary('한지우');
  const mother = await signInAs('김영숙');
  await who.call('inviteByEmail', { library, address: mother.address, role: 'viewer' });
  await mother.call('onSignIn', {});
  const people = [mother.uid as Uid];
  const { circle } = await who.call('createCircle', { library, name: '엄마 쪽 모임', members: people });
  const audience = { kind: 'people', people: [], circles: [circle] } as const;
  const { album } = await who.call('createAlbum', { library, title: '칠순 깜짝 잔치', audience });
  const bytes = await uniqueJpeg();
  const item = await uploadItem(who, library, bytes, { fileName: '잔치 사진.jpg', albums: [ALL, album] });
  if ((await waitUntilProcessed(library, item)).state !== 'ready') throw new Error('the photo was not made');
  // The summaries come in a task of their own, after the item is ready.
  for (const each of [ALL, album])
    await waitFor(`${each} has its photo as cover`, async () => {
      const { count, cover } = readAlbum(await inspect.doc(paths.album(library, each)));
      return count === 1 && cover?.item === item;
    });
  await who.call('setAudience', { library, album, audience, guestsMayAdd: 'asked' });
  const { secret } = await who.call('createInviteLink', { library, as: 'guest', album, uses: 2, days: 3 });
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
  const words = [
    ...['한지우', '김영숙', '박손님', '엄마 쪽 모임', '칠순 깜짝 잔치', '잔치 사진.jpg', '손님 사진.jpg'],
    ...[who, mother, guest].flatMap(({ uid, address }) => [uid, address]),
    ...[token ?? '', secret],
  ];
  return { owner: who, mother, guest, library, album, circle, item, invite, submission, words };
}

/** Everything that is the family's: documents by path, objects by name with their bytes' sum and their tokens. */
export async function snapshotOf({
  library,
  owner,
  mother,
  guest,
  invite,
}: PrivateLibrary): Promise<Map<string, string>> {
  const { db } = adminOf(useEmulators());
  const found = new Map<string, string>();
  const walk = async (path: string): Promise<void> => {
    const document = db.doc(path);
    const data = (await document.get()).data();
    if (data !== undefined) found.set(path, JSON.stringify(data));
    for (const collection of await document.listCollections())
      for (const below of await collection.listDocuments()) await walk(below.path);
  };
  for (const path of [paths.library(library), paths.invite(invite), paths.access()]) await walk(path);
  for (const { uid } of [owner, mother, guest]) await walk(paths.user(uid as Uid));
  const { buckets } = useEmulators();
  for (const bucket of Object.values(buckets))
    for (const prefix of ['originals', 'incoming', 'r'])
      for (const { name, md5, tokens } of await inspect.objects(bucket, `${prefix}/${library}/`))
        found.set(`${bucket}/${name}`, `${md5} ${tokens.join()}`);
  if (!found.has(`${buckets.originals}/${originalName(library, (await firstItem(library)) as ItemId)}`))
    throw new Error('the photo is not there');
  return found;
}

const firstItem = (library: LibraryId): Promise<string> =>
  waitFor('an item', async () => [...(await inspect.docs(paths.items(library))).keys()][0]);
