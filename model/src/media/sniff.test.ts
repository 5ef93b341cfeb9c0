import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEAD_BYTES } from '../limits.ts';
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
const moves = (format: string, demuxer: string) => ({ ...sharp(format), moves: demuxer });
const preview = (format: string) => ({ kind: 'photo', format, decoder: 'preview' });
/** A TIFF, little end first, whose first directory has these entries; texts lie behind it. */
function tiff(...entries: [tag: number, value: number | string][]): Uint8Array {
  const texts: number[] = [];
  const u16 = (n: number) => [n & 255, (n >> 8) & 255];
  const u32 = (n: number) => [...u16(n & 65535), ...u16(n >>> 16)];
  const after = 8 + 2 + 12 * entries.length + 4;
  const listed = entries.flatMap(([tag, value]) => {
    if (typeof value === 'number') return [...u16(tag), ...u16(4), ...u32(1), ...u32(value)];
    const at = after + texts.length;
    texts.push(...Array.from(value, (c) => c.charCodeAt(0)), 0);
    return [...u16(tag), ...u16(2), ...u32(value.length + 1), ...u32(at)];
  });
  return bytes('II', 42, 0, 8, 0, 0, 0, ...u16(entries.length), ...listed, 0, 0, 0, 0, ...texts);
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
  ['PNG that moves', bytes(...PNG, ...chunk('IHDR', 13), ...chunk('acTL', 8)), moves('png', 'apng')],
  ['PNG that moves, with colours', bytes(...PNG, ...chunk('iCCP', 900), ...chunk('acTL', 8)), moves('png', 'apng')],
  ['PNG that speaks of it too late', bytes(...PNG, ...chunk('IDAT', 4), ...chunk('acTL', 8)), sharp('png')],
  ['GIF of 1987', bytes('GIF87a'), moves('gif', 'gif')],
  ['GIF of 1989', bytes('GIF89a'), moves('gif', 'gif')],
  ['WebP', bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 '), sharp('webp')],
  ['TIFF, little end first', bytes('II', 42, 0), sharp('tiff')],
  ['TIFF, big end first', bytes('MM', 0, 42), sharp('tiff')],
  ['AVIF', ftyp('avif', 'mif1', 'miaf'), sharp('avif')],
  ['AVIF that says mif1 first', ftyp('mif1', 'miaf', 'avif'), sharp('avif')],
  ['AVIF that says so late', ftyp('mif1', ...Array.from({ length: 65 }, () => 'miaf'), 'avif'), sharp('avif')],
  ['HEIC of a phone', ftyp('heic', 'mif1', 'heic'), heif],
  ['HEIC that says mif1 first', ftyp('mif1', 'mif1', 'heic'), heif],
  ['HEIC of ten bits', ftyp('heix', 'mif1'), heif],
  ['HEIC of a burst', ftyp('hevc', 'msf1'), heif],
  ['HEIC that only says MIAF', ftyp('miaf', 'mif1'), heif],
  ['HEIF around AVC', ftyp('avci', 'mif1'), preview('heif')],
  ['RAW of Canon, new', ftyp('crx ', 'isom'), preview('cr3')],
  ['RAW of Canon', bytes('II', 42, 0, 16, 0, 0, 0, 'CR', 2, 0), preview('cr2')],
  ['RAW of Panasonic', bytes('IIU', 0), preview('rw2')],
  ['RAW of Olympus', bytes('IIRO'), preview('orf')],
  ['RAW of Fujifilm', bytes('FUJIFILMCCD-RAW 0201'), preview('raf')],
  ['RAW of Sigma', bytes('FOVb', 3, 0, 2, 0), preview('x3f')],
  ['RAW of Minolta', bytes(0, 'MRM', 0, 0, 1), preview('mrw')],
  ['RAW of Nikon', tiff([254, 1], [259, 1], [271, 'NIKON CORPORATION'], [330, 90]), preview('nef')],
  ['RAW of Sony', tiff([254, 1], [259, 6], [271, 'SONY']), preview('arw')],
  ['RAW of Pentax', tiff([254, 0], [259, 65535], [271, 'PENTAX Corporation']), preview('pef')],
  ['RAW of Ricoh, not packed', tiff([254, 0], [259, 1], [262, 32803], [271, 'RICOH']), preview('pef')],
  ['RAW of Samsung', tiff([254, 1], [271, 'SAMSUNG']), preview('srw')],
  ['RAW of Phase One', bytes('II', 42, 0, 16, 0, 0, 0, 'IIII'), preview('iiq')],
  ['DNG', tiff([254, 1], [271, 'Google'], [50706, 0x0401]), preview('dng')],
  ['RAW of a maker unknown', tiff([262, 32803], [271, 'Somebody']), preview('raw')],
  ['TIFF of a Nikon scanner', tiff([254, 0], [259, 5], [271, 'Nikon']), sharp('tiff')],
  ['TIFF of fax pages', tiff([254, 2], [259, 4]), sharp('tiff')],
  ['TIFF of a small copy of nobody', tiff([254, 1], [259, 1]), sharp('tiff')],
  ['TIFF whose directory comes at its end', bytes('II', 42, 0, 0, 0, 0, 16), sharp('tiff')],
  ['TIFF beyond four gigabytes', bytes('II', 43, 0, 8, 0), sharp('tiff')],
  ['JPEG XL, bare', bytes(0xff, 0x0a), preview('jxl')],
  ['JPEG XL, boxed', bytes(0, 0, 0, 12, 'JXL ', 0x0d, 0x0a, 0x87, 0x0a), preview('jxl')],
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
  // Each comment more doubles what a careless pattern takes: here it is half a minute, in which nothing can be stopped.
  expect(sniff(bytes('<!---->'.repeat(32)))).toBeUndefined();
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
