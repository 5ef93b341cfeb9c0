import { randomUUID } from 'node:crypto';
import {
  ALL,
  MASTER,
  paths,
  readEntry,
  readItem,
  renditionName,
  type Entry,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { waitFor, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { mp4Of } from '../media/video.ts';
import { livePhoto, liveVideo } from '../media/live-photo.ts';
import { jpegOf } from '../media/photo.ts';
import { uploadItem, createLibrary, waitUntilProcessed, type UploadOptions } from './uploading.ts';

const PATIENCE = 120_000;

let film: Buffer;
beforeAll(async () => {
  film = await mp4Of({ width: 480, height: 360, seconds: 2, seed: 11 });
});

/** The two files of one Live Photo that no other test has. */
async function halves(): Promise<{ photo: Buffer; video: Buffer }> {
  const id = randomUUID().toUpperCase();
  const bare = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#468' } })
    .jpeg()
    .toBuffer();
  return { photo: livePhoto(bare, id), video: await liveVideo(film, id) };
}

/** What is shown of the photo, once it was made again with the video in it. */
async function joined(library: LibraryId, photo: ItemId, video: ItemId): Promise<Entry> {
  await waitFor(
    'the photo has its moment',
    async () => {
      const now = readItem(await inspect.doc(paths.item(library, photo)));
      return now.live === video && now.rev === 2;
    },
    PATIENCE,
  );
  return readEntry(await inspect.doc(paths.entry(library, ALL, photo)));
}

/** The playlist of the moment, as the token of what is shown opens it; else the status. */
async function playlistOf(library: LibraryId, photo: ItemId, { rev, token }: Entry): Promise<string> {
  const { urls, buckets } = useEmulators();
  const name = encodeURIComponent(renditionName(library, photo, rev, MASTER));
  const answer = await fetch(`${urls.storageProxy}/v0/b/${buckets.renditions}/o/${name}?alt=media&token=${token}`);
  return answer.ok ? answer.text() : String(answer.status);
}

test.each<['photo' | 'video']>([['photo'], ['video']])(
  'the two files of a Live Photo become one picture with a moment: the %s came last',
  async (last) => {
    const { who, library } = await createLibrary();
    const bytes = await halves();
    const how: Record<'photo' | 'video', UploadOptions> = {
      photo: { fileName: 'IMG_0001.JPG' },
      video: { fileName: 'IMG_0001.MOV' },
    };
    const first = last === 'photo' ? 'video' : 'photo';
    const one = await uploadItem(who, library, bytes[first], how[first]);
    expect((await waitUntilProcessed(library, one, PATIENCE)).state).toBe('ready');
    const other = await uploadItem(who, library, bytes[last], how[last]);
    const [photo, video] = last === 'photo' ? [other, one] : [one, other];

    const entry = await joined(library, photo, video);
    expect(entry).toMatchObject({ kind: 'photo', rev: 2 });
    expect(entry.duration).toBeCloseTo(2, 0);
    expect(await playlistOf(library, photo, entry)).toMatch(/RESOLUTION=480x360/);

    // The video is kept as it was sent, and is nowhere by itself.
    const moving = readItem(await inspect.doc(paths.item(library, video)));
    expect(moving).toMatchObject({ state: 'ready', momentOf: photo });
    expect([...(await inspect.docs(paths.entries(library, ALL))).keys()]).toEqual([photo]);
    await who.close();
  },
  2 * PATIENCE,
);

test(
  'without identifiers, name, folder and time join them; another folder is another picture',
  async () => {
    const { who, library } = await createLibrary();
    const taken = { taken: '2021:08:15 14:00:00', offset: '+09:00' };
    const photo = await uploadItem(
      who,
      library,
      await jpegOf({ ...taken, width: 640, height: 480, seed: Date.now() % 997 }),
      {
        fileName: 'IMG_7.JPG',
        folder: '2021/여름',
      },
    );
    const film = await mp4Of({ width: 480, height: 360, seconds: 2, seed: 1 + (Date.now() % 900) });
    const video = await uploadItem(who, library, film, { fileName: 'IMG_7.MOV', folder: '2021/여름' });
    const elsewhere = await mp4Of({ width: 480, height: 360, seconds: 2, seed: 901 + (Date.now() % 900) });
    const alone = await uploadItem(who, library, elsewhere, { fileName: 'IMG_7.MOV', folder: '2021/겨울' });
    await joined(library, photo, video);
    expect(await waitUntilProcessed(library, alone, PATIENCE)).not.toHaveProperty('momentOf');
    expect([...(await inspect.docs(paths.entries(library, ALL))).keys()].sort()).toEqual([photo, alone].sort());
    await who.close();
  },
  2 * PATIENCE,
);
