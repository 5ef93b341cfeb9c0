import {
  ALL,
  MASTER,
  paths,
  PEAKS,
  PEAKS_FILE,
  readAlbum,
  readEntry,
  renditionName,
  type Entry,
  type ItemId,
  type LibraryId,
  type RenditionFile,
} from '@maru/model';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { useEmulators, waitFor } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { songOf } from '../media/song.ts';
import { mp4Of } from '../media/video.ts';
import { uploadItem, createLibrary, waitUntilProcessed } from './uploading.ts';
import { wavOf } from '../media/wav.ts';

/** Playlists contain URLs relative to this one. */
const base = (): string => `${useEmulators().urls.storageProxy}/v0/b/${useEmulators().buckets.renditions}/o/`;

const master = (library: LibraryId, item: ItemId, entry: Entry): Promise<Response> =>
  fetch(
    `${base()}${encodeURIComponent(renditionName(library, item, entry.rev, MASTER))}?alt=media&token=${entry.token}`,
  );

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test('a video gets a poster and a stream that plays with its token alone', async () => {
  const { owner, library } = await createLibrary();
  const item = await uploadItem(owner, library, await mp4Of({ width: 854, height: 480, seconds: 8, seed: 31 }));
  const { mediaInfo } = await waitUntilProcessed(library, item);
  expect(mediaInfo).toMatchObject({
    kind: 'video',
    format: 'mp4',
    width: 854,
    height: 480,
    variants: ['480', '360', '240'],
  });
  expect(mediaInfo?.duration).toBeCloseTo(8, 0);
  expect(mediaInfo?.takenAt).toEqual({
    local: '2021-08-15T14:00:00',
    utc: Date.UTC(2021, 7, 15, 5),
    precision: 'second',
    source: 'container',
  });
  const entry = readEntry(await inspect.doc(paths.entry(library, ALL, item)));
  expect(entry).toMatchObject({ kind: 'video', variants: ['480', '360', '240'] });

  const response = await master(library, item, entry);
  expect(response.headers.get('cache-control')).toBe('private, no-cache');
  expect(response.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
  const text = await response.text();
  expect(text).toMatch(
    /BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="avc1\.64[0-9a-f]{4},mp4a\.40\.2",RESOLUTION=854x480/,
  );
  const playlists = lines(text);
  expect(playlists).toHaveLength(3);
  for (const uri of playlists) {
    const media = await (await fetch(base() + uri)).text();
    const [chunk = ''] = lines(media);
    const [length = 0, offset = 0] = (/BYTERANGE:(\d+)@(\d+)/.exec(media) ?? []).slice(1).map(Number);
    const segment = await fetch(base() + chunk, { headers: { range: `bytes=${offset}-${offset + length - 1}` } });
    expect([segment.status, segment.headers.get('content-type')]).toEqual([206, 'video/mp4']);
    const bytes = Buffer.from(await segment.arrayBuffer());
    expect(bytes.length).toBe(length);
    expect(['styp', 'sidx', 'moof']).toContain(bytes.toString('latin1', 4, 8));
    expect((await fetch(base() + chunk.replace(/token=.*/, 'token=none'))).status).toBe(403);
  }

  const { buckets } = useEmulators();
  const files = (await inspect.objects(buckets.renditions, `r/${library}/`))
    .map(({ name }) => name.split('/1/')[1])
    .sort();
  expect(files).toEqual([
    'grid',
    'poster',
    ...[
      'stream/240-0.mp4',
      'stream/240.m3u8',
      'stream/360-0.mp4',
      'stream/360.m3u8',
      'stream/480-0.mp4',
      'stream/480.m3u8',
      'stream/master.m3u8',
    ],
  ]);
  const poster = await inspect.bytes(buckets.renditions, renditionName(library, item, 1, 'poster'));
  expect(await sharp(poster).metadata()).toMatchObject({ format: 'jpeg', width: 854, height: 480 });
  await owner.close();
});

test('a sound gets a stream and a duration', async () => {
  const { owner, library } = await createLibrary();
  const item = await uploadItem(owner, library, wavOf(7));
  const { mediaInfo } = await waitUntilProcessed(library, item);
  expect(mediaInfo).toMatchObject({ kind: 'sound', format: 'wav', variants: ['sound'] });
  expect(mediaInfo).not.toHaveProperty('width');
  expect(mediaInfo?.duration).toBeCloseTo(7, 0);
  const entry = readEntry(await inspect.doc(paths.entry(library, ALL, item)));
  expect(entry).toMatchObject({ kind: 'sound', ratio: 1 });
  const text = await (await master(library, item, entry)).text();
  expect(text).toContain('CODECS="mp4a.40.2"');
  await owner.close();
});

test('a complete video gets a strip of frames, which its entries announce; editors name its chapters', async () => {
  const { owner, library } = await createLibrary();
  const item = await uploadItem(owner, library, await mp4Of({ width: 320, height: 240, seconds: 14, seed: 32 }));
  await waitUntilProcessed(library, item);
  const entryNow = async () => readEntry(await inspect.doc(paths.entry(library, ALL, item)));
  const entry = await waitFor('the strip', async () => {
    const now = await entryNow();
    return now.strip === undefined ? undefined : now;
  });
  expect(entry.strip).toBe(7);
  const url = `${base()}${encodeURIComponent(renditionName(library, item, 1, 'strip'))}?alt=media&token=${entry.token}`;
  const response = await fetch(url);
  expect(response.headers.get('content-type')).toBe('image/jpeg');
  const image = await response.bytes();
  expect(await sharp(image).metadata()).toMatchObject({ format: 'jpeg', width: 1600, height: 120 });

  const chapters = [{ at: 3.5, title: '돌잔치', date: { local: '1987-08-01T00:00:00', precision: 'month' as const } }];
  await owner.call('editItems', { library, items: [item], edit: { chapters }, key: 'a'.repeat(20) });
  expect((await entryNow()).chapters).toEqual(chapters);
  await owner.close();
});

test('a song gets its cover, its tags and its waveform', async () => {
  const { owner, library } = await createLibrary();
  const tags = { title: '봄날', artist: '아빠', album: '가족 노래', track: '2/9' };
  const item = await uploadItem(owner, library, await songOf({ seconds: 5, tags, cover: 640 }), {
    fileName: '봄날.mp3',
  });
  const { mediaInfo } = await waitUntilProcessed(library, item);
  expect(mediaInfo).toMatchObject({ kind: 'sound', format: 'mp3', variants: ['sound'], caption: '봄날' });
  const entry = readEntry(await inspect.doc(paths.entry(library, ALL, item)));
  expect(entry).toMatchObject({ caption: '봄날', song: { artist: '아빠', album: '가족 노래', track: 2 } });
  expect([entry.thumbhash, entry.waveform]).toEqual([expect.any(String), expect.stringMatching(/^[0-9a-f]{48}$/)]);
  const { buckets } = useEmulators();
  const bytesOf = (file: RenditionFile) => inspect.bytes(buckets.renditions, renditionName(library, item, 1, file));
  expect(await sharp(await bytesOf('grid')).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 320 });
  expect(await sharp(await bytesOf('poster')).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 640 });
  expect(await bytesOf(PEAKS_FILE)).toHaveLength(PEAKS);
  const cover = await waitFor(
    'it is the cover',
    async () => readAlbum(await inspect.doc(paths.album(library, ALL))).cover,
  );
  expect(cover).toMatchObject({ item, file: 'poster' });
  await owner.close();
});
