import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  ALL,
  paths,
  playlistsOf,
  renditionName,
  segmentFrames,
  type ItemId,
  type LibraryId,
  type Stream,
  type StreamVariant,
} from '@maru/model';
import { beforeAll, expect, test } from 'vitest';
import {
  createTempFolder,
  createVideo,
  ffprobe,
  H264,
  keepChunks,
  planPicture,
  probeVideo,
  testPattern,
  tone,
} from '../../testing/videos.ts';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noOriginals, noRenditions } from '../../testing/unused-ports.ts';
import { images } from '../adapters/image/images.ts';
import { rangeServer } from '../adapters/range-server.ts';
import { systemClock } from '../adapters/system/system.ts';
import { videos } from '../adapters/video/videos.ts';
import type { EncodedVariant, MediaFile } from '../ports/videos.ts';
import { cutSection } from './cut-section.ts';
import { readStream, type StoredVariant } from './stored-stream.ts';

const folder = createTempFolder();
const library = 'a'.repeat(20) as LibraryId;
const [video, section] = ['b', 'c'].map((letter) => letter.repeat(32)) as [ItemId, ItemId];
const tape = { library, item: video, rev: 3, token: 't' };

/** The bytes of objects by name. */
type Objects = Map<string, Buffer>;

/** Joins the chunks of each variant, as a finished stream lists them, and stores their objects. */
async function store(objects: Objects, encoded: readonly EncodedVariant[]): Promise<StreamVariant[]> {
  const variants = new Map<string, StreamVariant>();
  for (const { variant, file } of encoded) {
    const before = variants.get(variant.name);
    variants.set(variant.name, { ...variant, chunks: [...(before?.chunks ?? []), ...variant.chunks] });
    const index = variant.chunks[0]?.index ?? 0;
    objects.set(renditionName(library, video, 3, `stream/${variant.name}-${index}.mp4`), await readFile(file));
  }
  return [...variants.values()];
}

const temp = () => mkdtemp(join(folder(), 'out-'));
const timeoutSeconds = 100;

/** A video of 24 s with sound, with keyframes of its own every second. */
let media: MediaFile;
beforeAll(async () => {
  const args = [...testPattern('320x240', '30000/1001', 24), ...tone(24), ...H264, '-g', '30', '-bf', '2'];
  media = await probeVideo(await createVideo(join(folder(), 'source.mp4'), ...args));
});

/** The streams that such a video may have. */
const STREAMS: Readonly<Record<string, (objects: Objects) => Promise<Stream>>> = {
  'in one task': async (objects) => {
    return {
      variants: await store(
        objects,
        await videos.transcode(media, { ...planPicture(media), timeoutSeconds }, await temp()),
      ),
    };
  },
  'in chunks, beside a copied variant, with its sound apart': async (objects) => {
    const { variants, frameRate } = planPicture(media);
    const [copied, encoded, sounds] = [keepChunks(folder(), 'l'), keepChunks(folder(), 'e'), keepChunks(folder(), 's')];
    const copying = { name: variants[0]?.name ?? '', timeoutSeconds, chunkSeconds: 10, isPictureOnly: true };
    await videos.remux(media, copying, await temp(), copied.onChunk);
    const frames = 2 * segmentFrames(frameRate);
    for (let index = 0; index * frames < 24 * frameRate; index += 1) {
      const options = { variants: variants.slice(1), frameRate, timeoutSeconds };
      const chunk = { index, firstFrame: index * frames, frames };
      for (const one of await videos.transcodeChunk(media, { ...options, chunk }, await temp()))
        await encoded.onChunk(one);
    }
    await videos.transcodeSound(media, { timeoutSeconds }, await temp(), sounds.onChunk);
    const [sound] = await store(objects, sounds.chunks);
    return { variants: await store(objects, [...copied.chunks, ...encoded.chunks]), ...(sound && { sound }) };
  },
};

/** The packets of a stored variant, with their content, by decoding time. */
async function packetsOf(objects: Objects, { segments }: StoredVariant, kind: 'v' | 'a') {
  const file = join(folder(), 'joined.mp4');
  const [first] = segments;
  const bytesOf = ({ name, offset, length }: { name: string; offset: number; length: number }) =>
    objects.get(name)?.subarray(offset, offset + length) ?? Buffer.alloc(0);
  const init = first ? bytesOf({ name: first.name, ...first.init }) : Buffer.alloc(0);
  await writeFile(file, Buffer.concat([init, ...segments.map(bytesOf)]));
  const { packets = [] } = await ffprobe(file, '-select_streams', kind, '-show_packets', '-show_data_hash', 'md5');
  return packets.map(({ dts_time = 0, pts_time, data_hash }: Record<string, unknown>) => ({
    at: Number(dts_time),
    delay: Number(pts_time) - Number(dts_time),
    content: data_hash,
  }));
}

