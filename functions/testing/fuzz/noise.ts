import { ascii } from './formats/box.ts';
import { seededRandom } from './random.ts';
import { family, type HostileFile } from './hostile-file.ts';

/** The first bytes of each format. */
const MAGIC: Readonly<Record<string, Buffer>> = {
  jpeg: Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  png: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  gif87: ascii('GIF87a'),
  gif89: ascii('GIF89a'),
  webp: ascii('RIFF\x00\x10\x00\x00WEBPVP8 '),
  webpX: ascii('RIFF\x00\x10\x00\x00WEBPVP8X'),
  webpL: ascii('RIFF\x00\x10\x00\x00WEBPVP8L'),
  tiffLE: ascii('II*\0\x08\0\0\0'),
  tiffBE: ascii('MM\0*\0\0\0\x08'),
  bigTiff: ascii('II+\0\x08\0\0\0'),
  cr2: ascii('II*\0\x10\0\0\0CR\x02\0'),
  raf: ascii('FUJIFILMCCD-RAW '),
  avif: ascii('\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf'),
  heic: ascii('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
  mif1: ascii('\0\0\0\x18ftypmif1\0\0\0\0mif1heic'),
  msf1: ascii('\0\0\0\x18ftypmsf1\0\0\0\0msf1hevc'),
  cr3: ascii('\0\0\0\x18ftypcrx \0\0\0\x01crx isom'),
  jxl: Buffer.from([0xff, 0x0a]),
  jxlBox: ascii('\0\0\0\x0cJXL \r\n\x87\n'),
  mp4: ascii('\0\0\0\x18ftypisom\0\0\0\0isommp42'),
  mov: ascii('\0\0\0\x14ftypqt  \0\0\0\0qt  '),
  moov: ascii('\0\0\x10\0moov'),
  m4a: ascii('\0\0\0\x18ftypM4A \0\0\0\0M4A isom'),
  mkv: Buffer.from([0x1a, 0x45, 0xdf, 0xa3]),
  avi: ascii('RIFF\x00\x10\x00\x00AVI LIST'),
  mpeg: Buffer.from([0, 0, 1, 0xba]),
  asf: Buffer.from([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11]),
  dv: Buffer.from([0x1f, 0x07, 0, 0x3f]),
  id3: ascii('ID3\x03\0\0\0\0\x10\0'),
  mp3: Buffer.from([0xff, 0xfb, 0x90, 0x64]),
  aac: Buffer.from([0xff, 0xf1, 0x50, 0x80]),
  wav: ascii('RIFF\x00\x10\x00\x00WAVEfmt '),
  flac: ascii('fLaC'),
  ogg: ascii('OggS\0\x02'),
  amr: ascii('#!AMR\n'),
  aiff: ascii('FORM\0\0\x10\0AIFFCOMM'),
};

const REFUSED = ['unreadable', 'no-decoder', 'not-media', 'too-many-pixels'] as const;

/** Noise after the first bytes of each format, and first bytes alone. Noise in a sound format may be decoded as noise. */
export function noise(): HostileFile[] {
  const files: Record<string, () => Buffer> = {};
  const alone: Record<string, () => Buffer> = {};
  for (const [name, magic] of Object.entries(MAGIC)) {
    files[`after ${name}, 1 KB`] = () => Buffer.concat([magic, seededRandom(`${name} 1`).bytes(1024)]);
    files[`after ${name}, 16 KB`] = () => Buffer.concat([magic, seededRandom(`${name} 2`).bytes(16_384)]);
    alone[`only ${name}`] = () => magic;
  }
  files['without a magic number'] = () => seededRandom('noise').bytes(10_000);
  return [...family('noise', [...REFUSED, 'ready'], files), ...family('noise', REFUSED, alone)];
}

/** Files of no bytes and of one. */
export const tiny = (): HostileFile[] => [
  ...family('tiny', ['empty'], { 'no bytes': () => Buffer.alloc(0) }),
  ...family(
    'tiny',
    ['not-media'],
    Object.fromEntries(
      [0, 0x0a, 0x1a, 0x47, 0x49, 0x52, 0x89, 0xff].map((byte) => [`one byte, ${byte}`, () => Buffer.from([byte])]),
    ),
  ),
];
