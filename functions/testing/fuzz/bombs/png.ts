import { deflateSync } from 'node:zlib';
import { ascii } from '../formats/box.ts';
import { seededRandom } from '../random.ts';
import { family, type HostileFile, type ValidFiles } from '../hostile-file.ts';
import { chunk, png, zeros } from '../formats/png.ts';
import { withChunks } from '../polyglots.ts';

const MIB = 2 ** 20;
/** Bytes that deflate by a factor of a thousand. */
const LARGE = 192 * MIB;

const profile = (body: Buffer): Buffer => chunk('iCCP', Buffer.concat([ascii('icc\0\0'), body]));
const zText = (body: Buffer): Buffer => chunk('zTXt', Buffer.concat([ascii('Comment\0\0'), body]));
const iText = (body: Buffer): Buffer => chunk('iTXt', Buffer.concat([ascii('XML:com.adobe.xmp\0\x01\0\0\0'), body]));

const side = (width: number, height = width): { width: number; height: number } => ({ width, height });
const nothing = (): Buffer => zeros(1000);

/** PNGs with more pixels than the limit, refused by their header alone. */
const pixels: Record<string, () => Buffer> = {
  '256 megapixels in 250 KB': () => png(side(16_000)),
  '65,535 square, without pixels': () => png(side(65_535), { pixels: nothing() }),
  '2,147,483,647 by 1': () => png(side(2 ** 31 - 1, 1), { pixels: nothing() }),
  '1 by 2,147,483,647': () => png(side(1, 2 ** 31 - 1), { pixels: nothing() }),
  '203 megapixels, interlaced': () => png({ ...side(203_000, 1000), interlace: 1 }, { pixels: nothing() }),
};

/** Headers that promise missing or excessive data. */
const promises: Record<string, () => Buffer> = {
  '200 megapixels without data': () => png(side(14_000), { pixels: nothing() }),
  '200 megapixels, interlaced, without data': () => png({ ...side(14_000), interlace: 1 }, { pixels: nothing() }),
  'a width of 4,294,967,295': () => png(side(2 ** 32 - 1, 1), { pixels: nothing() }),
  'a body that is not zlib': () => png(side(100), { pixels: seededRandom('zlib').bytes(5000) }),
};

const bodies = (wholes: ValidFiles): Record<string, () => Buffer> => ({
  'a profile that inflates to 192 MB': () => withChunks(wholes.interlaced, profile(zeros(LARGE))),
  'a text that inflates to 192 MB': () => withChunks(wholes.interlaced, zText(zeros(LARGE))),
  'an XMP that inflates to 192 MB': () => withChunks(wholes.interlaced, iText(zeros(LARGE))),
  'a thousand texts that inflate to 1 MB each': () => {
    const one = zText(zeros(MIB));
    return withChunks(wholes.interlaced, ...Array.from({ length: 1000 }, () => one));
  },
  'sixty thousand empty texts': () => {
    const one = chunk('tEXt', ascii('Comment\0'));
    return withChunks(wholes.interlaced, ...Array.from({ length: 60_000 }, () => one));
  },
  'ten thousand palettes': () =>
    withChunks(wholes.png, ...Array.from({ length: 10_000 }, () => chunk('tRNS', Buffer.alloc(6)))),
  'a profile of noise': () => withChunks(wholes.interlaced, profile(deflateSync(seededRandom('icc').bytes(50_000)))),
  'an EXIF of noise': () => withChunks(wholes.interlaced, chunk('eXIf', seededRandom('exif').bytes(60_000))),
  'a body that inflates to 192 MB': () => png(side(100), { pixels: zeros(LARGE) }),
  'a chunk that claims 2 GB': () => {
    const long = chunk('tEXt', ascii('Comment\0'));
    long.writeUInt32BE(0x7fffffff);
    return withChunks(wholes.interlaced, long);
  },
});

/** The largest PNGs within the limit, complete. */
const large: Record<string, () => Buffer> = {
  '200 megapixels': () => png(side(14_000)),
  '200 megapixels, one high': () => png(side(200_000_000, 1)),
  '200 megapixels, interlaced': () => png({ ...side(14_000), interlace: 1 }, { pixels: zeros(14_000 * 14_100) }),
};

/** Small PNGs that decode to a lot. */
export const pngBombs = (wholes: ValidFiles): HostileFile[] => [
  ...family('PNG bomb', ['too-many-pixels', 'unreadable'], pixels),
  ...family('PNG bomb', ['unreadable', 'too-many-pixels'], promises),
  ...family('PNG bomb', ['ready', 'unreadable'], bodies(wholes)),
  ...family('PNG bomb', ['ready', 'unreadable', 'too-many-pixels'], large),
];
