import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEAD_BYTES } from '../limits.ts';
import { endOfId3, sniff } from './sniff.ts';

/** Concatenates text (one byte per character) and byte values. */
const bytes = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : Array.from(part, (c) => c.charCodeAt(0)))),
  );
const padded = (head: Uint8Array, length = HEAD_BYTES): Uint8Array => {
  const result = new Uint8Array(Math.max(length, head.length));
  result.set(head);
  return result;
};
/** The first box of an ISO base media file: size, `ftyp`, major brand, version, compatible brands. */
const ftyp = (major: string, ...compatible: string[]): Uint8Array =>
  bytes(
    0,
    0,
    (4 + compatible.length) >> 6,
    (16 + 4 * compatible.length) & 255,
    'ftyp',
    major,
    0,
    0,
    2,
    0,
    ...compatible,
  );
const ts = (at: number): Uint8Array => {
  const head = new Uint8Array(HEAD_BYTES);
  for (let i = at; i < head.length; i += at === 0 ? 188 : 192) head[i] = 0x47;
  return head;
};

const sharp = (format: string) => ({ kind: 'photo', format, decoder: 'sharp' });
const animated = (format: string, demuxer: string) => ({ ...sharp(format), animationDemuxer: demuxer });
const still = (format: string, demuxer: string) => ({
  ...{ kind: 'photo', format, decoder: 'ffmpeg', stillDemuxer: demuxer },
});
const preview = (format: string) => ({ kind: 'photo', format, decoder: 'preview' });
/** A little-endian TIFF whose first directory has these entries, followed by their texts. */
function tiff(...entries: [tag: number, value: number | string][]): Uint8Array {
  const texts: number[] = [];
  const u16 = (n: number) => [n & 255, (n >> 8) & 255];
  const u32 = (n: number) => [...u16(n & 65535), ...u16(n >>> 16)];
  const textsAt = 8 + 2 + 12 * entries.length + 4;
  const directory = entries.flatMap(([tag, value]) => {
    if (typeof value === 'number') return [...u16(tag), ...u16(4), ...u32(1), ...u32(value)];
    const at = textsAt + texts.length;
    texts.push(...Array.from(value, (c) => c.charCodeAt(0)), 0);
    return [...u16(tag), ...u16(2), ...u32(value.length + 1), ...u32(at)];
  });
  return bytes('II', 42, 0, 8, 0, 0, 0, ...u16(entries.length), ...directory, 0, 0, 0, 0, ...texts);
}
const chunk = (type: string, length: number): Uint8Array =>
  bytes(0, 0, length >> 8, length & 255, type, ...Array.from({ length: length + 4 }, () => 7));
const heif = { kind: 'photo', format: 'heic', decoder: 'heif' };
const video = (format: string, demuxer = format) => ({ kind: 'video', format, demuxer });
const sound = (format: string, demuxer = format) => ({ kind: 'sound', format, demuxer });
const unsupported = (format: string) => ({ kind: 'unsupported', format });

