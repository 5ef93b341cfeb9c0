import type { Kind } from '../library/item.ts';
import type { Format } from './formats.ts';
import { rawInTiff } from './sniff-tiff.ts';

/** Who reads a picture; `preview`: nothing here does, but one that can be read may lie in it. */
export type Decoder = 'sharp' | 'heif' | 'preview';

/**
 * What a file's first bytes say it is. `demuxer` is the one that ffmpeg is forced to, `moves` the same for a photo that may be
 * an animation; `decoder` is who reads a picture.
 */
export type FileFormat =
  | { readonly kind: 'photo'; readonly format: Format; readonly decoder: Decoder; readonly moves?: 'gif' | 'apng' }
  | { readonly kind: Exclude<Kind, 'photo'>; readonly format: Format; readonly demuxer: string }
  | { readonly kind: 'unsupported'; readonly format: Format };

const ascii = (head: Uint8Array, at: number, text: string): boolean =>
  String.fromCharCode(...head.slice(at, at + text.length)) === text;
const bytes = (head: Uint8Array, at: number, ...wanted: number[]): boolean =>
  wanted.every((byte, i) => head[at + i] === byte);

const photo = (format: Format, decoder: Decoder = 'sharp'): FileFormat => ({ kind: 'photo', format, decoder });
const video = (format: Format, demuxer: string): FileFormat => ({ kind: 'video', format, demuxer });
const sound = (format: Format, demuxer: string): FileFormat => ({ kind: 'sound', format, demuxer });
const unsupported = (format: Format): FileFormat => ({ kind: 'unsupported', format });

/** ISO/IEC 23008-12, and MIAF (23000-22): pictures and sequences of them coded in HEVC, or not said in what. */
const HEIF_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'mif2', 'msf1', 'miaf'];
/** The same container around AVC, VVC and JPEG: nothing here decodes those. */
const OTHER_HEIF_BRANDS = ['avci', 'avcs', 'vvic', 'vvis', 'jpeg', 'jpgs', 'j2ki'];

/** ISO base media files (ISO/IEC 14496-12 section 4.3): the major brand, then the compatible ones, tell pictures from video. */
function isoMedia(head: Uint8Array): FileFormat | undefined {
  if (!ascii(head, 4, 'ftyp')) {
    // QuickTime before ISO had no ftyp. A small box is below 16 MiB, so that a text with one of these words is none.
    const isBox = (box: string): boolean => ascii(head, 4, box);
    const isOld = isBox('mdat') || (head[0] === 0 && ['moov', 'wide', 'free', 'skip'].some(isBox));
    return isOld ? video('mov', 'mov') : undefined;
  }
  const size = Math.min(((head[2] ?? 0) << 8) | (head[3] ?? 0), head.length);
  const brand = (at: number): string => String.fromCharCode(...head.slice(at, at + 4));
  const brands = [brand(8)];
  for (let at = 16; at + 4 <= size; at += 4) brands.push(brand(at));
  const major = brands[0] ?? '';
  if (major === 'avif' || major === 'avis' || (major.startsWith('mi') && brands.includes('avif'))) return photo('avif');
  if (HEIF_BRANDS.includes(major)) return photo('heic', 'heif');
  if (OTHER_HEIF_BRANDS.includes(major)) return photo('heif', 'preview');
  if (major === 'crx ') return photo('cr3', 'preview');
  if (major === 'M4A ' || major === 'M4B ') return sound('m4a', 'mov');
  if (major === 'qt  ') return video('mov', 'mov');
  return video(major.startsWith('3g') ? '3gp' : 'mp4', 'mov');
}

/** An animated PNG says so in a chunk before its first picture (PNG, third edition, section 11.3.2.1). */
function png(head: Uint8Array): FileFormat {
  const still = photo('png');
  for (let at = 8; at + 8 <= head.length;) {
    if (ascii(head, at + 4, 'acTL')) return { kind: 'photo', format: 'png', decoder: 'sharp', moves: 'apng' };
    if (ascii(head, at + 4, 'IDAT')) return still;
    const length = [0, 1, 2, 3].reduce((sum, i) => sum * 256 + (head[at + i] ?? 0), 0);
    at += 12 + length;
  }
  return still;
}

