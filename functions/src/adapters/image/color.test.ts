import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { scene } from '../../../../tests/media/photo.ts';
import { ADOBE_RGB, greyProfile, profileOf, PROPHOTO, type Colours } from '../../../../tests/media/icc-profile.ts';
import { MEDIA, needsMedia } from '../../../testing/media.ts';
import { render, difference, createTempFiles } from '../../../testing/images.ts';
import { colorSpaceOf } from './icc-profile.ts';

const tempFile = createTempFiles();

type Rgb = readonly [number, number, number];
const LOSSLESS = { quality: 100, chromaSubsampling: '4:4:4' } as const;

/** An image of one color. */
const of = ([r, g, b]: Rgb, alpha?: number) =>
  sharp({
    create: {
      width: 64,
      height: 48,
      channels: alpha === undefined ? 3 : 4,
      background: { r, g, b, ...(alpha !== undefined && { alpha }) },
    },
  });

/** Adds a profile to a JPEG without converting its pixels. */
async function withProfile(jpeg: Buffer, profile: Buffer): Promise<Buffer> {
  const head = Buffer.from([0xff, 0xe2, 0, 0]);
  const body = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]);
  head.writeUInt16BE(body.length + 2, 2);
  return Promise.resolve(Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]));
}

/** Returns the stored values of the middle pixel, ignoring the profile. */
async function pixelOf(image: Uint8Array): Promise<number[]> {
  const { data, info } = await sharp(image, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
  const at = (info.width * (info.height >> 1) + (info.width >> 1)) * info.channels;
  return [...data.subarray(at, at + info.channels)];
}

const expectNear = (numbers: number[], expected: Rgb, by = 3): void => {
  for (const [i, value] of expected.entries())
    expect(Math.abs((numbers[i] ?? NaN) - value), `${numbers.join()} for ${expected.join()}`).toBeLessThanOrEqual(by);
};

// XYZ (D50) to linear sRGB and Display P3.
const TO = {
  srgb: [
    [3.1339, -1.6169, -0.4906],
    [-0.9788, 1.9161, 0.0335],
    [0.0719, -0.229, 1.4052],
  ],
  p3: [
    [2.404, -0.9899, -0.3976],
    [-0.8422, 1.7989, 0.016],
    [0.0482, -0.0974, 1.274],
  ],
} as const;

/** Converts a color of a profile to sRGB or Display P3 by the formulas of the standards. */
function converted([r, g, b]: Rgb, { primaries, gamma }: Colours, to: keyof typeof TO): Rgb {
  const light = [r, g, b].map((value) => (value / 255) ** gamma);
  const xyz = [0, 1, 2].map((k) => light.reduce((sum, value, i) => sum + value * (primaries[i]?.[k] ?? 0), 0));
  const numbers = TO[to].map((row) => {
    const value = Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum: number, factor, k) => sum + factor * (xyz[k] ?? 0), 0),
      ),
    );
    return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
  });
  return numbers as unknown as Rgb;
}

const profileIn = async (image: Uint8Array): Promise<Buffer | undefined> => (await sharp(image).metadata()).icc;

