import { randomUUID } from 'node:crypto';
import {
  ALL,
  paths,
  readItem,
  renditionFolder,
  renditionName,
  writeEntry,
  writeMediaInfo,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
  type MediaInfo,
  type Uid,
} from '@maru/model';
import { FieldValue } from 'firebase-admin/firestore';
import sharp from 'sharp';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { useEmulators, type Person } from '../harness.ts';
import { adminOf, inspect } from '../harness/inspect.ts';
import { newItemId } from '../harness/seed.ts';
import { mp4Of } from '../media/video.ts';

/** A rendition to be stored. */
interface Body {
  readonly file: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** How many items are created concurrently. */
const CONCURRENCY = 12;

async function put(name: string, { type, bytes }: Omit<Body, 'file'>, token: string): Promise<void> {
  const { urls, buckets } = useEmulators();
  const metadata = JSON.stringify({ name, contentType: type, metadata: { firebaseStorageDownloadTokens: token } });
  const head = `--part\r\ncontent-type: application/json\r\n\r\n${metadata}\r\n--part\r\ncontent-type: ${type}\r\n\r\n`;
  const response = await fetch(`${urls.storage}/upload/storage/v1/b/${buckets.renditions}/o?uploadType=multipart`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer owner',
      'content-type': 'multipart/related; boundary=part',
      // The emulator closes connections that it believes idle, and fetch may be about to use one.
      connection: 'close',
    },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--part--')]),
  });
  if (!response.ok) throw new Error(`${name}: ${String(response.status)} ${await response.text()}`);
}

/** The result of processing a photo, for all photos. */
async function photo(): Promise<{ mediaInfo: MediaInfo; bodies: Body[] }> {
  const jpeg = async (width: number): Promise<Uint8Array> =>
    sharp({
      create: {
        width,
        height: (width * 3) / 4,
        channels: 3,
        background: '#246',
        noise: { type: 'gaussian', mean: 128, sigma: 12 },
      },
    })
      .jpeg({ quality: 40 })
      .toBuffer();
  const bodies = [
    { file: 'grid', type: 'image/jpeg', bytes: await jpeg(240) },
    { file: 'screen', type: 'image/jpeg', bytes: await jpeg(480) },
  ];
  return { mediaInfo: { kind: 'photo', format: 'jpeg', width: 4000, height: 3000, variants: [] }, bodies };
}

/** The result of processing a video of two minutes, for all videos: one is uploaded, and its renditions are copied. */
async function video(
  owner: Person,
  library: LibraryId,
): Promise<{ mediaInfo: MediaInfo; bodies: Body[]; of: { id: ItemId; item: Item; album: AlbumId } }> {
  const { album } = await owner.call('createAlbum', { library, title: '영상', audience: { kind: 'library' } });
  const bytes = await mp4Of({ seconds: 120, rate: 5, seed: Math.random() });
  const id = await uploadItem(owner, library, bytes, { albums: [ALL, album] });
  const item = await waitUntilProcessed(library, id, 300_000);
  if (!item.mediaInfo) throw new Error(`the video was not processed: ${item.failure ?? ''}`);
  const folder = renditionFolder(library, id, item.rev);
  const { renditions } = useEmulators().buckets;
  const bodies = (await inspect.objects(renditions, folder)).map(async ({ name, contentType }) => ({
    file: name.slice(folder.length),
    type: contentType,
    bytes: await inspect.bytes(renditions, name),
  }));
  return { mediaInfo: item.mediaInfo, bodies: await Promise.all(bodies), of: { id, item, album } };
}

async function concurrently(count: number, run: (n: number) => Promise<void>): Promise<void> {
  const queue = Array.from({ length: count }).keys();
  const worker = async (): Promise<void> => {
    for (const n of queue) await run(n);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

/** Creates an item, its entry in `all` and its objects, as functions do. */
async function createItem(
  library: LibraryId,
  by: Uid,
  mediaInfo: MediaInfo,
  bodies: (id: ItemId, token: string) => Body[],
): Promise<void> {
  const [id, token, now] = [newItemId(), randomUUID(), new Date()];
  for (const body of bodies(id, token)) await put(renditionName(library, id, 1, body.file as 'grid'), body, token);
  const item = {
    uploader: by,
    fileName: 'a',
    size: 1,
    albums: [ALL],
    addedAt: now,
    rev: 1,
    ...writeMediaInfo(mediaInfo),
    state: 'ready',
    token,
    changed: now,
  };
  const { db } = adminOf(useEmulators());
  const batch = db.batch();
  batch.set(db.doc(paths.item(library, id)), item);
  batch.set(db.doc(paths.entry(library, ALL, id)), {
    ...writeEntry({ ...readItem(item), mediaInfo, token }, ALL),
    // The time of the commit: the index misses an entry that appears seconds after its time.
    changed: FieldValue.serverTimestamp(),
  });
  await batch.commit();
}

/**
 * Fills a library with `count` items, one in twenty a video of two minutes, from the bytes of one photo and one video. Returns that video,
 * and an album that contains only it.
 */
export async function fill(owner: Person, library: LibraryId, count: number): Promise<{ id: ItemId; album: AlbumId }> {
  const videos = Math.round(count / 20);
  const [samplePhoto, sample] = [await photo(), await video(owner, library)];
  const bodiesFor = (id: ItemId, token: string): Body[] =>
    sample.bodies.map(({ file, type, bytes }) => {
      if (!file.endsWith('.m3u8')) return { file, type, bytes };
      const text = Buffer.from(bytes)
        .toString()
        .replaceAll(sample.of.id, id)
        .replaceAll(sample.of.item.token ?? '', token);
      return { file, type, bytes: Buffer.from(text) };
    });
  const uid = owner.uid as Uid;
  // One of them is the processed video.
  await concurrently(count - 1, (n) =>
    n < videos - 1
      ? createItem(library, uid, sample.mediaInfo, bodiesFor)
      : createItem(library, uid, samplePhoto.mediaInfo, () => samplePhoto.bodies),
  );
  return sample.of;
}
