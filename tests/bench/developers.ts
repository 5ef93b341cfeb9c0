import { createRequire } from 'node:module';
import { gridSize, screenSize } from '@maru/model';
import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { ENCODER_OPTIONS, makeOf, THREADS } from '../../functions/testing/renditions-alone.ts';
import { elapsed, startTimer, type Timing } from '../../functions/testing/timing.ts';

/** One way to make a photo's pictures. Gives milliseconds of the clock and of processors. */
export type Developer = (file: string) => Promise<Timing>;

async function timed(work: () => Promise<unknown>): Promise<Timing> {
  const began = startTimer();
  await work();
  return elapsed(began);
}

/** The sizes of a file's pictures, looked up before anything is measured. */
async function sizesOf(file: string) {
  const { width, height } = (await sharp(file).metadata()).autoOrient;
  return { grid: gridSize({ width, height }), screen: screenSize({ width, height }) };
}

/** Grid and screen from pixels of the size of screen: the encoders, and nothing besides. */
async function encode(
  data: Buffer | Uint8Array,
  raw: { width: number; height: number; channels: 3 | 4 },
  grid: object,
) {
  const again = () => sharp(data, { raw });
  await Promise.all([
    again().jpeg(ENCODER_OPTIONS.screen.jpeg).toBuffer(),
    again()
      .resize({ ...grid, fit: 'fill' })
      .jpeg(ENCODER_OPTIONS.grid.jpeg)
      .toBuffer(),
  ]);
}

/** What our handler does from the end of the download to the end of the record. */
export const ours: Developer = async (file) => {
  sharp.concurrency(THREADS);
  return makeOf(file);
};

/** The floor: bare sharp that decodes once, by as many threads as ours, and makes the same two outputs. Colours are left alone: the bench's profiles are sRGB, or none. */
export const floor: Developer = async (file) => {
  sharp.concurrency(THREADS);
  const sizes = await sizesOf(file);
  return timed(async () => {
    const { data, info } = await sharp(file, { ignoreIcc: true })
      .autoOrient()
      .resize({ ...sizes.screen, fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    await encode(data, { ...info, channels: info.channels === 4 ? 4 : 3 }, sizes.grid);
  });
};

/** Immich's way (server/src/repositories/media.repository.ts): one decode to the preview's size, then preview, thumbnail and thumbhash from its pixels. */
const immich =
  (fit: 'inside' | 'outside'): Developer =>
  async (file) => {
    sharp.concurrency(0);
    return timed(async () => {
      const { data, info } = await sharp(file, { failOn: 'error', limitInputPixels: false })
        .pipelineColorspace('srgb')
        .withIccProfile('srgb')
        .autoOrient()
        .resize(1440, 1440, { fit, withoutEnlargement: true })
        .raw()
        .toBuffer({ resolveWithObject: true });
      const again = () => sharp(data, { raw: info, failOn: 'error' });
      const shown = (side: number) =>
        again().withIccProfile('srgb').resize(side, side, { fit, withoutEnlargement: true });
      const small = async (): Promise<void> => {
        const hash = await again()
          .resize(100, 100, { fit: 'inside', withoutEnlargement: true })
          .raw()
          .ensureAlpha()
          .toBuffer({ resolveWithObject: true });
        rgbaToThumbHash(hash.info.width, hash.info.height, hash.data);
      };
      await Promise.all([
        small(),
        shown(250).webp({ quality: 80 }).toBuffer(),
        shown(1440).jpeg({ quality: 80, chromaSubsampling: '4:4:4' }).toBuffer(),
      ]);
    });
  };

/** The lighter reading of Immich's set: 1,440 and 250 are long sides. */
export const immichInside = immich('inside');
/** As Immich does it: 1,440 and 250 are short sides. */
export const immichOutside = immich('outside');

/** storage-resize-images' way: one whole pipeline from the file for each size, here in the same sizes. */
export const perSize: Developer = async (file) => {
  sharp.concurrency(1);
  const sizes = await sizesOf(file);
  return timed(() =>
    Promise.all(
      [sizes.screen, sizes.grid].map(({ width, height }) =>
        sharp(file, { failOn: 'none' })
          .rotate()
          .resize(width, height, { fit: 'inside', withoutEnlargement: true })
          .jpeg()
          .toBuffer(),
      ),
    ),
  );
};

interface Libheif {
  HeifDecoder: new () => {
    decode: (file: Uint8Array) => {
      get_width: () => number;
      get_height: () => number;
      display: (target: object, done: (shown: unknown) => void) => void;
    }[];
  };
}

/** libheif, as its own documentation shows it, then the encoders; no thread of its own, no profile, nothing that bounds it. */
export async function bareHeif(bytes: Uint8Array, sizes: Awaited<ReturnType<typeof sizesOf>>): Promise<void> {
  const libheif = createRequire(import.meta.url)('libheif-js/wasm-bundle.js') as Libheif;
  const [image] = new libheif.HeifDecoder().decode(bytes);
  if (!image) throw new Error('no picture');
  const [width, height] = [image.get_width(), image.get_height()];
  const target = { data: new Uint8ClampedArray(width * height * 4), width, height };
  await new Promise((resolve) => image.display(target, resolve));
  const { data, info } = await sharp(target.data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .resize({ ...sizes.screen, fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  await encode(data, { ...info, channels: info.channels === 4 ? 4 : 3 }, sizes.grid);
}

/** The floor of a HEIC. */
export const heifFloor: Developer = async (file) => {
  const { readFile } = await import('node:fs/promises');
  sharp.concurrency(THREADS);
  const [bytes, sizes] = [await readFile(file), await sizesOf(file)];
  return timed(() => bareHeif(bytes, sizes));
};
