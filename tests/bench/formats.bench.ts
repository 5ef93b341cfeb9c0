import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gridSize, screenSize, type Size } from '@maru/model';
import sharp, { type JpegOptions, type Sharp } from 'sharp';
import { ENCODER_OPTIONS } from '../../functions/testing/bench-renditions.ts';
import { MEDIA } from '../../functions/testing/media.ts';
import { elapsed, startTimer } from '../../functions/testing/timing.ts';
import { syntheticPhoto, createTexture } from '../media/synthetic-photo.ts';
import { median } from './median.ts';
import { scorer } from './score.ts';

/** An encoder, and the qualities between which equal scores are searched. */
interface Coder {
  readonly name: string;
  readonly qualities: readonly [number, number, number];
  readonly encode: (image: Sharp, quality: number) => Sharp;
}
const webp = (effort: number): Coder => ({
  name: `webp ${String(effort)}`,
  qualities: [68, 78, 88],
  encode: (image, quality) => image.webp({ quality, effort }),
});
const avif = (effort: number): Coder => ({
  name: `avif ${String(effort)}`,
  qualities: [48, 60, 72],
  encode: (image, quality) => image.avif({ quality, effort, chromaSubsampling: '4:2:0' }),
});
const jpeg = (name: string, options: JpegOptions): Coder => ({
  name: `jpeg ${name}`,
  qualities: [60, 72, 84],
  encode: (image, quality) => image.jpeg({ ...options, quality }),
});
const OURS = jpeg('ours', ENCODER_OPTIONS.screen.jpeg);
const CODERS: readonly Coder[] = [
  ...[0, 1, 2, 3, 4, 6].map(webp),
  ...[0, 2].map(avif),
  OURS,
  jpeg('of 3', { ...ENCODER_OPTIONS.screen.jpeg, quantisationTable: 3 }),
  jpeg('usual', { chromaSubsampling: '4:2:0' }),
  jpeg('immich', { chromaSubsampling: '4:4:4' }),
];

/** The sizes, the score at which bytes are compared, and the folders of their images. */
const SIZES: readonly { name: string; score: number; folders: readonly string[]; of: (size: Size) => Size }[] = [
  { name: 'grid', score: 72, folders: ['text', 'formats', 'nature'], of: gridSize },
  { name: 'middle', score: 72, folders: ['text', 'formats'], of: (size) => within(size, 800) },
  { name: 'screen', score: 74, folders: ['text', 'formats'], of: screenSize },
];

const within = ({ width, height }: Size, long: number): Size => {
  const by = Math.min(1, long / Math.max(width, height));
  return { width: Math.round(width * by), height: Math.round(height * by) };
};

interface Point {
  readonly bytes: number;
  readonly score: number;
}
interface Measured {
  readonly bytes: number;
  readonly ms: number;
  readonly decodeMs: number;
}

/** Interpolates or extrapolates the bytes at a score: the logarithm of bytes is nearly linear in the score. */
function bytesAt(points: readonly Point[], score: number): number {
  const [a, b, c] = points;
  if (!a || !b || !c) return NaN;
  const [low, high] = score < b.score ? [a, b] : [b, c];
  const part = (score - low.score) / (high.score - low.score);
  return Math.exp(Math.log(low.bytes) + part * (Math.log(high.bytes) - Math.log(low.bytes)));
}

/** Processor time in milliseconds, median of three. */
async function cost(work: () => Promise<Uint8Array>): Promise<{ ms: number; gave: Uint8Array }> {
  const times: number[] = [];
  let gave: Uint8Array = new Uint8Array();
  for (let at = 0; at < 3; at += 1) {
    const began = startTimer();
    gave = await work();
    times.push(elapsed(began).cpuMs);
  }
  return { ms: median(times), gave };
}

type Score = (one: Uint8Array, two: Uint8Array) => Promise<number>;

/** Encodes pixels with one encoder at several qualities. */
async function encoding(image: Buffer, { encode }: Coder): Promise<(quality: number) => Promise<Buffer>> {
  const pixels = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  return (quality) => encode(sharp(pixels.data, { raw: pixels.info }), quality).toBuffer();
}

type Encode = Awaited<ReturnType<typeof encoding>>;

