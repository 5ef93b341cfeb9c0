import type { Kind } from '../library/item.ts';
import type { Format } from './formats.ts';
import { rawInTiff } from './sniff-tiff.ts';

/** The decoder of an image; `preview`: none, but the file may contain a preview that can be decoded. */
export type Decoder = 'sharp' | 'heif' | 'ffmpeg' | 'preview';

/**
 * A format detected from a file's first bytes. `demuxer` is the ffmpeg demuxer to use, `animationDemuxer` the one for a photo that may be
 * animated, `stillDemuxer` the one for a photo that ffmpeg decodes.
 */
export type FileFormat =
  | {
      readonly kind: 'photo';
      readonly format: Format;
      readonly decoder: Decoder;
      readonly animationDemuxer?: 'gif' | 'apng';
      readonly stillDemuxer?: 'bmp_pipe' | 'j2k_pipe';
    }
  | { readonly kind: Exclude<Kind, 'photo'>; readonly format: Format; readonly demuxer: string }
  | { readonly kind: 'unsupported'; readonly format: Format };

const ascii = (head: Uint8Array, at: number, text: string): boolean =>
  String.fromCharCode(...head.slice(at, at + text.length)) === text;
const bytes = (head: Uint8Array, at: number, ...expected: number[]): boolean =>
  expected.every((byte, i) => head[at + i] === byte);

const photo = (format: Format, decoder: Decoder = 'sharp'): FileFormat => ({ kind: 'photo', format, decoder });
const video = (format: Format, demuxer: string): FileFormat => ({ kind: 'video', format, demuxer });
const sound = (format: Format, demuxer: string): FileFormat => ({ kind: 'sound', format, demuxer });
const unsupported = (format: Format): FileFormat => ({ kind: 'unsupported', format });

/** Brands of HEIF (ISO/IEC 23008-12) and MIAF (23000-22) for images and sequences in HEVC or an unspecified codec. */
const HEIF_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'mif2', 'msf1', 'miaf'];
/** HEIF brands for AVC, VVC, JPEG and JPEG 2000, which cannot be decoded. */
const OTHER_HEIF_BRANDS = ['avci', 'avcs', 'vvic', 'vvis', 'jpeg', 'jpgs', 'j2ki'];