describe('colors of a profile', () => {
  const MUTED: Rgb = [120, 140, 110];
  const STRONG: Rgb = [90, 200, 60];

  test('inside the sRGB gamut are preserved in sRGB and Display P3', async () => {
    for (const [name, colours] of [
      ['adobe', ADOBE_RGB],
      ['prophoto', PROPHOTO],
    ] as const) {
      const file = await tempFile(
        `${name}.jpg`,
        await withProfile(await of(MUTED).jpeg(LOSSLESS).toBuffer(), profileOf(colours)),
      );
      const { grid, screen } = await render(file);
      expectNear(await pixelOf(grid), converted(MUTED, colours, 'srgb'));
      expectNear(await pixelOf(screen), converted(MUTED, colours, 'p3'));
    }
  });

  test('outside the sRGB gamut are preserved in screen and clipped to sRGB in grid', async () => {
    const bytes = await withProfile(await of(STRONG).jpeg(LOSSLESS).toBuffer(), profileOf(ADOBE_RGB));
    const { grid, screen } = await render(await tempFile('strong.jpg', bytes));
    const [p3, srgb] = [converted(STRONG, ADOBE_RGB, 'p3'), converted(STRONG, ADOBE_RGB, 'srgb')];
    expect(srgb[0]).toBe(0);
    expect(p3[0]).toBeGreaterThan(20);
    expectNear(await pixelOf(screen), p3);
    expectNear(await pixelOf(grid), srgb, 4);
    expect(colorSpaceOf((await profileIn(screen)) ?? Buffer.alloc(0))).toBe('p3');
    expect(await profileIn(grid)).toBeUndefined();
  });

  test('in Display P3 are unchanged in screen, with a small profile, and converted to sRGB in grid', async () => {
    const bytes = await of([220, 60, 40]).withIccProfile('p3').jpeg(LOSSLESS).toBuffer();
    const stored = await pixelOf(bytes);
    const { grid, screen } = await render(await tempFile('p3.jpg', bytes));
    expectNear(await pixelOf(screen), stored as unknown as Rgb);
    expectNear(await pixelOf(grid), [220, 60, 40]);
    expect((await profileIn(screen))?.length).toBeLessThan(500);
    expect(await profileIn(grid)).toBeUndefined();
  });

  test('with an sRGB profile or an invalid one are unchanged', async () => {
    for (const profile of [
      await profileIn(await of([9, 9, 9]).withIccProfile('srgb').png().toBuffer()),
      Buffer.alloc(200, 7),
    ]) {
      const bytes = await withProfile(await of(STRONG).jpeg(LOSSLESS).toBuffer(), profile ?? Buffer.alloc(0));
      const { grid, screen } = await render(await tempFile('srgb.jpg', bytes));
      expectNear(await pixelOf(screen), STRONG);
      expectNear(await pixelOf(grid), STRONG);
      expect(await profileIn(screen)).toBeUndefined();
    }
  });

  test('in grayscale have the right lightness', async () => {
    const grey = await of([100, 100, 100]).toColourspace('b-w').jpeg(LOSSLESS).toBuffer();
    expectNear(await pixelOf((await render(await tempFile('grey.jpg', grey))).screen), [100, 100, 100]);
    const lighter = Math.round(255 * (1.055 * (100 / 255) ** (1.8 / 2.4) - 0.055));
    const { screen } = await render(await tempFile('mac.jpg', await withProfile(grey, greyProfile(1.8))));
    expectNear(await pixelOf(screen), [lighter, lighter, lighter]);
  });

  // The conversion is not exact, except for white.
  test('in CMYK are converted to RGB', async () => {
    for (const rgb of [
      [255, 255, 255],
      [150, 130, 115],
      [70, 90, 80],
    ] as const) {
      const bytes = await of(rgb).toColourspace('cmyk').withIccProfile('cmyk').jpeg(LOSSLESS).toBuffer();
      expect((await sharp(bytes).metadata()).space).toBe('cmyk');
      expectNear(await pixelOf((await render(await tempFile('cmyk.jpg', bytes))).screen), rgb, rgb[0] === 255 ? 2 : 16);
    }
  });

  test('from a real iPhone are in Display P3', async (context) => {
    needsMedia(context);
    const { grid, screen } = await render(`${MEDIA}/phones/iphone-IMG_2682.heic`);
    expect(colorSpaceOf((await profileIn(screen)) ?? Buffer.alloc(0))).toBe('p3');
    expect(await profileIn(grid)).toBeUndefined();
    expect(await difference(await sharp(screen).withIccProfile('srgb').png().toBuffer(), grid)).toBeLessThan(8);
  });
});

describe('every encoding and bit depth', () => {
  const image = scene({ width: 360, height: 240 });

  test.each([
    ['16-bit.png', () => image.clone().toColourspace('rgb16').png()],
    ['16-bit.tif', () => image.clone().toColourspace('rgb16').tiff()],
    ['scan.tif', () => image.clone().tiff()],
    ['deflated.tif', () => image.clone().tiff({ compression: 'deflate', predictor: 'horizontal' })],
    ['palette.png', () => image.clone().png({ palette: true, colours: 200 })],
    ['interlaced.png', () => image.clone().png({ progressive: true })],
    ['progressive.jpg', () => image.clone().jpeg({ progressive: true, quality: 95 })],
    ['web.avif', () => image.clone().avif({ quality: 90 })],
    ['web.webp', () => image.clone().webp({ quality: 95 })],
  ] as const)('%s is rendered correctly', async (name, create) => {
    const { size, grid, screen } = await render(await tempFile(name, await create().toBuffer()));
    expect(size).toEqual({ width: 360, height: 240 });
    const upright = await image.clone().png().toBuffer();
    expect(await difference(upright, screen)).toBeLessThan(4);
    expect(await difference(upright, grid)).toBeLessThan(5);
  });

  test('16-bit images, with a profile or in grayscale, have the same colors as 8-bit ones', async () => {
    const wide = await sharp(await of([220, 60, 40]).png().toBuffer())
      .toColourspace('rgb16')
      .withIccProfile('p3')
      .png()
      .toBuffer();
    expect(await sharp(wide).metadata()).toMatchObject({ depth: 'ushort', hasProfile: true });
    expectNear(await pixelOf((await render(await tempFile('deep.png', wide))).grid), [220, 60, 40]);
    const grey = await of([100, 100, 100]).toColourspace('grey16').png().toBuffer();
    expectNear(await pixelOf((await render(await tempFile('grey16.png', grey))).screen), [100, 100, 100]);
  });
});

