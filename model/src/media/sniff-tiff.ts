import type { Format } from './formats.ts';

/** Tags of TIFF 6.0, TIFF/EP and DNG that tell a camera's RAW from a picture. */
const TAG = { subfile: 254, compression: 259, photometric: 262, make: 271, dngVersion: 50706 } as const;
/** What libtiff decodes: none, CCITT, LZW, JPEG, Deflate, PackBits, LZMA, Zstandard, WebP. */
const USUAL = [1, 2, 3, 4, 5, 7, 8, 32773, 32946, 34925, 50000, 50001];
/** The colour filter array of a sensor, and a sensor's own linear light. */
const SENSOR = [32803, 34892];
/** Bytes of a TIFF's first directory that are looked at; a camera's has some forty entries. */
const MAX_ENTRIES = 512;
const SHORT = 3;

/** Beginnings that only RAWs have, some of them no TIFF's: at which byte. */
const MARKS = [
  ['CR\x02\x00', 8, 'cr2'],
  ['IIU\x00', 0, 'rw2'],
  ['IIRO', 0, 'orf'],
  ['IIRS', 0, 'orf'],
  ['MMOR', 0, 'orf'],
  ['IIII', 8, 'iiq'],
] as const;

const MAKERS = [
  [/^NIKON/i, 'nef'],
  [/^SONY/i, 'arw'],
  [/^(PENTAX|RICOH|ASAHI)/i, 'pef'],
  [/^SAMSUNG/i, 'srw'],
  [/^HASSELBLAD/i, '3fr'],
  [/^(KODAK|EASTMAN)/i, 'kdc'],
  [/^SEIKO EPSON/i, 'erf'],
  [/^(CANON|OLYMPUS|PANASONIC|LEICA|LEAF|PHASE ONE|MAMIYA|SIGMA|FUJIFILM)/i, 'raw'],
] as const;

/** The first directory as far as it lies in `head`: each tag's first value, texts whole. */
function firstDirectory(head: Uint8Array): Map<number, number | string> {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const little = head[0] === 0x49;
  const found = new Map<number, number | string>();
  const at = head.length < 8 ? head.length : view.getUint32(4, little);
  if (at < 8 || at + 2 > head.length) return found;
  const count = Math.min(view.getUint16(at, little), MAX_ENTRIES);
  for (let entry = at + 2, n = 0; n < count && entry + 12 <= head.length; entry += 12, n += 1) {
    const [tag, type, length] = [0, 2]
      .map((by) => view.getUint16(entry + by, little))
      .concat(view.getUint32(entry + 4, little));
    if (tag === undefined || length === undefined) continue;
    if (type !== 2)
      found.set(tag, type === SHORT ? view.getUint16(entry + 8, little) : view.getUint32(entry + 8, little));
    else {
      const from = length <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
      found.set(tag, String.fromCharCode(...head.slice(from, Math.min(from + length, from + 64, head.length))));
    }
  }
  return found;
}

/**
 * Which RAW begins like a TIFF, by its first bytes: `dng`, `nef`, `arw` …, `raw` for one without a name of its own. A RAW's
 * first directory is of a sensor, or of a small copy in front of one; undefined for what is a picture itself, or no TIFF.
 */
export function rawInTiff(head: Uint8Array): Format | undefined {
  const starts = (text: string, at: number): boolean =>
    String.fromCharCode(...head.slice(at, at + text.length)) === text;
  const isTiff = starts('II*\0', 0) || starts('MM\0*', 0);
  const mark = MARKS.find(([text, at]) => starts(text, at) && (at === 0 || isTiff));
  if (mark) return mark[2];
  if (!isTiff) return undefined;
  const tags = firstDirectory(head);
  if (tags.has(TAG.dngVersion)) return 'dng';
  const make = tags.get(TAG.make);
  const maker = typeof make === 'string' ? MAKERS.find(([name]) => name.test(make))?.[1] : undefined;
  const number = (tag: number): number => Number(tags.get(tag) ?? 0);
  if (SENSOR.includes(number(TAG.photometric))) return maker ?? 'raw';
  const isSmallCopy = (number(TAG.subfile) & 1) === 1;
  const isUsual = !tags.has(TAG.compression) || USUAL.includes(number(TAG.compression));
  return isSmallCopy || !isUsual ? maker : undefined;
}
