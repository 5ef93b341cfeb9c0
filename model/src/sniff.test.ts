import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEAD_BYTES } from './limits.ts';
import { sniff } from './sniff.ts';

/** Bytes from texts (one byte a character) and numbers. */
const bytes = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : Array.from(part, (c) => c.charCodeAt(0)))),
  );
const padded = (head: Uint8Array, length = HEAD_BYTES): Uint8Array => {
  const whole = new Uint8Array(Math.max(length, head.length));
  whole.set(head);
  return whole;
};
/** An ISO base media file's first box: size, `ftyp`, major brand, version, compatible brands. */
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
const heif = { kind: 'photo', format: 'heic', decoder: 'heif' };
const video = (format: string, demuxer = format) => ({ kind: 'video', format, demuxer });
const sound = (format: string, demuxer = format) => ({ kind: 'sound', format, demuxer });
const unsupported = (format: string) => ({ kind: 'unsupported', format });

const known: [string, Uint8Array, object][] = [
  ['JPEG with EXIF', bytes(0xff, 0xd8, 0xff, 0xe1), sharp('jpeg')],
  ['JPEG with JFIF', bytes(0xff, 0xd8, 0xff, 0xe0, 0, 16, 'JFIF'), sharp('jpeg')],
  ['PNG', bytes(0x89, 'PNG\r\n', 0x1a, '\n'), sharp('png')],
  ['GIF of 1987', bytes('GIF87a'), sharp('gif')],
  ['GIF of 1989', bytes('GIF89a'), sharp('gif')],
  ['WebP', bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 '), sharp('webp')],
  ['TIFF, little end first', bytes('II', 42, 0), sharp('tiff')],
  ['TIFF, big end first', bytes('MM', 0, 42), sharp('tiff')],
  ['AVIF', ftyp('avif', 'mif1', 'miaf'), sharp('avif')],
  ['AVIF that says mif1 first', ftyp('mif1', 'miaf', 'avif'), sharp('avif')],
  ['AVIF that says so late', ftyp('mif1', ...Array.from({ length: 65 }, () => 'miaf'), 'avif'), sharp('avif')],
  ['HEIC of a phone', ftyp('heic', 'mif1', 'heic'), heif],
  ['HEIC that says mif1 first', ftyp('mif1', 'mif1', 'heic'), heif],
  ['HEIC of ten bits', ftyp('heix', 'mif1'), heif],
  ['RAW of Canon, new', ftyp('crx ', 'isom'), unsupported('raw')],
  ['RAW of Canon', bytes('II', 42, 0, 16, 0, 0, 0, 'CR', 2, 0), unsupported('raw')],
  ['RAW of Panasonic', bytes('IIU', 0), unsupported('raw')],
  ['RAW of Olympus', bytes('IIRO'), unsupported('raw')],
  ['RAW of Fujifilm', bytes('FUJIFILMCCD-RAW 0201'), unsupported('raw')],
  ['JPEG XL, bare', bytes(0xff, 0x0a), unsupported('jxl')],
  ['JPEG XL, boxed', bytes(0, 0, 0, 12, 'JXL ', 0x0d, 0x0a, 0x87, 0x0a), unsupported('jxl')],
  ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg">'), unsupported('svg')],
  ['SVG behind comments', bytes('<!-- a --><!-- b -->\n<!-- c --><svg>'), unsupported('svg')],
  ['SVG of a drawing program', bytes(0xef, 0xbb, 0xbf, '<?xml version="1.0"?>\n<!-- x -->\n<svg>'), unsupported('svg')],
  ['MP4', ftyp('isom', 'isom', 'avc1'), video('mp4', 'mov')],
  ['MP4 of another brand', ftyp('mp42', 'isom'), video('mp4', 'mov')],
  ['MOV', ftyp('qt  ', 'qt  '), video('mov')],
  ['MOV before ftyp', bytes(0, 0, 0, 8, 'wide', 0, 0, 0, 0, 'mdat'), video('mov')],
  ['MOV that begins with a gigabyte', bytes(0x47, 0x65, 0x74, 0x20, 'mdat'), video('mov')],
  ['3GP', ftyp('3gp4', '3gp4'), video('3gp', 'mov')],
  ['Matroska and WebM', bytes(0x1a, 0x45, 0xdf, 0xa3), video('matroska')],
  ['AVI', bytes('RIFF', 1, 2, 3, 4, 'AVI LIST'), video('avi')],
  ['MPEG program stream', bytes(0, 0, 1, 0xba), video('mpeg')],
  ['MPEG transport stream', ts(0), video('mpegts')],
  ['AVCHD', ts(4), video('mpegts')],
  ['Windows Media', bytes(0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11), video('asf')],
  ['DV, NTSC', bytes(0x1f, 0x07, 0, 0x3f), video('dv')],
  ['DV, PAL', bytes(0x1f, 0x07, 0, 0xbf), video('dv')],
  ['M4A', ftyp('M4A ', 'isom'), sound('m4a', 'mov')],
  ['MP3 with tags', bytes('ID3', 4, 0), sound('mp3')],
  ['MP3 without', bytes(0xff, 0xfb, 0x90, 0x64), sound('mp3')],
  ['AAC', bytes(0xff, 0xf1, 0x50, 0x80), sound('aac')],
  ['WAV', bytes('RIFF', 1, 2, 3, 4, 'WAVEfmt '), sound('wav')],
  ['FLAC', bytes('fLaC'), sound('flac')],
  ['Ogg', bytes('OggS'), sound('ogg')],
  ['AMR', bytes('#!AMR\n'), sound('amr')],
  ['AIFF', bytes('FORM', 0, 0, 0, 9, 'AIFF'), sound('aiff')],
  ['AIFF-C', bytes('FORM', 0, 0, 0, 9, 'AIFC'), sound('aiff')],
];

describe('by their first bytes', () => {
  test.each(known)('%s', (_, head, expected) => {
    expect(sniff(padded(head))).toEqual(expected);
  });
});

describe('no photo, video or sound', () => {
  test.each<[string, Uint8Array]>([
    ['nothing', bytes()],
    ['one byte', bytes(0xff)],
    ['zeros', new Uint8Array(HEAD_BYTES)],
    ['a text', bytes('Dear mum, here are the photos.')],
    ['a text that speaks of a box', bytes('Get free photos of your family here!')],
    ['another', bytes('You skip the rest.')],
    ['a text in UTF-16', bytes(0xff, 0xfe, 'h', 0, 'i', 0)],
    ['a playlist', bytes('#EXTM3U\n#EXTINF:1,\nhttp://attacker.example/a.ts\n')],
    ['a concat script', bytes('ffconcat version 1.0\nfile a.mp4\n')],
    ['a web page', bytes('<!DOCTYPE html><html><body><svg></svg></body></html>')],
    ['a feed that is no SVG', bytes('<?xml version="1.0"?><rss></rss>')],
    ['a PDF', bytes('%PDF-1.7')],
    ['a ZIP', bytes('PK', 3, 4)],
    ['a RIFF of something else', bytes('RIFF', 1, 2, 3, 4, 'ACON')],
    ['a FORM of something else', bytes('FORM', 0, 0, 0, 9, 'ILBM')],
    ['a text in G', bytes('G'.padEnd(188, 'x'), 'G')],
    ['a text in G, four on', bytes('xxxxG'.padEnd(196, 'x'), 'G')],
    ['a text in G, seldom', bytes('xxxxG'.padEnd(388, 'x'), 'G')],
    ['a text that speaks of JXL', bytes('the JXL format')],
    ['a PNG cut in its mark', bytes(0x89, 'PNG')],
    ['a JPEG cut in its mark', bytes(0xff, 0xd8)],
    ['a layer II sound', bytes(0xff, 0xfd, 0x90)],
  ])('%s', (_, head) => {
    expect(sniff(head)).toBeUndefined();
  });
});

test('a brand beyond the first box is not believed', () => {
  const box = ftyp('mif1', 'mif1');
  const after = bytes(...box, 'avif', 'avif');
  expect(sniff(after)).toEqual(heif);
});

test('comments without a drawing are no media, and take no time', () => {
  const began = Date.now();
  expect(sniff(bytes('<!---->'.repeat(28)))).toBeUndefined();
  expect(Date.now() - began).toBeLessThan(2000);
});

test('any bytes at all get an answer, and only a video or sound a demuxer', () => {
  const start = fc.constantFrom(...known.map(([, head]) => head), bytes());
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 600 }), fc.nat(40), (head, tail, cut) => {
      const found = sniff(bytes(...head.slice(0, cut), ...tail));
      const hasDemuxer = found !== undefined && 'demuxer' in found;
      expect(hasDemuxer).toBe(found?.kind === 'video' || found?.kind === 'sound');
    }),
  );
});
