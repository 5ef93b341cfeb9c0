import { kindOfName, type Kind } from '@maru/model';
import type { LocalFile } from './local-file.ts';

const GIB = 1 << 30;
/** Renditions of a photo in bytes, and of a video and a sound as a share of its bytes: docs/costs.md, "Worked through". */
const PHOTO_RENDITIONS = 181_000;
const VIDEO_SHARE = 0.44;
const SOUND_SHARE = 0.5;
/** US dollars per GiB and month: docs/costs.md. Originals are in the Archive class after the first month. */
const STANDARD = 0.023;
const ARCHIVE = 0.0025;
/** An upload of a household, bits per second. */
const UPLOAD_BPS = 20e6;

/** What an import would add. Files that the library has already are not known before their bytes are read, and count. */
export interface Estimate {
  readonly photos: number;
  readonly videos: number;
  readonly sounds: number;
  readonly skipped: number;
  readonly unreadable: number;
  /** The bytes of the originals, and of what is made from them. */
  readonly bytes: number;
  readonly renditionBytes: number;
  /** Hours of uploading at 20 Mbit/s. */
  readonly uploadHours: number;
  /** US dollars for storage in the first month, and in each later one. */
  readonly firstMonth: number;
  readonly laterMonths: number;
}

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Estimates an import from names and sizes alone. */
export function estimateOf(files: readonly LocalFile[]): Estimate {
  const counts: Record<Kind, number> = { photo: 0, video: 0, sound: 0 };
  let bytes = 0;
  let renditionBytes = 0;
  for (const { name, size } of files.filter(({ type }) => type === 'media')) {
    const kind = kindOfName(name);
    counts[kind] += 1;
    bytes += size;
    renditionBytes += kind === 'photo' ? PHOTO_RENDITIONS : size * (kind === 'video' ? VIDEO_SHARE : SOUND_SHARE);
  }
  const unreadable = files.filter(({ type }) => type === 'unreadable').length;
  return {
    ...{ photos: counts.photo, videos: counts.video, sounds: counts.sound, unreadable, bytes },
    skipped: files.length - counts.photo - counts.video - counts.sound - unreadable,
    renditionBytes: Math.round(renditionBytes),
    uploadHours: rounded((bytes * 8) / UPLOAD_BPS / 3600, 2),
    firstMonth: rounded(((bytes + renditionBytes) / GIB) * STANDARD, 2),
    laterMonths: rounded((bytes * ARCHIVE + renditionBytes * STANDARD) / GIB, 2),
  };
}
