import { ascii, box, insert, u32 } from './formats/box.ts';
import { family, type HostileFile, type ValidFiles } from './hostile-file.ts';
import { segment, withExif, withSegments } from './formats/jpeg.ts';
import { chunksOf, segmentsOf } from './formats/file-parts.ts';
import { chunk } from './formats/png.ts';
import { directory, tiff } from './formats/tiff.ts';

/** A text in the second half of every polyglot, which no rendition may contain. */
const FOREIGN = 'maru-foreign-payload';
const HTML = ascii(`<html><script>alert("${FOREIGN}")</script></html>`);
const PHP = ascii(`<?php system($_GET["${FOREIGN}"]); __halt_compiler(); ?>`);
const JS = ascii(`*/=1;alert("${FOREIGN}")//`);

/** A ZIP of one stored file; readers look only for its end-of-central-directory record. */
const ZIP = Buffer.concat([
  ascii('PK\x03\x04\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0'),
  u32(0),
  ascii(`\x14\0\0\0\x14\0\0\0\x01\0\0\0a${FOREIGN}PK\x05\x06`),
  Buffer.alloc(18),
]);
const PDF = ascii(`%PDF-1.7\n1 0 obj<</JS(${FOREIGN})>>endobj\n`);

/** Adds a chunk to a RIFF file, within its size. */
function withChunk(riff: Buffer, name: string, body: Buffer): Buffer {
  const even = body.length % 2 ? Buffer.concat([body, Buffer.alloc(1)]) : body;
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  const whole = Buffer.concat([riff, ascii(name), size, even]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

/** A GIF with a comment before the first image. */
function withComment(gif: Buffer, text: Buffer): Buffer {
  const at = 13 + (gif.readUInt8(10) & 0x80 ? 3 * 2 ** ((gif.readUInt8(10) & 7) + 1) : 0);
  return insert(gif, at, Buffer.concat([Buffer.from([0x21, 0xfe, text.length]), text, Buffer.alloc(1)]));
}

/** A PNG with chunks before the pixels. */
export function withChunks(png: Buffer, ...chunks: Buffer[]): Buffer {
  const at = chunksOf(png).find(({ name }) => name === 'IDAT')?.at ?? 33;
  return insert(png, at, Buffer.concat(chunks));
}

/** Adds a box to an ISO base media file. */
const withBox = (file: Buffer, type: string, body: Buffer): Buffer => Buffer.concat([file, box(type, body)]);

/** A GIF whose first ten bytes are a JavaScript name and a comment; its screen is 10,799 pixels wide. */
function gifOfJs(gif: Buffer): Buffer {
  const copy = Buffer.from(gif);
  ascii('/*').copy(copy, 6);
  return Buffer.concat([copy, JS]);
}

/** A JPEG whose JFIF segment has the length `/*`, so that a script can start in it. */
function jpegOfJs(jpeg: Buffer): Buffer {
  const body = Buffer.alloc(0x2f2a - 2);
  ascii('JFIF\0').copy(body);
  JS.copy(body, 20);
  return withSegments(jpeg, segment(0xe0, body));
}

const images = (wholes: ValidFiles): HostileFile[] => [
  ...family(
    'polyglot',
    ['ready'],
    {
      'JPEG followed by ZIP': () => Buffer.concat([wholes.jpeg, ZIP]),
      'JPEG followed by HTML': () => Buffer.concat([wholes.jpeg, HTML]),
      'JPEG and HTML in a comment': () => withSegments(wholes.jpeg, segment(0xfe, HTML)),
      'JPEG and PDF in a comment': () => withSegments(wholes.jpeg, segment(0xfe, PDF)),
      'JPEG and PHP in APP13': () => withSegments(wholes.jpeg, segment(0xed, PHP)),
      'JPEG and JavaScript in its first segment': () => jpegOfJs(wholes.jpeg),
      'JPEG and PHP in EXIF': () => withExif(wholes.jpeg, tiff(directory([[271, 2, PHP.length, 26]]), PHP)),
      'JPEG and an SVG as XMP': () =>
        withSegments(wholes.jpeg, segment(0xe1, Buffer.concat([ascii('http://ns.adobe.com/xap/1.0/\0<svg>'), HTML]))),
      'JPEG and HTML between segments': () =>
        insert(wholes.jpeg, segmentsOf(wholes.jpeg)[0]?.at ?? 2, segment(0xef, HTML)),
    },
    { foreign: FOREIGN, like: 'jpeg' },
  ),
  ...family(
    'polyglot',
    ['ready'],
    {
      'PNG and PHP in tEXt': () => withChunks(wholes.png, chunk('tEXt', Buffer.concat([ascii('Comment\0'), PHP]))),
      'PNG and HTML in iTXt': () =>
        withChunks(wholes.png, chunk('iTXt', Buffer.concat([ascii('XML:com.adobe.xmp\0\0\0\0\0'), HTML]))),
      'PNG and a chunk of its own': () => withChunks(wholes.png, chunk('maRu', PHP)),
      'PNG followed by ZIP': () => Buffer.concat([wholes.png, ZIP]),
      'PNG followed by JavaScript': () => Buffer.concat([wholes.png, JS]),
    },
    { foreign: FOREIGN, like: 'png' },
  ),
  ...family(
    'polyglot',
    ['ready'],
    {
      'GIF and HTML in a comment': () => withComment(wholes.gif, HTML),
      'GIF followed by ZIP': () => Buffer.concat([wholes.gif, ZIP]),
      'GIF and JavaScript': () => gifOfJs(wholes.gif),
      'WebP followed by HTML': () => Buffer.concat([wholes.webp, HTML]),
      'WebP and HTML in a chunk': () => withChunk(wholes.webp, 'JUNK', HTML),
      'WebP and PHP as XMP': () => withChunk(wholes.webp, 'XMP ', PHP),
      'TIFF followed by HTML': () => Buffer.concat([wholes.tiff, HTML]),
      'AVIF and HTML in a box': () => withBox(wholes.avif, 'free', HTML),
      'HEIC and PHP in a box': () => withBox(wholes.heic, 'skip', PHP),
      'HEIC followed by ZIP': () => Buffer.concat([wholes.heic, ZIP]),
    },
    { foreign: FOREIGN },
  ),
];

/** Media files that are also something else: detected by their first bytes, without the other part. */
export const polyglots = (wholes: ValidFiles): HostileFile[] => [
  ...images(wholes),
  ...family(
    'polyglot',
    ['ready'],
    {
      'MP4 and HTML in a box': () => withBox(wholes.mp4, 'free', HTML),
      'MP4 followed by ZIP': () => Buffer.concat([wholes.mp4, ZIP]),
      'WAV and PHP in a chunk': () => withChunk(wholes.wav, 'LIST', Buffer.concat([ascii('INFOICMT'), u32(0), PHP])),
      'MP3 followed by HTML': () => Buffer.concat([wholes.mp3, HTML]),
      'MP3 with an address as its cover': () =>
        Buffer.concat([
          ascii(`ID3\x03\0\0\0\0\0\x40APIC\0\0\0\x36\0\0\0-->\0\x03\0http://127.0.0.1/${FOREIGN}`.padEnd(74, '\0')),
          wholes.mp3,
        ]),
      'MKV followed by HTML': () => Buffer.concat([wholes.mkv, HTML]),
    },
    { foreign: FOREIGN },
  ),
  ...family('polyglot', ['not-media'], {
    'PDF followed by JPEG': () => Buffer.concat([PDF, wholes.jpeg]),
    'ZIP followed by JPEG': () => Buffer.concat([ZIP, wholes.jpeg]),
    'HTML followed by PNG': () => Buffer.concat([HTML, wholes.png]),
    'a program followed by JPEG': () => Buffer.concat([ascii('MZ\x90\0'), wholes.jpeg]),
    'a script followed by GIF': () => Buffer.concat([ascii('#!/bin/sh\n'), wholes.gif]),
    'a space followed by JPEG': () => Buffer.concat([ascii(' '), wholes.jpeg]),
  }),
];