function picture(head: Uint8Array): FileFormat | undefined {
  if (bytes(head, 0, 0xff, 0xd8, 0xff)) return photo('jpeg');
  if (bytes(head, 0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return png(head);
  if (ascii(head, 0, 'GIF87a') || ascii(head, 0, 'GIF89a'))
    return { kind: 'photo', format: 'gif', decoder: 'sharp', moves: 'gif' };
  if (ascii(head, 0, 'RIFF') && ascii(head, 8, 'WEBP')) return photo('webp');
  if (ascii(head, 0, 'FUJIFILMCCD-RAW')) return photo('raf', 'preview');
  if (ascii(head, 0, 'FOVb')) return photo('x3f', 'preview');
  if (ascii(head, 0, '\x00MRM')) return photo('mrw', 'preview');
  const raw = rawInTiff(head);
  if (raw !== undefined) return photo(raw, 'preview');
  const isTiff = [0x2a, 0x2b].some((n) => bytes(head, 0, 0x49, 0x49, n, 0) || bytes(head, 0, 0x4d, 0x4d, 0, n));
  if (isTiff) return photo('tiff');
  if (bytes(head, 0, 0xff, 0x0a) || (ascii(head, 4, 'JXL ') && bytes(head, 0, 0, 0, 0, 0x0c)))
    return photo('jxl', 'preview');
  return undefined;
}

function moving(head: Uint8Array): FileFormat | undefined {
  if (bytes(head, 0, 0x1a, 0x45, 0xdf, 0xa3)) return video('matroska', 'matroska');
  if (ascii(head, 0, 'RIFF') && ascii(head, 8, 'AVI ')) return video('avi', 'avi');
  if (bytes(head, 0, 0, 0, 1, 0xba)) return video('mpeg', 'mpeg');
  if (head[0] === 0x47 && head[188] === 0x47 && head[376] === 0x47) return video('mpegts', 'mpegts');
  if (head[4] === 0x47 && head[196] === 0x47 && head[388] === 0x47) return video('mpegts', 'mpegts');
  if (bytes(head, 0, 0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11)) return video('asf', 'asf');
  if (bytes(head, 0, 0x1f, 0x07, 0, 0x3f) || bytes(head, 0, 0x1f, 0x07, 0, 0xbf)) return video('dv', 'dv');
  return undefined;
}

function audible(head: Uint8Array): FileFormat | undefined {
  if (ascii(head, 0, 'ID3')) return sound('mp3', 'mp3');
  if (ascii(head, 0, 'RIFF') && ascii(head, 8, 'WAVE')) return sound('wav', 'wav');
  if (ascii(head, 0, 'fLaC')) return sound('flac', 'flac');
  if (ascii(head, 0, 'OggS')) return sound('ogg', 'ogg');
  if (ascii(head, 0, '#!AMR')) return sound('amr', 'amr');
  if (ascii(head, 0, 'FORM') && ascii(head, 8, 'AIF')) return sound('aiff', 'aiff');
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0) return sound('aac', 'aac');
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2) return sound('mp3', 'mp3');
  return undefined;
}

function vector(head: Uint8Array): FileFormat | undefined {
  const start = String.fromCharCode(...head.slice(0, 512))
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  // A comment ends at its first end: were it let go on, a text of comments alone would be tried in 2^73 ways.
  return /^(<\?xml[^>]*>\s*)?(<!--(?:(?!-->)[^])*-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(start)
    ? unsupported('svg')
    : undefined;
}

/** What the first `HEAD_BYTES` of a file are, by their magic numbers alone; undefined for what is no photo, video or sound. */
export const sniff = (head: Uint8Array): FileFormat | undefined =>
  picture(head) ?? isoMedia(head) ?? moving(head) ?? audible(head) ?? vector(head);
