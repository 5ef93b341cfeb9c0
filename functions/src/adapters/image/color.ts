import sharp, { type Sharp } from 'sharp';
import { colorSpaceOf, type ColorSpace } from './icc-profile.ts';
import { encodeTiff, type RawPixels } from './encode-tiff.ts';

/** 8-bit pixels with their ICC profile; no profile means sRGB. */
export interface Pixels extends RawPixels {
  readonly bits: 8;
  readonly data: Buffer;
  readonly profile?: { readonly as: Exclude<ColorSpace, 'srgb'>; readonly profile: Buffer };
}

/** The only profile a rendition may carry: Display P3, 480 bytes, as sharp writes it. */
const P3 = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
  .withIccProfile('p3')
  .png()
  .toBuffer()
  .then(async (image) => (await sharp(image).metadata()).icc ?? Buffer.alloc(0));

/** The profile to keep with pixels that were decoded without applying it. */
export function profileOf(profile: Buffer | undefined): Pick<Pixels, 'profile'> {
  const as = profile && colorSpaceOf(profile);
  return profile && as && as !== 'srgb' ? { profile: { as, profile } } : {};
}

/** Widens to 16 bits, so that conversion to a wider color space loses nothing. */
function to16Bit({ width, height, channels, data }: Pixels): RawPixels {
  const wide = Uint16Array.from(data, (value) => value * 257);
  return { width, height, channels, bits: 16, data: new Uint8Array(wide.buffer) };
}

const fromRaw = ({ width, height, channels, data }: RawPixels): Sharp =>
  sharp(data, { raw: { width, height, channels } });

/** Drops an alpha channel that is fully opaque: phones write screenshots as RGBA. */
export async function dropOpaqueAlpha(pixels: Pixels): Promise<Pixels> {
  const { channels, data } = pixels;
  if (channels === 3) return pixels;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return pixels;
  return { ...pixels, channels: 3, data: await fromRaw(pixels).removeAlpha().raw().toBuffer() };
}

/** The image converted to sRGB. */
export const asSrgb = (pixels: Pixels): Sharp =>
  pixels.profile ? sharp(encodeTiff(pixels, pixels.profile.profile)).toColourspace('srgb') : fromRaw(pixels);

/** The image in Display P3 with its profile if its color space is wider than sRGB, else in sRGB. */
export async function asWidestGamut(pixels: Pixels): Promise<Sharp> {
  switch (pixels.profile?.as) {
    case 'p3':
      return sharp(encodeTiff(pixels, await P3)).keepIccProfile();
    case 'wide':
      return sharp(encodeTiff(to16Bit(pixels), pixels.profile.profile)).withIccProfile('p3');
    case 'other':
    case undefined:
      return asSrgb(pixels);
  }
}

/** Resizes without converting the color space. */
export async function resize(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  const { data, info } = await fromRaw(pixels)
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { ...pixels, width: info.width, height: info.height, data };
}

/** Rotates clockwise by a multiple of 90 degrees. */
export async function rotate(pixels: Pixels, degrees: number): Promise<Pixels> {
  const { data, info } = await fromRaw(pixels).rotate(degrees).raw().toBuffer({ resolveWithObject: true });
  return { ...pixels, width: info.width, height: info.height, data };
}

/** Converts pixels to sRGB. */
export async function toSrgb(pixels: Pixels): Promise<Pixels> {
  const { data, info } = await asSrgb(pixels).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3, bits: 8, data };
}
