import type { Kind } from '../library/item.ts';

// Extensions of every format that `sniff` detects, the preferred one first; lower case, without a dot.

const PHOTO_EXTENSIONS = {
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  png: ['png', 'apng'],
  gif: ['gif'],
  webp: ['webp'],
  avif: ['avif'],
  heic: ['heic', 'heif', 'hif'],
  heif: ['heif', 'heic', 'hif'],
  tiff: ['tif', 'tiff'],
  bmp: ['bmp', 'dib'],
  jp2: ['jp2', 'j2k', 'jpf', 'jpx', 'j2c', 'jpc'],
  jxl: ['jxl'],
  psd: ['psd', 'psb'],
  jxr: ['jxr', 'wdp', 'hdp'],
  exr: ['exr'],
  '3fr': ['3fr'],
  arw: ['arw', 'sr2', 'srf'],
  cr2: ['cr2'],
  cr3: ['cr3'],
  dng: ['dng'],
  erf: ['erf'],
  iiq: ['iiq'],
  kdc: ['kdc', 'dcr'],
  mrw: ['mrw'],
  nef: ['nef', 'nrw'],
  orf: ['orf'],
  pef: ['pef'],
  raf: ['raf'],
  // RAW of a manufacturer with several formats.
  raw: ['raw', 'mos', 'mef', 'rwl', 'raf', 'orf', 'rw2', 'cr2', 'iiq'],
  rw2: ['rw2', 'rwl'],
  srw: ['srw'],
  x3f: ['x3f'],
  svg: ['svg'],
} as const;

const VIDEO_EXTENSIONS = {
  mp4: ['mp4', 'm4v', 'm4a'],
  mov: ['mov', 'qt', 'qta', 'mp4'],
  '3gp': ['3gp', '3g2', 'm4a'],
  matroska: ['mkv', 'webm', 'mka'],
  avi: ['avi'],
  mpeg: ['mpg', 'mpeg', 'vob', 'mod'],
  mpegvideo: ['m2v', 'm1v', 'mpv', 'mpg', 'mpeg'],
  flv: ['flv'],
  mpegts: ['ts', 'mts', 'm2ts', 'm2t', 'tod'],
  asf: ['wmv', 'asf', 'wma'],
  dv: ['dv'],
} as const;

const SOUND_EXTENSIONS = {
  m4a: ['m4a', 'm4b', 'mp4'],
  mp3: ['mp3'],
  wav: ['wav', 'rf64', 'bwf'],
  flac: ['flac'],
  ogg: ['ogg', 'oga', 'ogv', 'opus'],
  amr: ['amr'],
  aiff: ['aif', 'aiff', 'aifc'],
  aac: ['aac'],
} as const;

const EXTENSIONS = {
  ...PHOTO_EXTENSIONS,
  ...VIDEO_EXTENSIONS,
  ...SOUND_EXTENSIONS,
} as const satisfies Readonly<Record<string, readonly [string, ...string[]]>>;

/** Every extension, without a dot. */
export const MEDIA_EXTENSIONS: readonly string[] = [...new Set(Object.values(EXTENSIONS).flat())];

/** Extensions of sounds in containers of videos, and the other way round. */
const OTHER_KIND: Readonly<Record<string, Kind>> = {
  qta: 'sound',
  mka: 'sound',
  wma: 'sound',
  m4a: 'sound',
  mp4: 'video',
  ogv: 'video',
};

const isOf = (extensions: Readonly<Record<string, readonly string[]>>, extension: string): boolean =>
  Object.values(extensions).some((all) => all.includes(extension));

/** The kind of a file with this extension, in lower case and without a dot; photo for one that is unknown. A guess: only its bytes tell. */
export function kindOfExtension(extension: string): Kind {
  if (Object.hasOwn(OTHER_KIND, extension)) return OTHER_KIND[extension] ?? 'photo';
  if (isOf(VIDEO_EXTENSIONS, extension)) return 'video';
  return isOf(SOUND_EXTENSIONS, extension) ? 'sound' : 'photo';
}

/** A file format: `jpeg`, `heic`, `mp4` … */
export type Format = keyof typeof EXTENSIONS;

/** Every format. */
export const FORMATS = Object.keys(EXTENSIONS) as Format[];

const isFormat = (format: string): format is Format => Object.hasOwn(EXTENSIONS, format);

/**
 * Returns the file name for saving an original, with an extension that matches its detected format. Operating systems open files by
 * extension, so the uploaded one is not trusted: a JPEG named `가족사진.hta` is saved as `가족사진.jpg`.
 */
export function savedName(fileName: string, format: string): string {
  const extensions: readonly [string, ...string[]] = isFormat(format) ? EXTENSIONS[format] : ['bin'];
  // A suffix of digits is not an extension: `2020.08.15`.
  const [, stem = fileName, extension = ''] = /^(.+)\.(?!\d+$)([a-z0-9]{1,10})$/iu.exec(fileName) ?? [];
  return extensions.includes(extension.toLowerCase()) ? fileName : `${stem}.${extensions[0]}`;
}