describe('transparency', () => {
  test.each(['png', 'webp', 'avif'] as const)('is preserved, with the color: %s', async (format) => {
    const bytes = await of([200, 80, 40], 0.5).toFormat(format, { lossless: true }).toBuffer();
    const { type, grid, screen } = await render(await tempFile(`glass.${format}`, bytes));
    expect(type).toBe('image/webp');
    for (const image of [grid, screen]) {
      const numbers = await pixelOf(image);
      expectNear(numbers, [200, 80, 40], 4);
      expect(Math.abs((numbers[3] ?? 0) - 128)).toBeLessThanOrEqual(2);
    }
  });

  test('is dropped if every pixel is opaque', async () => {
    const opaque = await scene({ width: 360, height: 240 }).ensureAlpha().png().toBuffer();
    expect(await sharp(opaque).metadata()).toMatchObject({ channels: 4 });
    const { type, grid, screen } = await render(await tempFile('screenshot.png', opaque));
    expect(type).toBe('image/jpeg');
    for (const image of [grid, screen]) {
      expect(await sharp(image).metadata()).toMatchObject({ format: 'jpeg', channels: 3 });
      expect(await difference(opaque, image)).toBeLessThan(5);
    }
  });

  test('does not bleed the color of transparent pixels at edges', async () => {
    const row = Buffer.alloc(64 * 4);
    for (let x = 0; x < 64; x++) row.set(x < 32 ? [0, 255, 0, 0] : [255, 0, 0, 255], x * 4);
    const raw = { width: 64, height: 48, channels: 4 } as const;
    const half = await sharp(Buffer.concat(Array.from({ length: 48 }, () => row)), { raw })
      .png()
      .toBuffer();
    const { screen } = await render(await tempFile('edge.png', half));
    const { data } = await sharp(screen).flatten({ background: '#fff' }).raw().toBuffer({ resolveWithObject: true });
    // On white, only white and red appear, never the green of transparent pixels.
    for (let i = 0; i < data.length; i += 3) expect((data[i] ?? 0) + 40).toBeGreaterThan(data[i + 1] ?? 0);
  });
});

/** Returns the markers of a JPEG's segments up to the first scan, with the names of application segments. */
function segmentsOf(jpeg: Buffer): string[] {
  const kinds: string[] = [];
  for (let at = 2; ; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const kind = jpeg.readUInt16BE(at);
    const isNamed = kind >= 0xffe0 && kind <= 0xffef;
    const name = isNamed ? ` ${jpeg.toString('latin1', at + 4, jpeg.indexOf(0, at + 4))}` : '';
    kinds.push(kind.toString(16) + name);
    if (kind === 0xffda) return kinds;
  }
}

/** Returns the names of a WebP's chunks. */
function chunksOf(webp: Buffer): string[] {
  const names: string[] = [];
  for (let at = 12; at < webp.length; at += 8 + webp.readUInt32LE(at + 4) + (webp.readUInt32LE(at + 4) % 2))
    names.push(webp.toString('latin1', at, at + 4));
  return names;
}

describe('renditions contain no metadata', () => {
  const secret = 'maru-secret';
  const withSecrets = (image: Sharp): Sharp =>
    image
      .withExif({
        IFD0: { Make: secret, ImageDescription: secret, Artist: secret },
        IFD2: { UserComment: secret },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '33/1 27/1 30/1', GPSProcessingMethod: secret },
      })
      .withXmp(
        `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${secret}</rdf:RDF></x:xmpmeta>`,
      );

  test('as JPEG', async () => {
    const bytes = await withSecrets(scene({ width: 400, height: 300 }))
      .jpeg()
      .toBuffer();
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 2 + secret.length]), Buffer.from(secret)]);
    const whole = await withProfile(
      Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]),
      profileOf(ADOBE_RGB),
    );
    expect(whole.toString('latin1').split(secret).length).toBeGreaterThan(5);
    const { grid, screen } = await render(await tempFile('secret.jpg', whole));
    for (const image of [grid, screen].map((one) => Buffer.from(one))) {
      expect(image.includes(secret)).toBe(false);
      const ours = ['ffe0 JFIF', 'ffe2 ICC_PROFILE', 'ffdb', 'ffc0', 'ffc4', 'ffda'];
      for (const segment of segmentsOf(image)) expect(ours).toContain(segment);
      expect(image.indexOf(Buffer.from([0xff, 0xd9]))).toBe(image.length - 2);
    }
  });

  test('as WebP', async () => {
    const transparent = scene({ width: 400, height: 300 }).ensureAlpha(0.5);
    const whole = await withSecrets(sharp(await transparent.png().toBuffer()))
      .withIccProfile('p3')
      .png()
      .toBuffer();
    expect(whole.includes(secret)).toBe(true);
    const { type, grid, screen } = await render(await tempFile('secret.png', whole));
    expect(type).toBe('image/webp');
    for (const image of [grid, screen].map((one) => Buffer.from(one))) {
      expect(image.includes(secret)).toBe(false);
      for (const chunk of chunksOf(image)) expect(['VP8 ', 'VP8X', 'ICCP', 'ALPH', 'VP8L']).toContain(chunk);
    }
  });
});
