import sharp, { type Sharp } from 'sharp';
import { meaningOf, type Meaning } from './icc-profile.ts';
import { tiffOf, type Raw } from './encode-tiff.ts';

/** Pixels with the profile that says which colours they are meant in; none where they are sRGB. */
export interface Pixels extends Raw {
  readonly bits: 8;
  readonly data: Buffer;
  readonly meant?: { readonly as: Exclude<Meaning, 'srgb'>; readonly profile: Buffer };
}

/** The one profile that a rendition may carry: Display P3 in 480 bytes, as sharp has it. */
const P3 = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
  .withIccProfile('p3')
  .png()
  .toBuffer()
  .then(async (picture) => (await sharp(picture).metadata()).icc ?? Buffer.alloc(0));

/** What a profile means for pixels that were decoded without looking at it. */
export function meantBy(profile: Buffer | undefined): Pick<Pixels, 'meant'> {
  const as = profile && meaningOf(profile);
  return profile && as && as !== 'srgb' ? { meant: { as, profile } } : {};
}

/** The same numbers in 16 bits, so that a wider room takes them without loss. */
function deep({ width, height, channels, data }: Pixels): Raw {
  const wide = Uint16Array.from(data, (value) => value * 257);
  return { width, height, channels, bits: 16, data: new Uint8Array(wide.buffer) };
}

const plain = ({ width, height, channels, data }: Raw): Sharp => sharp(data, { raw: { width, height, channels } });

/** The same picture in RGB where nothing of it can be seen through, as a phone writes its screenshots in RGBA. */
export async function withoutIdleAlpha(pixels: Pixels): Promise<Pixels> {
  const { channels, data } = pixels;
  if (channels === 3) return pixels;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return pixels;
  return { ...pixels, channels: 3, data: await plain(pixels).removeAlpha().raw().toBuffer() };
}

/** Pixels as a picture in sRGB. */
export const inSrgb = (pixels: Pixels): Sharp =>
  pixels.meant ? sharp(tiffOf(pixels, pixels.meant.profile)).toColourspace('srgb') : plain(pixels);

/** Pixels as a picture that keeps what sRGB cannot show: in Display P3 and with its profile where they are wider, else in sRGB. */
export async function inWidest(pixels: Pixels): Promise<Sharp> {
  switch (pixels.meant?.as) {
    case 'p3':
      return sharp(tiffOf(pixels, await P3)).keepIccProfile();
    case 'wide':
      return sharp(tiffOf(deep(pixels), pixels.meant.profile)).withIccProfile('p3');
    case 'other':
    case undefined:
      return inSrgb(pixels);
  }
}

/** The same picture in another size, still in its own colours. */
export async function resized(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  const { data, info } = await plain(pixels)
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { ...pixels, width: info.width, height: info.height, data };
}

/** The same picture as pixels in sRGB. */
export async function toSrgb(pixels: Pixels): Promise<Pixels> {
  const { data, info } = await inSrgb(pixels).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3, bits: 8, data };
}