const PNG = bytes(0x89, 'PNG\r\n', 0x1a, '\n');
const known: [string, Uint8Array, object][] = [
  ['JPEG with EXIF', bytes(0xff, 0xd8, 0xff, 0xe1), sharp('jpeg')],
  ['JPEG with JFIF', bytes(0xff, 0xd8, 0xff, 0xe0, 0, 16, 'JFIF'), sharp('jpeg')],
  ['PNG', bytes(0x89, 'PNG\r\n', 0x1a, '\n'), sharp('png')],
  ['animated PNG', bytes(...PNG, ...chunk('IHDR', 13), ...chunk('acTL', 8)), animated('png', 'apng')],
  [
    'animated PNG with a colour profile',
    bytes(...PNG, ...chunk('iCCP', 900), ...chunk('acTL', 8)),
    animated('png', 'apng'),
  ],
  ['PNG with acTL after its image data', bytes(...PNG, ...chunk('IDAT', 4), ...chunk('acTL', 8)), sharp('png')],
  ['GIF87a', bytes('GIF87a'), animated('gif', 'gif')],
  ['GIF89a', bytes('GIF89a'), animated('gif', 'gif')],
  ['WebP', bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 '), sharp('webp')],
  ['WebP with EXIF', bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8X', 10, 0, 0, 0, 8), sharp('webp')],
  ['animated WebP', bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8X', 10, 0, 0, 0, 2), animated('webp', 'apng')],
  ['Photoshop', bytes('8BPS', 0, 1), preview('psd')],
  ['JPEG XR', bytes('II', 0xbc, 1, 32, 0, 0, 0), preview('jxr')],
  ['OpenEXR', bytes(0x76, 0x2f, 0x31, 1, 2), preview('exr')],
  ['BMP', bytes('BM', 1, 2, 3, 4, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0), still('bmp', 'bmp_pipe')],
  ['JPEG 2000', bytes(0, 0, 0, 12, 'jP  \r\n', 0x87, '\n', 0, 0, 0, 20, 'ftypjp2 '), still('jp2', 'j2k_pipe')],
  ['JPEG 2000 codestream', bytes(0xff, 0x4f, 0xff, 0x51, 0, 47), still('jp2', 'j2k_pipe')],
  ['TIFF, little-endian', bytes('II', 42, 0), sharp('tiff')],
  ['TIFF, big-endian', bytes('MM', 0, 42), sharp('tiff')],
  ['AVIF', ftyp('avif', 'mif1', 'miaf'), sharp('avif')],
  ['AVIF with major brand mif1', ftyp('mif1', 'miaf', 'avif'), sharp('avif')],
  [
    'AVIF with its brand far into the file',
    ftyp('mif1', ...Array.from({ length: 65 }, () => 'miaf'), 'avif'),
    sharp('avif'),
  ],
  ['HEIC from a phone', ftyp('heic', 'mif1', 'heic'), heif],
  ['HEIC with major brand mif1', ftyp('mif1', 'mif1', 'heic'), heif],
  ['HEIC, 10-bit', ftyp('heix', 'mif1'), heif],
  ['HEIC burst', ftyp('hevc', 'msf1'), heif],
  ['HEIC with major brand miaf', ftyp('miaf', 'mif1'), heif],
  ['HEIF with AVC', ftyp('avci', 'mif1'), preview('heif')],
  ['Canon RAW, CR3', ftyp('crx ', 'isom'), preview('cr3')],
  ['Canon RAW, CR2', bytes('II', 42, 0, 16, 0, 0, 0, 'CR', 2, 0), preview('cr2')],
  ['Panasonic RAW', bytes('IIU', 0), preview('rw2')],
  ['Olympus RAW', bytes('IIRO'), preview('orf')],
  ['Fujifilm RAW', bytes('FUJIFILMCCD-RAW 0201'), preview('raf')],
  ['Sigma RAW', bytes('FOVb', 3, 0, 2, 0), preview('x3f')],
  ['Minolta RAW', bytes(0, 'MRM', 0, 0, 1), preview('mrw')],
  ['Nikon RAW', tiff([254, 1], [259, 1], [271, 'NIKON CORPORATION'], [330, 90]), preview('nef')],
  ['Sony RAW', tiff([254, 1], [259, 6], [271, 'SONY']), preview('arw')],
  ['Pentax RAW', tiff([254, 0], [259, 65535], [271, 'PENTAX Corporation']), preview('pef')],
  ['Ricoh RAW, uncompressed', tiff([254, 0], [259, 1], [262, 32803], [271, 'RICOH']), preview('pef')],
  ['Samsung RAW', tiff([254, 1], [271, 'SAMSUNG']), preview('srw')],
  ['Phase One RAW', bytes('II', 42, 0, 16, 0, 0, 0, 'IIII'), preview('iiq')],
  ['DNG', tiff([254, 1], [271, 'Google'], [50706, 0x0401]), preview('dng')],
  ['RAW of an unknown manufacturer', tiff([262, 32803], [271, 'Somebody']), preview('raw')],
  ['TIFF from a Nikon scanner', tiff([254, 0], [259, 5], [271, 'Nikon']), sharp('tiff')],
  ['TIFF with fax pages', tiff([254, 2], [259, 4]), sharp('tiff')],
  ['TIFF with a preview but no manufacturer', tiff([254, 1], [259, 1]), sharp('tiff')],
  ['TIFF with its directory at the end', bytes('II', 42, 0, 0, 0, 0, 16), sharp('tiff')],
  ['BigTIFF', bytes('II', 43, 0, 8, 0), sharp('tiff')],
  ['JPEG XL, codestream', bytes(0xff, 0x0a), preview('jxl')],
  ['JPEG XL, container', bytes(0, 0, 0, 12, 'JXL ', 0x0d, 0x0a, 0x87, 0x0a), preview('jxl')],
  ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg">'), unsupported('svg')],
  ['SVG after comments', bytes('<!-- a --><!-- b -->\n<!-- c --><svg>'), unsupported('svg')],
  [
    'SVG with BOM and XML declaration',
    bytes(0xef, 0xbb, 0xbf, '<?xml version="1.0"?>\n<!-- x -->\n<svg>'),
    unsupported('svg'),
  ],
  ['MP4', ftyp('isom', 'isom', 'avc1'), video('mp4', 'mov')],
  ['MP4 with brand mp42', ftyp('mp42', 'isom'), video('mp4', 'mov')],
  ['MOV', ftyp('qt  ', 'qt  '), video('mov')],
  ['MOV without ftyp', bytes(0, 0, 0, 8, 'wide', 0, 0, 0, 0, 'mdat'), video('mov')],
  ['MOV that starts with a large mdat', bytes(0x47, 0x65, 0x74, 0x20, 'mdat'), video('mov')],
  ['3GP', ftyp('3gp4', '3gp4'), video('3gp', 'mov')],
  ['Matroska and WebM', bytes(0x1a, 0x45, 0xdf, 0xa3), video('matroska')],
  ['AVI', bytes('RIFF', 1, 2, 3, 4, 'AVI LIST'), video('avi')],
  ['MPEG program stream', bytes(0, 0, 1, 0xba), video('mpeg')],
  ['MPEG video without a container', bytes(0, 0, 1, 0xb3), video('mpegvideo')],
  ['Flash Video', bytes('FLV', 1, 5), video('flv')],
  ['MPEG transport stream', ts(0), video('mpegts')],
  ['AVCHD', ts(4), video('mpegts')],
  ['Windows Media', bytes(0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11), video('asf')],
  ['DV, NTSC', bytes(0x1f, 0x07, 0, 0x3f), video('dv')],
  ['DV, PAL', bytes(0x1f, 0x07, 0, 0xbf), video('dv')],
  ['M4A', ftyp('M4A ', 'isom'), sound('m4a', 'mov')],
  ['MP3 with ID3 tags', bytes('ID3', 4, 0), sound('mp3')],
  ['MP3 without tags', bytes(0xff, 0xfb, 0x90, 0x64), sound('mp3')],
  ['FLAC after ID3 tags', bytes('ID3', 4, 0, 0, 0, 0, 0, 3, 1, 2, 3, 'fLaC'), sound('flac')],
  ['AAC after ID3 tags', bytes('ID3', 4, 0, 0, 0, 0, 0, 0, 0xff, 0xf1, 0x50, 0x80), sound('aac')],
  ['AAC', bytes(0xff, 0xf1, 0x50, 0x80), sound('aac')],
  ['WAV', bytes('RIFF', 1, 2, 3, 4, 'WAVEfmt '), sound('wav')],
  ['WAV above 4 GB', bytes('RF64', 255, 255, 255, 255, 'WAVEds64'), sound('wav')],
  ['WAV above 4 GB, by EBU', bytes('BW64', 255, 255, 255, 255, 'WAVEds64'), sound('wav')],
  ['FLAC', bytes('fLaC'), sound('flac')],
  ['Ogg', bytes('OggS'), sound('ogg')],
  ['AMR', bytes('#!AMR\n'), sound('amr')],
  ['AIFF', bytes('FORM', 0, 0, 0, 9, 'AIFF'), sound('aiff')],
  ['AIFF-C', bytes('FORM', 0, 0, 0, 9, 'AIFC'), sound('aiff')],
];

describe('sniff detects', () => {
  test.each(known)('%s', (_, head, expected) => {
    expect(sniff(padded(head))).toEqual(expected);
  });
});

describe('sniff does not detect', () => {
  test.each<[string, Uint8Array]>([
    ['an empty file', bytes()],
    ['one byte', bytes(0xff)],
    ['zeros', new Uint8Array(HEAD_BYTES)],
    ['text', bytes('Dear mum, here are the photos.')],
    ['text with the word free', bytes('Get free photos of your family here!')],
    ['text with the word skip', bytes('You skip the rest.')],
    ['text in UTF-16', bytes(0xff, 0xfe, 'h', 0, 'i', 0)],
    ['a playlist', bytes('#EXTM3U\n#EXTINF:1,\nhttp://attacker.example/a.ts\n')],
    ['a concat script', bytes('ffconcat version 1.0\nfile a.mp4\n')],
    ['a web page', bytes('<!DOCTYPE html><html><body><svg></svg></body></html>')],
    ['an RSS feed', bytes('<?xml version="1.0"?><rss></rss>')],
    ['a PDF', bytes('%PDF-1.7')],
    ['a ZIP', bytes('PK', 3, 4)],
    ['another RIFF type', bytes('RIFF', 1, 2, 3, 4, 'ACON')],
    ['another FORM type', bytes('FORM', 0, 0, 0, 9, 'ILBM')],
    ['text with G like MPEG-TS', bytes('G'.padEnd(188, 'x'), 'G')],
    ['text with G like AVCHD', bytes('xxxxG'.padEnd(196, 'x'), 'G')],
    ['text with G at one sync position only', bytes('xxxxG'.padEnd(388, 'x'), 'G')],
    ['text with the word JXL', bytes('the JXL format')],
    ['a PNG truncated in its signature', bytes(0x89, 'PNG')],
    ['a JPEG truncated in its signature', bytes(0xff, 0xd8)],
    ['MPEG audio layer II', bytes(0xff, 0xfd, 0x90)],
  ])('%s', (_, head) => {
    expect(sniff(head)).toBeUndefined();
  });
});

test('detects what follows an ID3 tag with a cover', () => {
  const head = padded(bytes('ID3', 4, 0, 0, 0, 20, 0, 0));
  expect(endOfId3(head)).toBe(10 + 20 * 128 * 128);
  expect(sniff(head)).toEqual(sound('mp3'));
  expect(sniff(head, bytes('fLaC'))).toEqual(sound('flac'));
  expect(sniff(head, bytes('%PDF'))).toEqual(sound('mp3'));
});

test('ignores brands after the first box', () => {
  const box = ftyp('mif1', 'mif1');
  const file = bytes(...box, 'avif', 'avif');
  expect(sniff(file)).toEqual(heif);
});

test('rejects text that consists of comments in linear time', () => {
  const startedAt = Date.now();
  // With a backtracking pattern every comment doubles the time: 32 of them take half a minute.
  expect(sniff(bytes('<!---->'.repeat(32)))).toBeUndefined();
  expect(Date.now() - startedAt).toBeLessThan(2000);
});

test('handles arbitrary bytes, and returns a demuxer for video and sound only', () => {
  const signatures = fc.constantFrom(...known.map(([, head]) => head), bytes());
  fc.assert(
    fc.property(signatures, fc.uint8Array({ maxLength: 600 }), fc.nat(40), (head, tail, cut) => {
      const detected = sniff(bytes(...head.slice(0, cut), ...tail));
      const hasDemuxer = detected !== undefined && 'demuxer' in detected;
      expect(hasDemuxer).toBe(detected?.kind === 'video' || detected?.kind === 'sound');
    }),
  );
});
