import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { durationOf, exactFrameRate, framesOf, segmentFrames } from '@maru/model';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { EncodedVariant, MediaFile } from '../../ports/videos.ts';
import {
  createTempFolder,
  createVideo,
  ffprobe,
  H264,
  interlaced,
  keepChunks,
  planPicture,
  probeVideo,
  runFfmpegAlone,
  testPattern,
  tone,
} from '../../../testing/videos.ts';
import { noRenditions } from '../../../testing/unused-ports.ts';
import { rangeServer } from '../range-server.ts';
import { videoGraph } from './filters.ts';
import { videos } from './videos.ts';

const folder = createTempFolder();
const at = (name: string): string => join(folder(), name);

/** The fMP4s as one: the initialization section of the first, and the segments of all. */
async function joinChunks(files: readonly string[], to: string): Promise<string> {
  const parts = await Promise.all(
    files.map(async (file, i) => {
      const bytes = await readFile(file);
      const moov = bytes.indexOf('moov', 0, 'latin1') - 4;
      return i === 0 ? bytes : bytes.subarray(moov + bytes.readUInt32BE(moov));
    }),
  );
  await writeFile(to, Buffer.concat(parts));
  return to;
}

/** Transcodes the smallest variant in chunks of one segment, last one first, until nothing is left. */
async function transcodeInChunks(media: MediaFile): Promise<EncodedVariant[]> {
  const { variants, frameRate } = planPicture(media);
  const frames = segmentFrames(frameRate);
  const count = Math.ceil(framesOf(media.probe.seconds ?? 14, frameRate) / frames) + 1;
  const to = await mkdtemp(join(folder(), 'chunks-'));
  const chunks: EncodedVariant[] = [];
  for (let index = count - 1; index >= 0; index -= 1) {
    const options = { variants: variants.slice(-2, -1), frameRate, timeoutSeconds: 300 };
    const chunk = { index, firstFrame: index * frames, frames };
    chunks.unshift(...(await videos.transcodeChunk(media, { ...options, chunk }, to)));
  }
  return chunks;
}

/** The frames of the smallest variant but one before they are encoded: the source after the same filters. */
async function createReference(media: MediaFile): Promise<string> {
  const { variants, frameRate } = planPicture(media);
  const graph = videoGraph(media.probe.video ?? { width: 0, height: 0, stream: 0, isHdr: false }, {
    variants: variants.slice(-2, -1),
    frameRate,
  });
  const reference = at('reference.mkv');
  const source = ['-f', media.demuxer, '-probesize', '10M', '-analyzeduration', '10M', '-i', media.file];
  await runFfmpegAlone('-y', ...source, '-filter_complex', graph, '-map', '[v0]', '-c:v', 'ffvhuff', reference);
  return reference;
}

/** The lowest PSNR of any frame of a video against a reference. */
async function worstOf(file: string, reference: string, frameRate: number): Promise<number> {
  const stats = at('psnr.txt');
  const { num, den } = exactFrameRate(frameRate);
  const rate = `fps=${num}/${den},settb=1/90000`;
  const compare = `[0:v]${rate}[a];[1:v]${rate}[b];[a][b]psnr=stats_file=${stats}`;
  await runFfmpegAlone('-i', file, '-i', reference, '-lavfi', compare, '-f', 'null', '-');
  const values = [...(await readFile(stats, 'utf8')).matchAll(/psnr_avg:(\S+)/g)].map(([, value]) => Number(value));
  return Math.min(...values);
}

async function countFrames(file: string): Promise<number> {
  const { streams } = await ffprobe(file, '-select_streams', 'v', '-count_packets');
  return Number(streams[0]?.['nb_read_packets']);
}

