import { deflateRawSync, gzipSync } from 'node:zlib';
import { ascii, box, fullBox, u16, u32 } from './formats/box.ts';
import { family, type HostileFile, type ValidFiles } from './hostile-file.ts';
import { boxesOf, replaceBox } from './formats/file-parts.ts';

/** The address in every hostile file: nothing listens there, and connection attempts are detected. */
const AT = 'http://127.0.0.1:9/maru';

const text = (files: Readonly<Record<string, string>>): Record<string, () => Buffer> =>
  Object.fromEntries(Object.entries(files).map(([name, body]) => [name, () => Buffer.from(body)]));

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="${AT}.png"/></svg>`;
const LAUGHS = Array.from({ length: 12 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

/** Text formats that make programs fetch, read or execute something, with the name of a media file. */
const TEXTS = {
  'a letter.jpg': 'Dear all, here is the photo.',
  'HTML.jpg': `<!DOCTYPE html><img src="${AT}">`,
  'a playlist.mp4': `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${AT}.ts\n#EXT-X-ENDLIST\n`,
  'a playlist.jpg': `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:9,\nfile:///etc/passwd\n`,
  'a concat list.mov': `ffconcat version 1.0\nfile '${AT}.mp4'\nfile '/etc/passwd'\n`,
  'a concat list without its head.mov': `file '/etc/passwd'\n`,
  'DASH.mp4': `<?xml version="1.0"?><MPD><Period><BaseURL>${AT}</BaseURL></Period></MPD>`,
  'SDP.mp4': `v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n`,
  'ASX.wmv': `<asx version="3.0"><entry><ref href="${AT}"/></entry></asx>`,
  'PLS.mp3': `[playlist]\nFile1=${AT}\n`,
  'SMIL.mp4': `<smil><body><video src="${AT}"/></body></smil>`,
  'a drawing in MVG.png': `push graphic-context\nimage over 0,0 0,0 '${AT}'\n`,
  'MSL.png': `<?xml version="1.0"?><image><read filename="/etc/passwd"/></image>`,
  'PostScript.jpg': `%!PS-Adobe-3.0\n(/etc/passwd) (r) file\n`,
  'PDF.jpg': `%PDF-1.7\n1 0 obj<</OpenAction<</URI(${AT})>>>>endobj\n`,
  'PHP.gif': `<?php echo 1; ?>`,
  'PPM.jpg': `P6\n60000 60000\n255\n`,
  'XPM.png': `/* XPM */ static char *x[] = {"1 1 1 1", "a c red", "a"};`,
  'Radiance.jpg': `#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 60000 +X 60000\n`,
  'FITS.jpg': `SIMPLE  =                    T / BITPIX = 8`,
  'a subtitle.mp4': `1\n00:00:00,000 --> 00:00:09,000\n${AT}\n`,
  'a link.url': `[InternetShortcut]\nURL=${AT}\n`,
  'only comments.svg': '<!---->'.repeat(73),
  'a URL list.jpg': `${AT}\n${AT}\n`,
  'an image list.png': `/etc/passwd\n/etc/hosts\n`,
} as const;

const DRAWINGS = {
  SVG: SVG,
  'SVG.jpg': `<?xml version="1.0"?>\n<!-- a photo -->\n${SVG}`,
  'SVG with a byte order mark': `\ufeff${SVG}`,
  'SVG of a billion laughs': `<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>`,
  'SVG after whitespace': `\n\n   \t${SVG}`,
} as const;

/** SVGs that are not recognized as such. */
const HIDDEN = {
  'SVG after entities': () =>
    Buffer.from(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "ha">${LAUGHS}]><svg>&l12;</svg>`),
  'SVG that reads a file': () =>
    Buffer.from(`<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text></svg>`),
  'SVG in UTF-16': () => Buffer.from(`\ufeff${SVG}`, 'utf16le'),
  'SVG, zipped': () => gzipSync(SVG, { level: 9 }),
  'SVG after a lot of whitespace': () => Buffer.from(' '.repeat(3000) + SVG),
} as const;

/** Other formats that libvips, ImageMagick or ffmpeg may support, which are never passed to them. */
const OTHERS = {
  BMP: () => Buffer.concat([ascii('BM'), u32(70), Buffer.alloc(64)]),
  ICO: () => Buffer.concat([ascii('\0\0\x01\0\x01\0'), Buffer.alloc(64)]),
  XCF: () => ascii('gimp xcf file\0'),
  DICOM: () => Buffer.concat([Buffer.alloc(128), ascii('DICM')]),
  'a zip': () => ascii('PK\x03\x04'),
  'a zip bomb': () => Buffer.concat([ascii('PK\x03\x04'), deflateRawSync(Buffer.alloc(10_000_000), { level: 9 })]),
  gzip: () => gzipSync(Buffer.alloc(10_000_000), { level: 9 }),
  ELF: () => ascii('\x7fELF\x02\x01\x01'),
  'a Mach-O': () => Buffer.from([0xcf, 0xfa, 0xed, 0xfe]),
  MIDI: () => ascii('MThd\0\0\0\x06'),
  Flash: () => ascii('FWS\x09'),
  RealMedia: () => ascii('.RMF\0\0\0\x12'),
  SQLite: () => ascii('SQLite format 3\0'),
} as const;

/** Photos that are known by their first bytes, and have no others. */
const STUBS = {
  PSD: () => Buffer.concat([ascii('8BPS\0\x01'), Buffer.alloc(64)]),
  EXR: () => Buffer.concat([Buffer.from([0x76, 0x2f, 0x31, 0x01, 2]), Buffer.alloc(64)]),
  'JPEG 2000': () => ascii('\0\0\0\x0cjP  \r\n\x87\n'),
};

/** A QuickTime video whose data is stored elsewhere, at a URL or a path (`dref`). */
function elsewhere(mov: Buffer, type: string, body: Buffer): Buffer {
  const own = boxesOf(mov).find(({ name }) => name === 'dref');
  if (!own) throw new Error('ffmpeg wrote no dref');
  return replaceBox(mov, own, fullBox('dref', 0, u32(1), fullBox(type, 0, body)));
}

const alias = Buffer.concat([u32(0), u16(150), u16(2), ascii('/etc/passwd'.padEnd(142, '\0'))]);

/** Files with wrong names and videos that reference other files: nothing is fetched, read or executed. */
export const disguised = (wholes: ValidFiles): HostileFile[] => [
  ...family('disguised', ['not-media'], { ...text(TEXTS), ...HIDDEN, ...OTHERS }),
  ...family('disguised', ['no-decoder'], text(DRAWINGS)),
  ...family('disguised', ['unreadable'], STUBS),
  ...family('disguised', ['ready', 'unreadable'], {
    'a video at a URL': () => elsewhere(wholes.mov, 'url ', ascii(`${AT}\0`)),
    'a video in another file': () => elsewhere(wholes.mov, 'alis', alias),
    'a video after a playlist': () => Buffer.concat([box('free', Buffer.from(TEXTS['a playlist.mp4'])), wholes.mov]),
    'a playlist named as a video': () =>
      Buffer.concat([box('ftyp', ascii('isom\0\0\0\0isom')), box('mdat', Buffer.from(TEXTS['a playlist.mp4']))]),
    'a playlist named as a sound': () =>
      Buffer.concat([ascii('ID3\x03\0\0\0\0\0\0'), Buffer.from(TEXTS['a playlist.mp4'])]),
  }),
];