async function pointsOf(image: Buffer, encode: Encode, { qualities }: Coder, score: Score): Promise<Point[]> {
  const points: Point[] = [];
  for (const quality of qualities) {
    const became = await encode(quality);
    points.push({ bytes: became.length, score: await score(image, became) });
  }
  return points;
}

async function measure(image: Buffer, coder: Coder, at: number, score: Score): Promise<Measured> {
  const encode = await encoding(image, coder);
  const bytes = bytesAt(await pointsOf(image, encode, coder, score), at);
  const { ms, gave } = await cost(() => encode(coder.qualities[1]));
  const decoding = await cost(() => sharp(gave).raw().toBuffer());
  return { bytes, ms, decodeMs: decoding.ms };
}

/** Bytes of Immich's preview (JPEG, quality 80, 4:4:4) divided by those of ours, from the same pixels at the same score. */
async function besideImmich(image: Buffer, score: Score): Promise<number> {
  const jpeg = await sharp(image).jpeg({ quality: 80, chromaSubsampling: '4:4:4' }).toBuffer();
  const points = await pointsOf(image, await encoding(image, OURS), OURS, score);
  return jpeg.length / bytesAt(points, await score(image, jpeg));
}

/** Real photos, or generated ones if there are none. */
async function sources(folders: readonly string[], atMost: number): Promise<(string | Buffer)[]> {
  const found = folders.map((folder) => join(MEDIA, folder)).filter((folder) => existsSync(folder));
  const files = await Promise.all(
    found.map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  );
  const real = files.flat().filter((file) => !file.endsWith('.jxl'));
  if (real.length > 0) return real.slice(0, atMost);
  const size = { width: 2400, height: 1800 };
  const through = await createTexture(size);
  return Promise.all([1, 2, 3, 4].map((seed) => syntheticPhoto(seed, size, through)));
}

/** A source as lossless sRGB in a size; undefined if it is smaller. */
async function reference(source: string | Buffer, of: (size: Size) => Size): Promise<Buffer | undefined> {
  const size = (await sharp(source).metadata()).autoOrient;
  const { width, height } = of(size);
  if (width >= size.width) return undefined;
  return sharp(source)
    .autoOrient()
    .resize(width, height, { fit: 'fill' })
    .flatten({ background: '#fff' })
    .png()
    .toBuffer();
}

/**
 * WebP and AVIF by effort and JPEG by quantization table, in our sizes: bytes at equal SSIMULACRA 2 scores, and processor milliseconds to
 * encode and to decode (by libvips), medians over images; and Immich's preview against ours in the size `screen`. Arguments: the maximum
 * number of images per size, and optionally one size and one encoder (`screen`, `avif 0`).
 */
export async function bench(args: readonly string[] = []): Promise<Record<string, number>> {
  const [atMost, wantedSize, wantedCoder] = [Number(args[0] ?? 100), args[1], args[2]];
  const score = await scorer();
  const rows: Record<string, string | number>[] = [];
  const metrics: Record<string, number> = {};
  for (const { name, score: at, folders, of } of SIZES.filter((one) => one.name === (wantedSize ?? one.name))) {
    const all = await Promise.all((await sources(folders, atMost)).map((source) => reference(source, of)));
    const images = all.filter((one) => one !== undefined);
    if (name === 'screen') {
      const ratios: number[] = [];
      for (const image of images) ratios.push(await besideImmich(image, score));
      console.error(`Immich's bytes / ours: ${ratios.map((one) => one.toFixed(2)).join(', ')}`);
      metrics['immichBytesRatio'] = Number(median(ratios).toFixed(2));
    }
    for (const coder of CODERS) {
      if (coder.name !== (wantedCoder ?? coder.name)) continue;
      const measured: Measured[] = [];
      for (const image of images) measured.push(await measure(image, coder, at, score));
      const of = (key: keyof Measured): number => median(measured.map((one) => one[key]));
      const row = {
        size: name,
        coder: coder.name,
        pictures: images.length,
        score: at,
      };
      rows.push({
        ...row,
        bytes: Math.round(of('bytes')),
        'encode ms': Math.round(of('ms')),
        'decode ms': Math.round(of('decodeMs')),
      });
      console.error(JSON.stringify(rows.at(-1)));
      metrics[`${name} ${coder.name} bytes`] = Math.round(of('bytes'));
    }
  }
  console.table(rows);
  return metrics;
}