/** ISO base media files (ISO/IEC 14496-12 section 4.3): the major brand, then the compatible ones, distinguish images from video. */
function detectIsoMedia(head: Uint8Array): FileFormat | undefined {
  if (!ascii(head, 4, 'ftyp')) {
    // Old QuickTime files have no ftyp box. Other first boxes are below 16 MiB, which excludes text with one of these words.
    const isBox = (box: string): boolean => ascii(head, 4, box);
    const isOldQuickTime = isBox('mdat') || (head[0] === 0 && ['moov', 'wide', 'free', 'skip'].some(isBox));
    return isOldQuickTime ? video('mov', 'mov') : undefined;
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

/** An animated PNG has an acTL chunk before its first image data (PNG, third edition, section 11.3.2.1). */
function detectPng(head: Uint8Array): FileFormat {
  const plain = photo('png');
  for (let at = 8; at + 8 <= head.length;) {
    if (ascii(head, at + 4, 'acTL'))
      return { kind: 'photo', format: 'png', decoder: 'sharp', animationDemuxer: 'apng' };
    if (ascii(head, at + 4, 'IDAT')) return plain;
    const length = [0, 1, 2, 3].reduce((sum, i) => sum * 256 + (head[at + i] ?? 0), 0);
    at += 12 + length;
  }
  return plain;
}

/** An extended WebP tells by a flag that it is animated (WebP Container Specification); it is converted to an animated PNG. */
const detectWebp = (head: Uint8Array): FileFormat =>
  ascii(head, 12, 'VP8X') && ((head[20] ?? 0) & 2) !== 0
    ? { kind: 'photo', format: 'webp', decoder: 'sharp', animationDemuxer: 'apng' }
    : photo('webp');

/** The sizes of a BMP's second header, by its version. */
const BMP_HEADERS = [12, 16, 40, 52, 56, 64, 108, 124];

/** Photos that only ffmpeg decodes. "BM" alone starts much else. */
function detectByFfmpeg(head: Uint8Array): FileFormat | undefined {
  const isBmp = ascii(head, 0, 'BM') && BMP_HEADERS.includes(head[14] ?? 0) && bytes(head, 15, 0, 0, 0);
  if (isBmp) return { kind: 'photo', format: 'bmp', decoder: 'ffmpeg', stillDemuxer: 'bmp_pipe' };
  const isJp2 = bytes(head, 0, 0, 0, 0, 0x0c) && ascii(head, 4, 'jP  ') && !ascii(head, 20, 'mjp2');
  if (isJp2 || bytes(head, 0, 0xff, 0x4f, 0xff, 0x51))
    return { kind: 'photo', format: 'jp2', decoder: 'ffmpeg', stillDemuxer: 'j2k_pipe' };
  return undefined;
}

function detectImage(head: Uint8Array): FileFormat | undefined {
  if (bytes(head, 0, 0xff, 0xd8, 0xff)) return photo('jpeg');
  if (bytes(head, 0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return detectPng(head);
  if (ascii(head, 0, 'GIF87a') || ascii(head, 0, 'GIF89a'))
    return { kind: 'photo', format: 'gif', decoder: 'sharp', animationDemuxer: 'gif' };
  if (ascii(head, 0, 'RIFF') && ascii(head, 8, 'WEBP')) return detectWebp(head);
  if (ascii(head, 0, 'FUJIFILMCCD-RAW')) return photo('raf', 'preview');
  if (ascii(head, 0, 'FOVb')) return photo('x3f', 'preview');
  if (ascii(head, 0, '\x00MRM')) return photo('mrw', 'preview');
  const raw = rawInTiff(head);
  if (raw !== undefined) return photo(raw, 'preview');
  const isTiff = [0x2a, 0x2b].some((n) => bytes(head, 0, 0x49, 0x49, n, 0) || bytes(head, 0, 0x4d, 0x4d, 0, n));
  if (isTiff) return photo('tiff');
  if (bytes(head, 0, 0xff, 0x0a) || (ascii(head, 4, 'JXL ') && bytes(head, 0, 0, 0, 0, 0x0c)))
    return photo('jxl', 'preview');
  // Known, but not displayed.
  if (ascii(head, 0, '8BPS\0')) return photo('psd', 'preview');
  if (ascii(head, 0, 'II\xbc\x01')) return photo('jxr', 'preview');
  if (bytes(head, 0, 0x76, 0x2f, 0x31, 0x01)) return photo('exr', 'preview');
  return detectByFfmpeg(head);
}

function detectVideo(head: Uint8Array): FileFormat | undefined {
  if (bytes(head, 0, 0x1a, 0x45, 0xdf, 0xa3)) return video('matroska', 'matroska');
  if (ascii(head, 0, 'RIFF') && ascii(head, 8, 'AVI ')) return video('avi', 'avi');
  if (bytes(head, 0, 0, 0, 1, 0xba)) return video('mpeg', 'mpeg');
  if (bytes(head, 0, 0, 0, 1, 0xb3)) return video('mpegvideo', 'mpegvideo');
  if (ascii(head, 0, 'FLV\x01')) return video('flv', 'flv');
  if (head[0] === 0x47 && head[188] === 0x47 && head[376] === 0x47) return video('mpegts', 'mpegts');
  if (head[4] === 0x47 && head[196] === 0x47 && head[388] === 0x47) return video('mpegts', 'mpegts');
  if (bytes(head, 0, 0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11)) return video('asf', 'asf');
  if (bytes(head, 0, 0x1f, 0x07, 0, 0x3f) || bytes(head, 0, 0x1f, 0x07, 0, 0xbf)) return video('dv', 'dv');
  return undefined;
}

/** Returns where the ID3 tag that starts a file (version 2.4, section 3.1) ends, in bytes; undefined without one. */
export function endOfId3(head: Uint8Array): number | undefined {
  if (!ascii(head, 0, 'ID3')) return undefined;
  return 10 + [6, 7, 8, 9].reduce((sum, i) => sum * 128 + ((head[i] ?? 0) & 0x7f), 0);
}

/** What follows an ID3 tag, which starts an MP3 as a rule; programs also put it before other sound. */
function detectAfterId3(afterId3: Uint8Array): FileFormat {
  const detected = detectSound(afterId3);
  return detected && ['flac', 'aac'].includes(detected.format) ? detected : sound('mp3', 'mp3');
}

function detectSound(head: Uint8Array, afterId3?: Uint8Array): FileFormat | undefined {
  const end = endOfId3(head);
  if (end !== undefined) return detectAfterId3(afterId3 ?? head.subarray(end));
  if (['RIFF', 'RF64', 'BW64'].some((id) => ascii(head, 0, id)) && ascii(head, 8, 'WAVE')) return sound('wav', 'wav');
  if (ascii(head, 0, 'fLaC')) return sound('flac', 'flac');
  if (ascii(head, 0, 'OggS')) return sound('ogg', 'ogg');
  if (ascii(head, 0, '#!AMR')) return sound('amr', 'amr');
  if (ascii(head, 0, 'FORM') && ascii(head, 8, 'AIF')) return sound('aiff', 'aiff');
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0) return sound('aac', 'aac');
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2) return sound('mp3', 'mp3');
  return undefined;
}

function detectSvg(head: Uint8Array): FileFormat | undefined {
  const start = String.fromCharCode(...head.slice(0, 512))
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  // The lookahead ends a comment at its first `-->`. Otherwise text that consists of comments takes exponential time to reject.
  return /^(<\?xml[^>]*>\s*)?(<!--(?:(?!-->)[^])*-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(start)
    ? unsupported('svg')
    : undefined;
}

/**
 * Detects a format from the magic numbers in the first `HEAD_BYTES` of a file; undefined if it is not a photo, video or sound. `afterId3` are the bytes
 * that follow an ID3 tag longer than that.
 */
export const sniff = (head: Uint8Array, afterId3?: Uint8Array): FileFormat | undefined =>
  detectImage(head) ?? detectIsoMedia(head) ?? detectVideo(head) ?? detectSound(head, afterId3) ?? detectSvg(head);
