import {
  ALL,
  dayOf,
  originalName,
  paths,
  readAlbum,
  readDailyUsage,
  readEntry,
  renditionName,
  type ItemId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { getDownloadURL, ref } from 'firebase/storage';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { waitFor, useEmulators, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { mp4Of } from '../media/video.ts';
import { heicOf } from '../media/heic.ts';
import { motionPhoto } from '../media/motion-photo.ts';
import { jpegOf, scene } from '../media/photo.ts';
import { RAWS } from '../media/raw.ts';
import { tiffFile } from '../media/tiff.ts';
import { xmpPacket } from '../media/metadata.ts';
import { uploadItem, announceItem, uniqueJpeg, createLibrary, waitUntilProcessed } from './uploading.ts';

const plainJpeg = (width: number, height: number, red: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: red, g: 90, b: 40 } } })
    .jpeg()
    .withExif({ IFD0: { Artist: 'somebody' } })
    .toBuffer();

test('a JPEG gets an entry, renditions readable with its token, and counters', async () => {
  const { owner, library } = await createLibrary();
  const bytes = await plainJpeg(2400, 1800, 200);
  const item = await uploadItem(owner, library, bytes);
  const processed = await waitUntilProcessed(library, item);
  expect(processed).toMatchObject({
    state: 'ready',
    rev: 1,
    mediaInfo: { kind: 'photo', format: 'jpeg', width: 2400, height: 1800, variants: [] },
  });
  const entry = readEntry(await inspect.doc(paths.entry(library, ALL, item)));
  expect(entry).toMatchObject({
    kind: 'photo',
    by: owner.uid,
    rev: 1,
    token: processed.token,
    width: 2400,
    height: 1800,
  });
  expect(entry.thumbhash?.length).toBeGreaterThan(20);

  const { urls, buckets } = useEmulators();
  for (const [file, width, height] of [
    ['grid', 427, 320],
    ['screen', 1600, 1200],
  ] as const) {
    const name = renditionName(library, item, 1, file);
    const url = `${urls.storageProxy}/v0/b/${buckets.renditions}/o/${encodeURIComponent(name)}?alt=media&token=`;
    const response = await fetch(url + entry.token);
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      200,
      'image/jpeg',
      'private, max-age=86400',
    ]);
    const image = await sharp(await response.arrayBuffer()).metadata();
    expect(image).toMatchObject({ format: 'jpeg', width, height });
    expect([image.exif, image.xmp, image.icc, image.iptc]).toEqual([undefined, undefined, undefined, undefined]);
    expect((await fetch(`${url}00000000-0000-4000-8000-000000000000`)).status).toBe(403);
  }

  const album = await waitFor('the album is counted', async () => {
    const found = readAlbum(await inspect.doc(paths.album(library, ALL)));
    return found.count === 1 ? found : undefined;
  });
  expect(album.cover).toMatchObject({ item, rev: 1, token: entry.token, file: 'grid' });
  expect(album.readers).toEqual([owner.uid as Uid]);
  const counters = [...(await inspect.docs(`${paths.library(library)}/counters`)).values()];
  expect(counters).toEqual([{ bytes: bytes.length }]);
  const day = paths.dailyUsage(library, owner.uid as Uid, dayOf(Date.now()));
  expect(readDailyUsage(await inspect.doc(day))).toMatchObject({ items: 1, bytes: bytes.length });
  expect(await inspect.doc(paths.lease(library, item))).toBeUndefined();
  await owner.close();
});

