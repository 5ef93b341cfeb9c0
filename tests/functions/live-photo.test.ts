import { randomUUID } from 'node:crypto';
import {
  ALL,
  isItemId,
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

let video: Buffer;
beforeAll(async () => {
  video = await mp4Of({ width: 480, height: 360, seconds: 2, seed: 11 });
});

/** Returns the two files of a new Live Photo. */
async function createLivePhoto(): Promise<{ photo: Buffer; video: Buffer }> {
  const id = randomUUID().toUpperCase();
  const jpeg = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#468' } })
    .jpeg()
    .toBuffer();
  return { photo: livePhoto(jpeg, id), video: await liveVideo(video, id) };
}

/** Waits until the photo has been reprocessed with the video; returns its entry. */
async function waitUntilPaired(library: LibraryId, photo: ItemId, video: ItemId): Promise<Entry> {
  await waitFor('the photo has its motion clip', async () => {
    const now = readItem(await inspect.doc(paths.item(library, photo)));
    return now.motionVideo === video && now.rev === 2;
  });
  return readEntry(await inspect.doc(paths.entry(library, ALL, photo)));
}

/** Returns the playlist of the motion clip, opened with the entry's token, or the status. */
async function playlistOf(library: LibraryId, photo: ItemId, { rev, token }: Entry): Promise<string> {
  const { urls, buckets } = useEmulators();
  const name = encodeURIComponent(renditionName(library, photo, rev, MASTER));
  const response = await fetch(`${urls.storageProxy}/v0/b/${buckets.renditions}/o/${name}?alt=media&token=${token}`);
  return response.ok ? response.text() : String(response.status);
}

test.each<['photo' | 'video']>([['photo'], ['video']])(
  'the two files of a Live Photo become one photo with a motion clip: %s last',
  async (lastFile) => {
    const { owner, library } = await createLibrary();
    const bytes = await createLivePhoto();
    const options: Record<'photo' | 'video', UploadOptions> = {
      photo: { fileName: 'IMG_0001.JPG' },
      video: { fileName: 'IMG_0001.MOV' },
    };
    const first = lastFile === 'photo' ? 'video' : 'photo';
    const one = await uploadItem(owner, library, bytes[first], options[first]);
    expect((await waitUntilProcessed(library, one)).state).toBe('ready');
    const other = await uploadItem(owner, library, bytes[lastFile], options[lastFile]);
    const [photo, video] = lastFile === 'photo' ? [other, one] : [one, other];

    const entry = await waitUntilPaired(library, photo, video);
    expect(entry).toMatchObject({ kind: 'photo', rev: 2 });
    expect(entry.duration).toBeCloseTo(2, 0);
    expect(await playlistOf(library, photo, entry)).toMatch(/RESOLUTION=480x360/);

    // The video is stored but has no entry of its own.
    const videoItem = readItem(await inspect.doc(paths.item(library, video)));
    expect(videoItem).toMatchObject({ state: 'ready', motionOf: photo });
    expect([...(await inspect.docs(paths.entries(library, ALL))).keys()].filter(isItemId)).toEqual([photo]);
    await owner.close();
  },
);

test('files without identifiers are paired by name, folder and time, but not across folders', async () => {
  const { owner, library } = await createLibrary();
  const takenAt = { takenAt: '2021:08:15 14:00:00', offset: '+09:00' };
  const photo = await uploadItem(
    owner,
    library,
    await jpegOf({ ...takenAt, width: 640, height: 480, seed: Date.now() % 997 }),
    {
      fileName: 'IMG_7.JPG',
      folder: '2021/여름',
    },
  );
  const bytes = await mp4Of({ width: 480, height: 360, seconds: 2, seed: 1 + (Date.now() % 900) });
  const video = await uploadItem(owner, library, bytes, { fileName: 'IMG_7.MOV', folder: '2021/여름' });
  const elsewhere = await mp4Of({ width: 480, height: 360, seconds: 2, seed: 901 + (Date.now() % 900) });
  const alone = await uploadItem(owner, library, elsewhere, { fileName: 'IMG_7.MOV', folder: '2021/겨울' });
  await waitUntilPaired(library, photo, video);
  expect(await waitUntilProcessed(library, alone)).not.toHaveProperty('motionOf');
  expect([...(await inspect.docs(paths.entries(library, ALL))).keys()].filter(isItemId).sort()).toEqual(
    [photo, alone].sort(),
  );
  await owner.close();
});
