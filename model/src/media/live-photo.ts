import { isTrashed, type Item, type MediaInfo } from '../library/item.ts';

/** Maximum duration of a Live Photo's video, seconds: 1.5 before and after the photo, and some margin for edited ones. */
export const MAX_LIVE_VIDEO_S = 4;
/** Maximum difference between the capture times of the two files, milliseconds. */
const TOLERANCE_MS = 3000;
/** Maximum length of a key, characters: Firestore indexes at most 1,500 bytes. */
const MAX_KEY = 400;
/** The formats that Apple cameras write. */
const FORMATS: Readonly<Record<string, readonly string[]>> = { photo: ['jpeg', 'heic'], video: ['mov', 'mp4'] };

/** Returns a file name without its extension, normalized across file systems. */
const stemOf = (fileName: string): string =>
  fileName
    .normalize('NFC')
    .replace(/\.[^.]*$/, '')
    .toLowerCase();

/**
 * Returns the keys that the two files of a Live Photo have in common: Apple's identifier if present, and uploader, folder and name.
 * Empty if the file cannot be part of a Live Photo.
 */
export function pairingKeys(
  { uploader, folder = '', fileName }: Pick<Item, 'uploader' | 'folder' | 'fileName'>,
  { kind, format, duration = 0, isUnsupported }: Pick<MediaInfo, 'kind' | 'format' | 'duration' | 'isUnsupported'>,
  identifier: string | undefined,
): string[] {
  if (isUnsupported || !FORMATS[kind]?.includes(format)) return [];
  const nameKey = `name:${uploader}/${folder}/${stemOf(fileName)}`;
  const isShort = kind === 'photo' || duration <= MAX_LIVE_VIDEO_S;
  return [
    ...(identifier === undefined ? [] : [`apple:${identifier}`]),
    ...(isShort && nameKey.length <= MAX_KEY ? [nameKey] : []),
  ];
}

/** Returns whether both capture times are known to the second and close to each other. */
function isSameTime({ takenAt: a }: MediaInfo, { takenAt: b }: MediaInfo): boolean {
  if (a?.precision !== 'second' || b?.precision !== 'second') return false;
  const [first, second] =
    a.utc !== undefined && b.utc !== undefined ? [a.utc, b.utc] : [a.local, b.local].map(Date.parse);
  return Math.abs((first ?? 0) - (second ?? 0)) <= TOLERANCE_MS;
}

/**
 * Returns whether two items are the photo and the video of one Live Photo: both are ready, they share a pairing key, and every album
 * of the video contains the photo, so that nobody loses sight of it. If one of them is in the trash, both are. If only their
 * names match, the capture times must match too.
 */
export function isLivePhotoPair(photo: Item, video: Item): boolean {
  const [image, clip] = [photo.mediaInfo, video.mediaInfo];
  if (photo.state !== 'ready' || video.state !== 'ready' || image?.kind !== 'photo' || clip?.kind !== 'video')
    return false;
  if (image.isUnsupported || (image.variants.length > 0 && photo.motionVideo === undefined)) return false;
  if (photo.deletedAt !== undefined || isTrashed(video) !== isTrashed(photo)) return false;
  if (video.albums.length === 0 || !video.albums.every((album) => photo.albums.includes(album))) return false;
  const common = (image.pairing ?? []).filter((key) => clip.pairing?.includes(key));
  return common.some((key) => key.startsWith('apple:')) || (common.length > 0 && isSameTime(image, clip));
}