/** Uploads in one request, to see the whole response; returns the download tokens in it. */
async function uploadForTokens(person: Person, library: LibraryId, item: ItemId, bytes: Buffer): Promise<string[]> {
  const { urls, buckets } = useEmulators();
  const name = originalName(library, item);
  const part = (type: string, body: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`--end\r\ncontent-type: ${type}\r\n\r\n`), body, Buffer.from('\r\n')]);
  const response = await fetch(`${urls.storageProxy}/v0/b/${buckets.originals}/o?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: {
      authorization: `Firebase ${(await person.auth.currentUser?.getIdToken()) ?? ''}`,
      'x-goog-upload-protocol': 'multipart',
      'content-type': 'multipart/related; boundary=end',
    },
    body: Buffer.concat([
      part('application/json', Buffer.from(JSON.stringify({ name, contentType: 'image/jpeg' }))),
      part('image/jpeg', bytes),
      Buffer.from('--end--'),
    ]),
  });
  const { downloadTokens } = (await response.json()) as { downloadTokens?: string };
  return downloadTokens?.split(',') ?? [];
}

test('the token of the upload response is invalid after processing', async () => {
  const { owner, library } = await createLibrary();
  const { urls, buckets } = useEmulators();
  const bytes = await uniqueJpeg();
  const item = await announceItem(owner, library, bytes);
  const tokens = await uploadForTokens(owner, library, item, bytes);
  expect(tokens).toHaveLength(1);
  await waitUntilProcessed(library, item);
  const name = encodeURIComponent(originalName(library, item));
  const url = `${urls.storageProxy}/v0/b/${buckets.originals}/o/${name}?alt=media`;
  for (const token of [...tokens, '00000000-0000-4000-8000-000000000000'])
    expect((await fetch(`${url}&token=${token}`)).status).toBe(403);
  expect((await fetch(url)).status).toBe(403);
  await expect(getDownloadURL(ref(owner.originals, originalName(library, item)))).rejects.toMatchObject({
    code: 'storage/unauthorized',
  });
  await owner.close();
});

test('the capture date is read from EXIF', async () => {
  const { owner, library } = await createLibrary();
  const item = await uploadItem(
    owner,
    library,
    await jpegOf({ seed: 41, takenAt: '2019:05:03 14:10:00', offset: '+09:00' }),
  );
  await waitUntilProcessed(library, item);
  expect(readEntry(await inspect.doc(paths.entry(library, ALL, item))).takenAt).toEqual({
    local: '2019-05-03T14:10:00',
    offset: 540,
    utc: Date.UTC(2019, 4, 3, 5, 10),
    precision: 'second',
    source: 'exif',
  });
  const album = await waitFor('the album is counted', async () => {
    const found = readAlbum(await inspect.doc(paths.album(library, ALL)));
    return found.count === 1 ? found : undefined;
  });
  expect(album.span).toEqual({ from: '2019-05-03', to: '2019-05-03' });
  await owner.close();
});

test('a HEIC is decoded', async () => {
  const { owner, library } = await createLibrary();
  const size = { width: 320, height: 240 };
  const item = await uploadItem(
    owner,
    library,
    await heicOf(
      await scene({ ...size, seed: 7 })
        .png()
        .toBuffer(),
      size,
    ),
  );
  expect((await waitUntilProcessed(library, item)).mediaInfo).toMatchObject({ kind: 'photo', format: 'heic', ...size });
  await owner.close();
});

/** The names of an item's renditions, without their folder. */
async function renditionsOf(library: LibraryId, item: ItemId): Promise<string[]> {
  const found = await inspect.objects(useEmulators().buckets.renditions, `r/${library}/${item}/1/`);
  return found.map(({ name }) => name.split('/1/')[1] ?? name).sort();
}

test('a motion photo gets a motion clip, and its original is unchanged', async () => {
  const { owner, library } = await createLibrary();
  const bytes = motionPhoto(await jpegOf({ seed: 61 }), await mp4Of({ width: 640, height: 480, seconds: 2, seed: 61 }));
  const item = await uploadItem(owner, library, bytes);
  const { mediaInfo: processed } = await waitUntilProcessed(library, item);
  expect(processed).toMatchObject({ kind: 'photo', format: 'jpeg', width: 1200, height: 800, variants: ['480'] });
  expect(processed?.duration).toBeCloseTo(2, 0);
  expect(readEntry(await inspect.doc(paths.entry(library, ALL, item)))).toMatchObject({
    kind: 'photo',
    variants: ['480'],
  });
  expect(await renditionsOf(library, item)).toEqual([
    'grid',
    'screen',
    'stream/480-0.mp4',
    'stream/480.m3u8',
    'stream/master.m3u8',
  ]);
  const original = await inspect.bytes(useEmulators().buckets.originals, originalName(library, item));
  expect(bytes.equals(Buffer.from(original))).toBe(true);
  await owner.close();
});

test('a RAW is shown by its preview; without one it is unsupported and no cover', async () => {
  const { owner, library } = await createLibrary();
  const [small, large] = [await plainJpeg(160, 120, 20), await plainJpeg(1500, 1000, 21)];
  const raw = await uploadItem(owner, library, RAWS['nef']?.({ small, large, orientation: 6 }) ?? large, {
    fileName: 'a.nef',
  });
  expect((await waitUntilProcessed(library, raw)).mediaInfo).toMatchObject({
    format: 'nef',
    width: 1000,
    height: 1500,
  });
  const bare = tiffFile([{ 254: 1, 271: 'SONY', 306: String(Math.random()), 50706: 1 }]);
  const unsupported = await uploadItem(owner, library, bare, { fileName: 'b.dng' });
  expect((await waitUntilProcessed(library, unsupported)).mediaInfo).toEqual({
    kind: 'photo',
    format: 'dng',
    camera: 'SONY',
    variants: [],
    isUnsupported: true,
  });
  expect(readEntry(await inspect.doc(paths.entry(library, ALL, unsupported)))).toMatchObject({
    isUnsupported: true,
    ratio: 1,
  });
  expect(await renditionsOf(library, unsupported)).toEqual([]);
  const album = await waitFor('the album is counted', async () => {
    const found = readAlbum(await inspect.doc(paths.album(library, ALL)));
    return found.count === 2 ? found : undefined;
  });
  expect(album.cover?.item).toBe(raw);
  await owner.close();
});

test('a scan is dated by the year in its folder; its audience sees only that date and the caption', async () => {
  const { owner, library } = await createLibrary();
  const xmp = xmpPacket('', '<dc:description>대청봉에서</dc:description>');
  const GPS = {
    GPSLatitudeRef: 'N',
    GPSLatitude: '38/1 7/1 0/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '128/1 27/1 0/1',
  };
  const bytes = await sharp(await uniqueJpeg())
    .withExif({ IFD0: { Make: 'EPSON' }, IFD2: { DateTimeDigitized: '2024:01:02 10:00:00' }, IFD3: GPS })
    .withXmp(xmp)
    .jpeg()
    .toBuffer();
  const item = await uploadItem(owner, library, bytes, { folder: '앨범/1987 설악산', fileName: 'img003.jpg' });
  await waitUntilProcessed(library, item);
  const takenAtYear = { local: '1987-01-01T00:00:00', precision: 'year', source: 'folder' };
  expect(await inspect.doc(paths.item(library, item))).toMatchObject({
    folder: '앨범/1987 설악산',
    takenAt: takenAtYear,
    digitizedAt: { local: '2024-01-02T10:00:00', precision: 'second', source: 'exif' },
    place: { latitude: 38.116667, longitude: 128.45 },
    caption: '대청봉에서',
  });
  const entry = await inspect.doc(paths.entry(library, ALL, item));
  expect(readEntry(entry)).toMatchObject({ takenAt: takenAtYear, caption: '대청봉에서' });
  expect(JSON.stringify(entry)).not.toMatch(/앨범|img003|38\.1|2024-01-02/);
  await owner.close();
});