/** Sources of 14 s with motion: two full segments and a rest. */
const SOURCES: Readonly<Record<string, () => readonly string[]>> = {
  'long.mp4': () => [...testPattern('320x240', 30, 14), ...tone(14), ...H264, '-g', '250', '-bf', '3'],
  'gaps.mkv': () => [...testPattern('320x240', 30, 14), '-vf', "select='not(mod(n,3))+lt(n,200)'", ...H264],
  'camcorder.ts': () => [...interlaced('240x480', 25, 14), ...tone(14), '-c:v', 'mpeg2video', '-b:v', '3M', '-bf', '2'],
  'dvd.vob': () => [...interlaced('240x480', '30000/1001', 14), ...tone(14), '-c:v', 'mpeg2video', '-b:v', '3M'],
  'tape.dv': () => [
    ...interlaced('720x480', '30000/1001', 14, 'bff'),
    ...[...tone(14), '-c:v', 'dvvideo', '-pix_fmt', 'yuv411p', '-ac', '2', '-ar', '48000'],
  ],
  'camera.avi': () => [...testPattern('320x240', 15, 14), ...tone(14), '-c:v', 'mjpeg', '-q:v', '4'],
  'stream.m2v': () => [...testPattern('320x240', 30, 14), '-c:v', 'mpeg2video', '-b:v', '3M'],
};

/** The videos whose lead is tested too. */
const LEADS = ['long.mp4', 'gaps.mkv', 'camcorder.ts'];

/** Requires that chunks have the frames of one pass over their source, with continuous timestamps and one configuration. */
async function expectFrames(reference: string, frameRate: number, chunks: readonly EncodedVariant[]): Promise<void> {
  const joined = await joinChunks(
    chunks.map(({ file }) => file),
    at('joined.mp4'),
  );
  expect(await countFrames(joined)).toBe(await countFrames(reference));
  // The neighbours of a frame of this pattern have about 20.
  expect(await worstOf(joined, reference, frameRate)).toBeGreaterThan(29);
  expect(new Set(chunks.map(({ config }) => config)).size).toBe(1);
  const { packets = [] } = await ffprobe(joined, '-show_packets', '-show_entries', 'packet=pts_time');
  const times = packets.map(({ pts_time }) => Math.round(Number(pts_time) * frameRate)).sort((a, b) => a - b);
  expect(times.map((time) => time - (times[0] ?? 0))).toEqual(times.map((_, i) => i));
}

/** Serves one file with ranges, as the function does with an original, until the test ends. Sends nothing after the byte `stallAt`. */
async function serve(file: string, stallAt = Infinity): Promise<string> {
  const { size } = await stat(file);
  let endTest = (): void => undefined;
  const testEnd = new Promise<void>((resolve) => (endTest = resolve));
  async function* readUntilStall({ start, end }: { start: number; end: number }): AsyncGenerator<Buffer> {
    if (start < stallAt) yield* createReadStream(file, { start, end: Math.min(end, stallAt) });
    if (end > stallAt) await testEnd;
  }
  const server = rangeServer({ read: (_, range) => Readable.from(readUntilStall(range)) }, noRenditions);
  return new Promise((resolve, reject) => {
    const served = server.withUrl(file, size, (url) => {
      resolve(url);
      return testEnd;
    });
    served.catch(reject);
    onTestFinished(async () => {
      endTest();
      await served;
    });
  });
}

/** The lengths of all segments, seconds. */
const lengthsOf = (encoded: readonly EncodedVariant[]): string[] =>
  encoded.flatMap(({ variant }) =>
    variant.chunks.flatMap(({ segments }) => segments.map(({ seconds }) => seconds.toFixed(3))),
  );

describe.each(Object.entries(SOURCES))('%s', (name, args) => {
  let media: MediaFile;
  let reference: string;
  let chunks: EncodedVariant[];

  beforeAll(async () => {
    media = await probeVideo(await createVideo(at(name), ...args()));
    reference = await createReference(media);
    chunks = await transcodeInChunks(media);
  });

  test('in chunks has the frames of one pass, with continuous timestamps and one configuration', () =>
    expectFrames(reference, planPicture(media).frameRate, chunks));

  if (LEADS.includes(name))
    test('as a lead has the frames of the chunks, in segments of the same length', async () => {
      const { variants, frameRate } = planPicture(media);
      const variant = variants.at(-2);
      if (!variant) throw new Error('no variant');
      const lead = keepChunks(folder(), 'lead');
      const options = { variant, frameRate, timeoutSeconds: 100 };
      const served = { ...media, file: await serve(media.file) };
      await videos.transcodeLead(served, options, await mkdtemp(at('f-')), lead.onChunk);
      await expectFrames(reference, frameRate, lead.chunks);
      expect(lead.chunks.map((chunk) => chunk.variant.chunks[0]?.segments.length)).toEqual([2, 1]);
      expect(lengthsOf(lead.chunks)).toEqual(lengthsOf(chunks));
      expect(lead.chunks[0]?.config).toBe(chunks[0]?.config);
      expect(lead.chunks[0]?.variant).toMatchObject({ ...chunks[0]?.variant, chunks: expect.anything() as unknown });
    });
});

