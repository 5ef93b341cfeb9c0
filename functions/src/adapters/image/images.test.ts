import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_PIXELS, ProcessingError, rotatedSize } from '@maru/model';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { heicOf } from '../../../../tests/media/heic.ts';
import { jpegOf, scene } from '../../../../tests/media/photo.ts';
import { heifBombs } from '../../../testing/fuzz/bombs/heif.ts';
import type { ValidFiles } from '../../../testing/fuzz/hostile-file.ts';
import { png, zeros } from '../../../testing/fuzz/formats/png.ts';
import { MEDIA, needsMedia } from '../../../testing/media.ts';
import { render, difference, formatOf, createTempFiles } from '../../../testing/images.ts';
import { runFfmpegAlone } from '../../../testing/videos.ts';
import { decodeHeif } from './heif.ts';
import { images } from './images.ts';

const tempFile = createTempFiles();

const LIMIT = 12;
const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('orientation', () => {
  test.each(ORIENTATIONS)('%i of a generated image is displayed upright', async (orientation) => {
    const file = await tempFile(`turned-${orientation}.jpg`, await jpegOf({ width: 600, height: 400, orientation }));
    const { size, grid, screen } = await render(file);
    expect(size).toEqual({ width: 600, height: 400 });
    const upright = await scene({ width: 600, height: 400 }).png().toBuffer();
    expect(await difference(upright, screen)).toBeLessThanOrEqual(LIMIT);
    expect(await difference(upright, grid)).toBeLessThanOrEqual(LIMIT);
  });

  test.each([90, 180, 270] as const)('is followed by a rotation of %i degrees', async (rotation) => {
    const stored = await jpegOf({ width: 600, height: 400, orientation: 6 });
    const file = await tempFile(`rotated-${rotation}.jpg`, stored);
    const shown = rotatedSize({ width: 600, height: 400 }, rotation);
    const { grid, screen } = await images.render(file, await formatOf(file), { grid: shown, screen: shown }, rotation);
    const rotated = await scene({ width: 600, height: 400 }).png().toBuffer();
    const expected = await sharp(rotated).rotate(rotation).png().toBuffer();
    for (const image of [grid, screen]) {
      expect(await sharp(image).metadata()).toMatchObject(shown);
      expect(await difference(expected, image)).toBeLessThanOrEqual(LIMIT);
    }
  });

  test('is detected by these tests if it is not applied', async () => {
    const upright = await scene({ width: 600, height: 400 }).png().toBuffer();
    for (const orientation of ORIENTATIONS.slice(1)) {
      const stored = await sharp(await jpegOf({ width: 600, height: 400, orientation })).toBuffer();
      expect(await difference(upright, stored), `as ${orientation} is stored`).toBeGreaterThan(LIMIT);
    }
  });

  test.for(['landscape', 'portrait'])(
    'of a real %s image is displayed upright in all eight cases',
    async (name, context) => {
      needsMedia(context);
      const at = (n: number): string => join(MEDIA, 'orientation', `${name}-${n}.jpg`);
      const first = await render(at(1));
      for (const orientation of ORIENTATIONS.slice(1)) {
        const { size, screen } = await render(at(orientation));
        expect(size).toEqual(first.size);
        expect(await difference(first.screen, screen), `${orientation}`).toBeLessThanOrEqual(LIMIT);
        const unturned = await sharp(at(orientation)).toBuffer();
        expect(await difference(first.screen, unturned), `${orientation}, not turned`).toBeGreaterThan(LIMIT);
      }
    },
  );
});

