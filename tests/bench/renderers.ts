import { createRequire } from 'node:module';
import { gridSize, screenSize } from '@maru/model';
import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { ENCODER_OPTIONS, makeOf, THREADS } from '../../functions/testing/bench-renditions.ts';
import { elapsed, startTimer, type Timing } from '../../functions/testing/timing.ts';

/** A way to create a photo's renditions; returns the wall and processor time in milliseconds. */
export type Renderer = (file: string) => Promise<Timing>;

async function timed(work: () => Promise<unknown>): Promise<Timing> {
  const began = startTimer();
  await work();
  return elapsed(began);
}

/** The sizes of a file's renditions, computed before the measurement. */
async function sizesOf(file: string) {
  const { width, height } = (await sharp(file).metadata()).autoOrient;
  return { grid: gridSize({ width, height }), screen: screenSize({ width, height }) };
}

/** Encodes grid and screen from pixels of the size of screen, the lower bound of any encoder. */
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

/** Our handler from the end of the download to the end of the commit. */
export const ours: Renderer = async (file) => {
  sharp.concurrency(THREADS);
  return makeOf(file);
};

/**
 * The floor: bare sharp decodes once, with as many threads as ours, and encodes the same two outputs. Ignores colour profiles, since the
 * bench's files are sRGB or have none.
 */
export const floor: Renderer = async (file) => {
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

/**
 * Immich's way (server/src/repositories/media.repository.ts): decodes once to the size of the preview, then creates preview, thumbnail and
 * thumbhash from its pixels.
 */
const immich =
  (fit: 'inside' | 'outside'): Renderer =>
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

/** With 1,440 and 250 as long sides, the lighter reading of Immich's options. */
export const immichInside = immich('inside');
/** With 1,440 and 250 as short sides, as Immich does it. */
export const immichOutside = immich('outside');

/** The way of storage-resize-images: a complete pipeline per size, here in our sizes. */
export const perSize: Renderer = async (file) => {
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

/** libheif as in its own documentation, then the encoders: no thread of its own, no profile, no limits. */
async function bareHeif(bytes: Uint8Array, sizes: Awaited<ReturnType<typeof sizesOf>>): Promise<void> {
  const libheif = createRequire(import.meta.url)('libheif-js/wasm-bundle.js') as Libheif;
  const [image] = new libheif.HeifDecoder().decode(bytes);
  if (!image) throw new Error('no image');
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

/** The floor of HEIC. */
export const heifFloor: Renderer = async (file) => {
  const { readFile } = await import('node:fs/promises');
  sharp.concurrency(THREADS);
  const [bytes, sizes] = [await readFile(file), await sizesOf(file)];
  return timed(() => bareHeif(bytes, sizes));
};