test.each(Object.entries(STREAMS))(
  '%s: a section has exactly the frames between the keyframes around it, in sync',
  async (_, create) => {
    const objects: Objects = new Map();
    const stream = await create(objects);
    for (const [file, text] of playlistsOf(tape, stream))
      objects.set(renditionName(library, video, 3, file), Buffer.from(text));
    const fields = { state: 'ready', uploader: 'me', fileName: 'a.mp4', size: 9, albums: [ALL], rev: 3, token: 't' };
    const mediaInfo = {
      kind: 'video',
      format: 'mp4',
      width: 320,
      height: 240,
      duration: 24,
      variants: [],
      thumbhash: 'AAAA',
      strip: 12,
      ...{ caption: '여름 테이프', placeName: '할머니 댁', people: ['할머니'] },
      takenAt: { local: '1994-05-01T10:00:00', precision: 'second', source: 'container' },
    };
    const renditions = {
      ...noRenditions,
      readText: (name: string) => Promise.resolve(objects.get(name)?.toString()),
      read: (name: string, { start, end }: { start: number; end: number }) =>
        Readable.from([objects.get(name)?.subarray(start, end + 1) ?? Buffer.alloc(0)]),
      put: async (name: string, body: Uint8Array | string) =>
        void objects.set(name, typeof body === 'string' ? await readFile(body) : Buffer.from(body)),
    };
    const ports = {
      ...{ renditions, videos, images, clock: systemClock, sources: rangeServer(noOriginals, renditions) },
      store: fakeDocuments(new Map([[paths.item(library, video), { ...fields, ...mediaInfo, addedAt: new Date(0) }]])),
    };
    const job = { task: { library, item: section, generation: '' }, rev: 1, token: 's', folder: await temp() };
    const of = { item: video, start: 8.9, end: 15.5 };
    const made = await cutSection(ports, job, of);
    // Four groups of pictures of 60 frames.
    const [start, end] = [8.008, 16.016];
    expect(made).toMatchObject({
      kind: 'video',
      format: 'mp4',
      width: 320,
      variants: stream.variants.map(({ name }) => name),
    });
    expect(made.duration).toBeCloseTo(end - start, 2);
    expect(made.thumbhash).not.toBe('AAAA');
    expect(made.takenAt?.local).toBe('1994-05-01T10:00:08');
    for (const field of ['strip', 'caption', 'placeName', 'people']) expect(made).not.toHaveProperty(field);

    const whole = await readStream(ports, tape);
    const part = await readStream(ports, { library, item: section, rev: 1 });
    const pairs = [...part.variants, ...(part.sound ? [part.sound] : [])].map(
      (one, n) => [one, whole.variants[n] ?? whole.sound] as const,
    );
    expect(pairs).toHaveLength(stream.variants.length + (stream.sound ? 1 : 0));
    for (const [one, from] of pairs) {
      if (!from) throw new Error('no such variant');
      expect(one.segments.every(({ seconds }) => seconds < 6.1)).toBe(true);
      for (const kind of ['v', 'a'] as const) {
        const all = await packetsOf(objects, from, kind);
        const offset = kind === 'v' ? (all[0]?.at ?? 0) : 0;
        const first = all.findIndex(({ at }) => at - offset > start - 0.002);
        const length = end - start - 0.002;
        const expected = all.slice(first).filter(({ at }) => at - (all[first]?.at ?? 0) < length);
        const actual = await packetsOf(objects, one, kind);
        expect(actual.map(({ content }) => content)).toEqual(expected.map(({ content }) => content));
        actual.forEach(({ at, delay }, n) => {
          expect(at).toBeCloseTo((expected[n]?.at ?? 0) - start, 2);
          expect(delay).toBeCloseTo(expected[n]?.delay ?? 0, 2);
        });
      }
    }
    // Its objects have nothing but what their playlists list.
    const listed = pairs.flatMap(([{ segments }]) => segments);
    for (const [name, { length }] of objects) {
      if (!name.startsWith(`r/${library}/${section}/`) || !name.endsWith('.mp4')) continue;
      const ranges = listed.filter((one) => one.name === name);
      expect(ranges.reduce((sum, one) => sum + one.length, ranges[0]?.init.length ?? 0)).toBe(length);
    }

    // ffmpeg ends without an error where it cannot read on.
    const { variant: broken } = whole.sound ?? whole.variants.at(-1) ?? {};
    const cut: typeof videos.cut = (url, options, ...others) =>
      videos.cut(url, { ...options, end: options.end - (options.variant.name === broken?.name ? 4 : 0) }, ...others);
    await expect(cutSection({ ...ports, videos: { ...videos, cut } }, job, of)).rejects.toThrow('is too short');
  },
);
