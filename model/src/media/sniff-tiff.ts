import type { Format } from './formats.ts';

/** Tags of TIFF 6.0, TIFF/EP and DNG that distinguish camera RAW from an ordinary image. */
const TAG = { subfile: 254, compression: 259, photometric: 262, make: 271, dngVersion: 50706 } as const;
/** Compressions that libtiff decodes: none, CCITT, LZW, JPEG, Deflate, PackBits, LZMA, Zstandard, WebP. */
const DECODABLE_COMPRESSIONS = [1, 2, 3, 4, 5, 7, 8, 32773, 32946, 34925, 50000, 50001];
/** Photometric interpretations of sensor data: colour filter array and linear RAW. */
const SENSOR_PHOTOMETRICS = [32803, 34892];
/** Maximum number of directory entries to read; cameras write about 40. */
const MAX_ENTRIES = 512;
const SHORT = 3;

/** Signatures of RAW formats, some of them not TIFF: text, offset in bytes, format. */
const SIGNATURES = [
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

/** Reads the entries of the first directory that lie within `head`: the first value of each tag, or its text. */
function firstDirectory(head: Uint8Array): Map<number, number | string> {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const little = head[0] === 0x49;
  const tags = new Map<number, number | string>();
  const at = head.length < 8 ? head.length : view.getUint32(4, little);
  if (at < 8 || at + 2 > head.length) return tags;
  const count = Math.min(view.getUint16(at, little), MAX_ENTRIES);
  for (let entry = at + 2, n = 0; n < count && entry + 12 <= head.length; entry += 12, n += 1) {
    const [tag, type, length] = [0, 2]
      .map((offset) => view.getUint16(entry + offset, little))
      .concat(view.getUint32(entry + 4, little));
    if (tag === undefined || length === undefined) continue;
    if (type !== 2)
      tags.set(tag, type === SHORT ? view.getUint16(entry + 8, little) : view.getUint32(entry + 8, little));
    else {
      const from = length <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
      tags.set(tag, String.fromCharCode(...head.slice(from, Math.min(from + length, from + 64, head.length))));
    }
  }
  return tags;
}

/**
 * Detects RAW formats based on TIFF from their first bytes: `dng`, `nef`, `arw` …, or `raw` if the manufacturer uses several. The first
 * directory of a RAW describes sensor data or a preview. Returns undefined for ordinary TIFF images and other files.
 */
export function rawInTiff(head: Uint8Array): Format | undefined {
  const startsWith = (text: string, at: number): boolean =>
    String.fromCharCode(...head.slice(at, at + text.length)) === text;
  const isTiff = startsWith('II*\0', 0) || startsWith('MM\0*', 0);
  const signature = SIGNATURES.find(([text, at]) => startsWith(text, at) && (at === 0 || isTiff));
  if (signature) return signature[2];
  if (!isTiff) return undefined;
  const tags = firstDirectory(head);
  if (tags.has(TAG.dngVersion)) return 'dng';
  const make = tags.get(TAG.make);
  const maker = typeof make === 'string' ? MAKERS.find(([name]) => name.test(make))?.[1] : undefined;
  const valueOf = (tag: number): number => Number(tags.get(tag) ?? 0);
  if (SENSOR_PHOTOMETRICS.includes(valueOf(TAG.photometric))) return maker ?? 'raw';
  const isPreview = (valueOf(TAG.subfile) & 1) === 1;
  const isDecodable = !tags.has(TAG.compression) || DECODABLE_COMPRESSIONS.includes(valueOf(TAG.compression));
  return isPreview || !isDecodable ? maker : undefined;
}