describe('a HEIC', () => {
  const size = { width: 320, height: 240 };

  test('is decoded and rotated once', async () => {
    const upright = await scene(size).png().toBuffer();
    const flat = await render(await tempFile('flat.heic', await heicOf(upright, size)));
    expect(flat.size).toEqual(size);
    expect(await difference(upright, flat.screen)).toBeLessThanOrEqual(LIMIT);
    const stored = await sharp(upright).rotate(90).png().toBuffer();
    const turned = await tempFile('turned.heic', await heicOf(stored, { width: 240, height: 320 }, { turn: 1 }));
    const rotated = await render(turned);
    expect(rotated.size).toEqual(size);
    expect(await difference(upright, rotated.screen)).toBeLessThanOrEqual(LIMIT);
  });

  test('is decoded at half size if displayed at a quarter or less', async () => {
    const upright = await scene(size).png().toBuffer();
    const file = await tempFile('large.heic', await heicOf(upright, size));
    const decoded = async (width: number, height: number): Promise<object> => {
      const { data: _, ...result } = await decodeHeif(file, { width, height });
      return result;
    };
    expect(await decoded(80, 60)).toEqual({ width: 160, height: 120, channels: 3 });
    expect(await decoded(81, 60)).toEqual({ width: 320, height: 240, channels: 3 });
    const shown = { width: 80, height: 60 };
    const { screen } = await images.render(file, await formatOf(file), { grid: shown, screen: shown });
    expect(await sharp(screen).metadata()).toMatchObject(shown);
    expect(await difference(await sharp(upright).resize(shown).png().toBuffer(), screen)).toBeLessThanOrEqual(LIMIT);
  });

  test('with more items than libheif takes is not called damaged', async () => {
    const heic = await heicOf(await scene(size).png().toBuffer(), size);
    const many = heifBombs({ heic, avif: heic } as ValidFiles).find(({ name }) => name.includes('thousand images'));
    const file = await tempFile('items.heic', many?.bytes() ?? Buffer.alloc(0));
    await expect(render(file)).rejects.toMatchObject({ failure: 'no-decoder' });
  });

  test('is unreadable if truncated', async () => {
    const whole = await heicOf(await scene(size).png().toBuffer(), size);
    const file = await tempFile('cut.heic', whole.subarray(0, whole.length - 2000));
    await expect(render(file)).rejects.toEqual(new ProcessingError('unreadable'));
  });

  test.for([
    ['iphone-IMG_2682.heic', { width: 4032, height: 3024 }],
    ['samsung-motion.heic', { width: 3000, height: 4000 }],
  ] as const)('from a real phone is decoded: %s', async ([name, expected], context) => {
    needsMedia(context);
    const { size, screen } = await render(join(MEDIA, 'phones', name));
    expect(size).toEqual(expected);
    const { width, height } = await sharp(screen).metadata();
    expect(Math.max(width, height)).toBe(1600);
    const { channels } = await sharp(screen).stats();
    expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(20);
  });
});

test.for(['8bit-sRGB.avif', 'denali.webp', 'density_plot.png'])(
  'a real file in another format is rendered correctly: %s',
  async (name, context) => {
    needsMedia(context);
    const file = join(MEDIA, 'formats', name);
    const { size, screen } = await render(file);
    const onWhite = (image: string | Uint8Array): Promise<Buffer> =>
      sharp(image).flatten({ background: '#fff' }).png().toBuffer();
    const { width, height } = await sharp(file).metadata();
    expect(size).toEqual({ width, height });
    expect(await difference(await onWhite(file), await onWhite(screen))).toBeLessThanOrEqual(LIMIT);
  },
);

test.each([
  ['24.bmp', ['-pix_fmt', 'bgr24']],
  ['palette.bmp', ['-pix_fmt', 'pal8', '-sws_dither', 'none']],
  ['whole.jp2', ['-c:v', 'jpeg2000', '-format', 'jp2', '-pix_fmt', 'rgb24']],
  ['stream.j2k', ['-c:v', 'jpeg2000', '-format', 'j2k', '-pix_fmt', 'rgb24']],
])('%s is decoded by ffmpeg', async (name, options) => {
  const size = { width: 640, height: 480 };
  const upright = await scene(size).png().toBuffer();
  const png = await tempFile('upright.png', upright);
  const file = await tempFile(name, Buffer.alloc(0));
  await runFfmpegAlone('-y', '-i', png, '-frames:v', '1', ...options, '-update', '1', file);
  const rendered = await render(file);
  expect(rendered.size).toEqual(size);
  const limit = name.startsWith('palette') ? 3 * LIMIT : LIMIT;
  expect(await difference(upright, rendered.screen)).toBeLessThanOrEqual(limit);
  const shown = { width: 64, height: 48 };
  const small = await images.render(file, await formatOf(file), { grid: shown, screen: shown });
  expect(await difference(await sharp(upright).resize(shown).png().toBuffer(), small.screen)).toBeLessThan(limit);
  const bytes = await readFile(file);
  await expect(render(await tempFile('head', bytes.subarray(0, 40)))).rejects.toMatchObject({ failure: 'unreadable' });
  if (name !== '24.bmp') return;
  bytes.writeInt32LE(60_000, 18);
  await expect(render(await tempFile('wide.bmp', bytes))).rejects.toBeInstanceOf(ProcessingError);
});

test('an animated GIF is rendered with its first frame', async () => {
  const frame = (r: number): Promise<Buffer> =>
    sharp({ create: { width: 40, height: 30, channels: 3, background: { r, g: 0, b: 0 } } })
      .png()
      .toBuffer();
  const animated = await sharp([await frame(255), await frame(0)], { join: { animated: true } })
    .gif()
    .toBuffer();
  expect((await sharp(animated, { pages: -1 }).metadata()).pages).toBe(2);
  const { size, screen } = await render(await tempFile('animated.gif', animated));
  expect(size).toEqual({ width: 40, height: 30 });
  expect((await sharp(screen).stats()).channels[0]?.mean).toBeGreaterThan(200);
});

