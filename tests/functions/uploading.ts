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

/** Signs in a new person and creates a library of theirs. */
export async function createLibrary(name = '지우'): Promise<{ owner: Person; library: LibraryId }> {
  const owner = await signInAs(name, { canCreateLibrary: true });
  const { library } = await owner.call('createLibrary', { name: '우리 집', timeZone: 'Asia/Seoul' });
  return { owner, library };
}

/** The id that the web app gives to a file with these bytes. */
export const idOfBytes = (bytes: Uint8Array): ItemId => itemIdOf(createHash('sha256').update(bytes).digest('hex'));

/** Options of an announcement. */
export interface UploadOptions {
  fileName?: string;
  albums?: AlbumId[];
  folder?: string;
  /** An id that does not match the bytes. */
  item?: ItemId;
}

/** Announces a file as the web app does. */
export async function announceItem(
  owner: Person,
  library: LibraryId,
  bytes: Uint8Array,
  options: UploadOptions = {},
): Promise<ItemId> {
  const item = options.item ?? idOfBytes(bytes);
  await setDoc(doc(owner.db, paths.item(library, item)), {
    ...announce({
      uploader: owner.uid as Uid,
      fileName: options.fileName ?? 'a.jpg',
      size: bytes.length,
      albums: options.albums ?? [ALL],
      folder: options.folder,
    }),
    addedAt: serverTimestamp(),
  });
  return item;
}

/** Uploads the bytes of an announced file as the web app does. */
export async function uploadOriginal(
  owner: Person,
  library: LibraryId,
  item: ItemId,
  bytes: Uint8Array,
): Promise<void> {
  await uploadBytes(ref(owner.originals, originalName(library, item)), bytes);
}

/** Announces and uploads a file as the web app does. */
export async function uploadItem(
  owner: Person,
  library: LibraryId,
  bytes: Uint8Array,
  options: UploadOptions = {},
): Promise<ItemId> {
  const item = await announceItem(owner, library, bytes, options);
  await uploadOriginal(owner, library, item, bytes);
  return item;
}

/** Waits until an item is announced, if it is not yet, and ready or failed. */
export const waitUntilProcessed = (library: LibraryId, item: ItemId, timeoutMs = 300_000): Promise<Item> =>
  waitFor(
    `${item} is processed`,
    async () => {
      const document = await inspect.doc(paths.item(library, item));
      const stored = document && readItem(document);
      return stored?.state === 'ready' || stored?.state === 'failed' ? stored : undefined;
    },
    timeoutMs,
  );

/** How often functions logged a message about an item. */
export async function countLogs(message: string, item: ItemId): Promise<number> {
  const lines = (await readFile(useEmulators().log, 'utf8')).split('\n');
  return lines.filter((line) => line.includes(`"message":"${message}"`) && line.includes(item)).length;
}

/** Returns a plain JPEG with unique bytes. */
export const uniqueJpeg = (width = 64, height = 48): Promise<Buffer> => {
  const [r = 0, g = 0, b = 0] = randomBytes(3);
  const comment = randomBytes(8).toString('hex');
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .withExif({ IFD0: { Artist: comment } })
    .jpeg()
    .toBuffer();
};