/** Sound of a file as 16-bit samples of its first channel at 48 kHz, without applying edit lists. */
async function samplesOf(file: string): Promise<Int16Array> {
  const raw = at('samples.pcm');
  await runFfmpegAlone('-y', '-ignore_editlist', '1', '-i', file, '-ac', '1', '-ar', '48000', '-f', 's16le', raw);
  const bytes = await readFile(raw);
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
}

/** Signal to noise in decibels of each tenth of a second. */
function signalToNoise(original: Int16Array, encoded: Int16Array): number[] {
  const ratios: number[] = [];
  for (let from = 0; from + 4800 <= Math.min(original.length, encoded.length); from += 4800) {
    let [signal, noise] = [1, 1];
    for (let i = from; i < from + 4800; i += 1) {
      const value = original[i] ?? 0;
      signal += value ** 2;
      noise += (value - (encoded[i] ?? 0)) ** 2;
    }
    ratios.push(10 * Math.log10(signal / noise));
  }
  return ratios;
}

describe('the sound of a video', () => {
  test('is the same in one pass and continued by another task: no sample is lost, doubled or moved', async () => {
    const sweep = ['-f', 'lavfi', '-i', 'aevalsrc=0.5*sin(2*PI*(200+t*2)*t):d=130:s=48000'];
    const stereo = ['-af', 'pan=stereo|c0=c0|c1=c0', '-c:a', 'pcm_s16le'];
    const file = await createVideo(at('sweep.mov'), ...testPattern('64x48', 5, 130), ...sweep, ...H264, ...stereo);
    const media = { ...(await probeVideo(file)), file: await serve(file) };
    const whole = keepChunks(folder(), 'whole');
    await videos.transcodeSound(media, { timeoutSeconds: 100 }, await mkdtemp(at('a-')), whole.onChunk);
    expect(whole.chunks.map(({ variant }) => durationOf(variant).toFixed(3))).toEqual(['59.947', '59.947', '10.107']);
    expect(whole.chunks[0]?.variant).toMatchObject({ name: 'sound', codecs: 'mp4a.40.2' });
    const rest = keepChunks(folder(), 'rest');
    await videos.transcodeSound(media, { timeoutSeconds: 100, fromChunk: 1 }, await mkdtemp(at('b-')), rest.onChunk);
    expect(rest.chunks.map(({ variant }) => variant.chunks[0]?.index)).toEqual([1, 2]);
    const files = [whole.chunks[0], ...rest.chunks].map((chunk) => chunk?.file ?? '');
    const joined = await samplesOf(await joinChunks(files, at('sound.mp4')));
    const original = await samplesOf(file);
    const ratios = signalToNoise(original, joined);
    // The first tenth of a second begins with the encoder's silence.
    expect(Math.min(...ratios.slice(1, 1295))).toBeGreaterThan(20);
    // A new encoder is worse for some seconds, which nobody must hear in the middle.
    const inOnePass = await joinChunks(
      whole.chunks.map((chunk) => chunk.file),
      at('whole.mp4'),
    );
    const before = signalToNoise(original, await samplesOf(inOnePass));
    const worse = ratios.slice(600, 700).map((ratio, n) => (before[600 + n] ?? 0) - ratio);
    expect(Math.max(...worse)).toBeLessThan(1);
  });

  test('keeps the chunks of a run whose source stalls until it is out of time, and reports it', async () => {
    const sine = ['-f', 'lavfi', '-i', 'sine=duration=300:sample_rate=8000', '-c:a', 'pcm_u8'];
    const media = await probeVideo(await createVideo(at('stalled.mkv'), ...sine));
    const { chunks, onChunk } = keepChunks(folder(), 'stalled');
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const run = videos.transcodeSound(
      { ...media, file: await serve(media.file, 200 * 8000) },
      { timeoutSeconds: 100 },
      await mkdtemp(at('c-')),
      async (chunk) => {
        await onChunk(chunk);
        // The time runs out while ffmpeg waits for its source.
        if (chunks.length === 2) vi.advanceTimersByTime(100_000);
      },
    );
    await expect(run).rejects.toMatchObject({ failure: 'timed-out' });
    expect(chunks.map(({ variant }) => durationOf(variant).toFixed(3))).toEqual(['59.947', '59.947']);
  });
});

