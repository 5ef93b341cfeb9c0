import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { masterPlaylist, segmentFrames, type ItemId, type LibraryId, type StreamVariant } from '@maru/model';
import { expect, test } from 'vitest';
import {
  createTempFolder,
  createVideo,
  ffprobe,
  H264,
  keepChunks,
  planPicture,
  probeVideo,
} from '../../../testing/videos.ts';
import type { EncodedVariant, MediaFile } from '../../ports/videos.ts';
import { videos } from './videos.ts';

const folder = createTempFolder();
const OWNER = { library: 'l' as LibraryId, item: 'i' as ItemId, rev: 1, token: 't' };

/** A segment: the bytes of its packets, without the container, and its seconds. */
interface Measured {
  readonly bytes: number;
  readonly seconds: number;
}

/** 20 s, of which the last 2 are much busier than the rest, with tone and noise. */
const SOURCE = [
  ...['-f', 'lavfi', '-i', "testsrc2=size=640x360:rate=30:duration=20,noise=alls=100:allf=t:enable='gte(t,18)'"],
  ...['-f', 'lavfi', '-i', 'anoisesrc=duration=20:amplitude=0.1:sample_rate=48000', '-c:a', 'aac', '-b:a', '128k'],
];

const joined = ([first, ...others]: readonly EncodedVariant[]): StreamVariant => {
  if (!first) throw new Error('no chunks');
  return { ...first.variant, chunks: [first, ...others].flatMap(({ variant }) => variant.chunks) };
};

/** Measures the segments of chunks by the packets that ffprobe finds in them. */
async function measure(encoded: readonly EncodedVariant[]): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const { file, variant } of encoded) {
    const { packets = [] } = await ffprobe(file, '-show_packets', '-show_entries', 'packet=size,pos');
    for (const { offset, length, seconds } of variant.chunks[0]?.segments ?? []) {
      const mine = packets.filter(({ pos }) => Number(pos) >= offset && Number(pos) < offset + length);
      all.push({ bytes: mine.reduce((sum, { size }) => sum + Number(size), 0), seconds });
    }
  }
  return all;
}

/** The peak segment bit rate as HLS defines it: of segments in a row that last 0.5 to 1.5 target durations together (RFC 8216 section 4.1). */
function peakOf(segments: readonly Measured[]): number {
  const target = Math.ceil(Math.max(...segments.map(({ seconds }) => seconds)));
  const rates = segments.flatMap((_, from) =>
    segments.slice(from).flatMap((_, more) => {
      const row = segments.slice(from, from + more + 1);
      const bytes = row.reduce((sum, one) => sum + one.bytes, 0);
      const seconds = row.reduce((sum, one) => sum + one.seconds, 0);
      return seconds >= target / 2 && seconds <= target * 1.5 ? [(bytes * 8) / seconds] : [];
    }),
  );
  return Math.max(...rates);
}

/** All variants of a source, copied or encoded in two chunks. */
async function encode(media: MediaFile, isCopied: boolean): Promise<EncodedVariant[][]> {
  const { variants, frameRate } = planPicture(media);
  const to = await mkdtemp(join(folder(), 'v-'));
  if (isCopied) {
    const { chunks, onChunk } = keepChunks(folder(), 'copy');
    const options = { name: '360', timeoutSeconds: 100, chunkSeconds: 12, isPictureOnly: true };
    await videos.remux(media, options, to, onChunk);
    return [chunks];
  }
  const frames = 2 * segmentFrames(frameRate);
  const encoded: EncodedVariant[][] = variants.map(() => []);
  for (const index of [0, 1]) {
    const chunk = { index, firstFrame: index * frames, frames };
    const all = await videos.transcodeChunk(media, { variants, frameRate, chunk, timeoutSeconds: 100 }, to);
    for (const [n, one] of all.entries()) encoded[n]?.push(one);
  }
  return encoded;
}

test.each([
  ['encoded', ['-g', '250'], false, 2],
  ['copied', ['-g', '60', '-bf', '2'], true, 1],
] as const)(
  'the BANDWIDTH of variants that are %s is the measured peak or little more',
  async (_, gop, isCopied, count) => {
    const media = await probeVideo(await createVideo(join(folder(), 'source.mp4'), ...SOURCE, ...H264, ...gop));
    const { chunks: sound, onChunk } = keepChunks(folder(), 'sound');
    await videos.transcodeSound(media, { timeoutSeconds: 100 }, await mkdtemp(join(folder(), 's-')), onChunk);
    const variants = await encode(media, isCopied);
    const master = masterPlaylist(OWNER, variants.map(joined), joined(sound));
    const declared = [...master.matchAll(/:BANDWIDTH=(\d+)/g)].map(([, bits]) => Number(bits));
    expect(declared).toHaveLength(count);
    for (const [n, encoded] of variants.entries()) {
      const measured = peakOf(await measure(encoded)) + peakOf(await measure(sound));
      expect((declared[n] ?? 0) / measured, encoded[0]?.variant.name).toBeGreaterThanOrEqual(1);
      expect((declared[n] ?? 0) / measured, encoded[0]?.variant.name).toBeLessThanOrEqual(1.1);
    }
  },
);
