import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  ALL,
  announce,
  itemIdOf,
  originalName,
  paths,
  readItem,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { doc, serverTimestamp, setDoc } from 'firebase/firestore';
import { ref, uploadBytes } from 'firebase/storage';
import sharp from 'sharp';
import { signInAs, waitFor, useEmulators, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';

/** An owner with a library of their own. */
export async function createLibrary(name = '지우'): Promise<{ who: Person; library: LibraryId }> {
  const who = await signInAs(name, { mayBegin: true });
  const { library } = await who.call('createLibrary', { name: '우리 집', timeZone: 'Asia/Seoul' });
  return { who, library };
}

/** What the web app calls a file with these bytes. */
export const idOfBytes = (bytes: Uint8Array): ItemId => itemIdOf(createHash('sha256').update(bytes).digest('hex'));

/** How a test announces a file. */
export interface UploadOptions {
  fileName?: string;
  albums?: AlbumId[];
  folder?: string;
  /** Another id than the bytes have. */
  item?: ItemId;
}

/** Announces a file as the web app does, under rules. */
export async function announceItem(
  who: Person,
  library: LibraryId,
  bytes: Uint8Array,
  how: UploadOptions = {},
): Promise<ItemId> {
  const item = how.item ?? idOfBytes(bytes);
  await setDoc(doc(who.db, paths.item(library, item)), {
    ...announce({
      uploader: who.uid as Uid,
      fileName: how.fileName ?? 'a.jpg',
      size: bytes.length,
      albums: how.albums ?? [ALL],
      folder: how.folder,
    }),
    addedAt: serverTimestamp(),
  });
  return item;
}

/** Uploads the bytes of an announced file as the web app does, under rules. */
export async function uploadOriginal(who: Person, library: LibraryId, item: ItemId, bytes: Uint8Array): Promise<void> {
  await uploadBytes(ref(who.originals, originalName(library, item)), bytes);
}

/** Announces a file and uploads its bytes as the web app does, under rules. */
export async function uploadItem(
  who: Person,
  library: LibraryId,
  bytes: Uint8Array,
  how: UploadOptions = {},
): Promise<ItemId> {
  const item = await announceItem(who, library, bytes, how);
  await uploadOriginal(who, library, item, bytes);
  return item;
}

/** The item once it is ready or failed. */
export const waitUntilProcessed = (library: LibraryId, item: ItemId, patience = 60_000): Promise<Item> =>
  waitFor(
    `${item} settles`,
    async () => {
      const found = readItem(await inspect.doc(paths.item(library, item)));
      return found.state === 'ready' || found.state === 'failed' ? found : undefined;
    },
    patience,
  );

/** How often functions said this of this item. */
export async function countLogs(what: string, item: ItemId): Promise<number> {
  const lines = (await readFile(useEmulators().log, 'utf8')).split('\n');
  return lines.filter((line) => line.includes(`"message":"${what}"`) && line.includes(item)).length;
}

/** A drawing whose bytes nobody had before. */
export const uniqueJpeg = (width = 64, height = 48): Promise<Buffer> => {
  const [r = 0, g = 0, b = 0] = randomBytes(3);
  const comment = randomBytes(8).toString('hex');
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .withExif({ IFD0: { Artist: comment } })
    .jpeg()
    .toBuffer();
};