test('the thumbhash is small and depends on the image', async () => {
  const { thumbhash } = await render(await tempFile('hash.jpg', await jpegOf({ seed: 3 })));
  expect(Buffer.from(thumbhash, 'base64').length).toBeLessThanOrEqual(30);
  const other = await render(await tempFile('other.jpg', await jpegOf({ seed: 9 })));
  expect(thumbhash).not.toBe(other.thumbhash);
});

test('reads a rewritten file again, and no metadata of a malformed one', async () => {
  const file = await tempFile('rewritten.jpg', await jpegOf({ width: 80, height: 60 }));
  const jpeg = await formatOf(file);
  expect(await images.measure(file, jpeg)).toEqual({ width: 80, height: 60 });
  await tempFile('rewritten.jpg', await jpegOf({ width: 60, height: 80 }));
  expect(await images.measure(file, jpeg)).toEqual({ width: 60, height: 80 });
  await tempFile('rewritten.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  expect(await images.readMetadata(file, jpeg)).toEqual({ timestamps: {} });
  await expect(images.measure(file, jpeg)).rejects.toMatchObject({ failure: 'unreadable' });
});

test('a missing file is an I/O error, which is retried, not a ProcessingError', async () => {
  const [missing, jpeg] = ['/nowhere/at-all.jpg', { kind: 'photo', format: 'jpeg', decoder: 'sharp' }] as const;
  const sizes = { grid: { width: 1, height: 1 }, screen: { width: 1, height: 1 } };
  const calls = [
    () => images.measure(missing, jpeg),
    () => images.render(missing, jpeg, sizes),
    () => images.readMetadata(missing, jpeg),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'ENOENT' });
});

describe('a broken image', () => {
  const size = { width: 800, height: 600 };
  const cut = async (whole: Buffer, keep: number): Promise<string> =>
    tempFile('cut.jpg', whole.subarray(0, whole.length * keep));

  test('is displayed as far as it goes if it is a truncated JPEG', async () => {
    const upright = await scene(size).png().toBuffer();
    const top = (image: Uint8Array): Promise<Buffer> =>
      sharp(image)
        .resize({ ...size, fit: 'fill' })
        .extract({ left: 0, top: 0, width: 800, height: 200 })
        .png()
        .toBuffer();
    const progressive = await sharp(await jpegOf(size))
      .jpeg({ progressive: true })
      .toBuffer();
    for (const whole of [await jpegOf(size), progressive]) {
      const rendered = await render(await cut(whole, 0.6));
      expect(rendered).toMatchObject({ isDamaged: true, size });
      expect(await difference(await top(upright), await top(rendered.screen))).toBeLessThanOrEqual(LIMIT);
    }
    expect(await render(await tempFile('whole.jpg', await jpegOf(size)))).not.toHaveProperty('isDamaged');
  });

  test('is unreadable if only a sliver is left, or if it is truncated and no JPEG', async () => {
    for (const keep of [0.1, 0.05])
      await expect(render(await cut(await jpegOf(size), keep)), `${keep}`).rejects.toMatchObject({
        failure: 'unreadable',
      });
    const png = await scene(size).png().toBuffer();
    await expect(render(await cut(png, 0.9))).rejects.toMatchObject({ failure: 'unreadable' });
  });

  test('is refused above our pixel limit, which is below that of sharp', async () => {
    const side = 16_000;
    expect(side * side).toBeGreaterThan(MAX_PIXELS);
    const bomb = png({ width: side, height: side }, { pixels: zeros(1000) });
    await expect(render(await tempFile('bomb.png', bomb))).rejects.toMatchObject({ failure: 'too-many-pixels' });
  });
});

test('EXIF is read from JPEG, WebP and HEIC', async () => {
  const bytes = await jpegOf({ width: 60, height: 40, takenAt: '2019:05:03 14:10:00', offset: '+09:00' });
  const expected = {
    timestamps: { original: '2019:05:03 14:10:00', offset: '+09:00' },
    maker: 'Maru',
    model: 'Test camera',
  };
  const jpeg = await tempFile('clock.jpg', bytes);
  expect(await images.readMetadata(jpeg, await formatOf(jpeg))).toEqual(expected);
  const webp = await tempFile('clock.webp', await sharp(bytes).keepExif().webp().toBuffer());
  expect(await images.readMetadata(webp, await formatOf(webp))).toEqual(expected);
  const exif = (await sharp(bytes).metadata()).exif?.subarray(6);
  const size = { width: 64, height: 48 };
  const heic = await tempFile('clock.heic', await heicOf(await scene(size).png().toBuffer(), size, exif && { exif }));
  expect(await images.readMetadata(heic, await formatOf(heic))).toEqual(expected);
});