describe('remux', () => {
  let picture: string;
  beforeAll(async () => {
    picture = await createVideo(at('picture.mp4'), ...testPattern('320x240', 30, 20), ...H264, '-g', '60', '-bf', '2');
  });

  test.each(['phone.mp4', 'phone.mov', 'phone.mkv', 'phone.ts', 'phone.flv'])(
    'copies picture and sound of %s',
    async (name) => {
      const sound = name === 'phone.mov' ? ['-c:a', 'pcm_s16le'] : ['-c:a', 'aac', '-ar', '44100'];
      const file = await createVideo(at(name), '-i', picture, ...tone(20), '-c:v', 'copy', ...sound);
      const media = await probeVideo(file);
      const { chunks, onChunk } = keepChunks(folder(), 'copy');
      const options = { name: '240', timeoutSeconds: 100, chunkSeconds: 12 };
      await videos.remux({ ...media, file: await serve(file) }, options, await mkdtemp(at('d-')), onChunk);
      expect(chunks.map(({ variant }) => Math.round(durationOf(variant)))).toEqual([12, 8]);
      expect(chunks[0]?.variant).toMatchObject({ name: '240', width: 320, height: 240, frameRate: 30 });
      expect(chunks[0]?.variant.codecs).toMatch(/^avc1\.[0-9a-f]{6},mp4a\.40\.2$/);
      const joined = await joinChunks(
        chunks.map((chunk) => chunk.file),
        at('copied.mp4'),
      );
      const hash = async (of: string): Promise<string> => {
        await runFfmpegAlone('-y', '-i', of, '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'hash', at('hash'));
        return readFile(at('hash'), 'utf8');
      };
      expect(await hash(joined)).toBe(await hash(file));
      expect((await ffprobe(joined)).streams.map((stream) => stream['codec_name'])).toEqual(['h264', 'aac']);
    },
  );

  test.each<[string, string[]]>([
    [
      'HEVC',
      ['-c:v', 'libx265', '-preset', 'ultrafast', '-g', '60', '-x265-params', 'log-level=none', '-tag:v', 'hvc1'],
    ],
    ['10 bits', ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '60', '-pix_fmt', 'yuv420p10le']],
    ['open groups of pictures', [...H264, '-g', '60', '-bf', '3', '-preset', 'veryfast', '-x264-params', 'open-gop=1']],
    ['keyframes that are far apart', [...H264, '-g', '250']],
    ['wide pixels', [...H264, '-g', '60', '-vf', 'setsar=4/3']],
  ])('is not for %s', async (_, codec) => {
    const media = await probeVideo(await createVideo(at('other.mp4'), ...testPattern('320x240', 30, 14), ...codec));
    expect(media.probe.video).not.toHaveProperty('isCopyable');
    const run = videos.remux(media, { name: '240', timeoutSeconds: 100 }, folder(), () => Promise.resolve());
    await expect(run).rejects.toMatchObject({ failure: 'unreadable' });
  });

  test('refuses a file whose later keyframes are too far apart', async () => {
    const keyframes = ['-g', '900', '-force_key_frames', 'expr:lt(t,16)*gte(t,n_forced*2)'];
    const file = await createVideo(at('late.mp4'), ...testPattern('320x240', 30, 40), ...H264, ...keyframes);
    const media = await probeVideo(file);
    expect(media.probe.video?.isCopyable).toBe(true);
    const run = videos.remux(media, { name: '240', timeoutSeconds: 100 }, await mkdtemp(at('e-')), () =>
      Promise.resolve(),
    );
    await expect(run).rejects.toMatchObject({ failure: 'unreadable' });
  });
});
