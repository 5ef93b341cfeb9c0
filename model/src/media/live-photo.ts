import type { Item, MediaInfo } from '../library/item.ts';

/** Seconds that the video of a Live Photo plays at most: 1.5 before and after the picture, and what editing adds. */
export const MAX_LIVE_VIDEO_S = 4;
/** How far apart the clocks of its two files may be, milliseconds. */
const SLACK_MS = 3000;
/** As long as a key may be: an index takes 1,500 bytes. */
const MAX_KEY = 400;
/** What Apple's cameras write. */
const FORMATS: Readonly<Record<string, readonly string[]>> = { photo: ['jpeg', 'heic'], video: ['mov', 'mp4'] };

/** What a file is called without its ending, whoever's file system it comes from. */
const stemOf = (fileName: string): string =>
  fileName
    .normalize('NFC')
    .replace(/\.[^.]*$/, '')
    .toLowerCase();

/**
 * The keys by which the two files of a Live Photo find each other: the identifier that both carry, and where they lay, with whom
 * and under which name. None for what cannot be half of one.
 */
export function pairingKeys(
  { uploader, folder = '', fileName }: Pick<Item, 'uploader' | 'folder' | 'fileName'>,
  { kind, format, duration = 0, isUnseen }: Pick<MediaInfo, 'kind' | 'format' | 'duration' | 'isUnseen'>,
  identifier: string | undefined,
): string[] {
  if (isUnseen || !FORMATS[kind]?.includes(format)) return [];
  const named = `name:${uploader}/${folder}/${stemOf(fileName)}`;
  const isShort = kind === 'photo' || duration <= MAX_LIVE_VIDEO_S;
  return [
    ...(identifier === undefined ? [] : [`apple:${identifier}`]),
    ...(isShort && named.length <= MAX_KEY ? [named] : []),
  ];
}

/** Whether two were taken in the same few seconds, as far as both say. */
function isSameMoment({ taken: a }: MediaInfo, { taken: b }: MediaInfo): boolean {
  if (a?.precision !== 'second' || b?.precision !== 'second') return false;
  const [one, two] = a.utc !== undefined && b.utc !== undefined ? [a.utc, b.utc] : [a.local, b.local].map(Date.parse);
  return Math.abs((one ?? 0) - (two ?? 0)) <= SLACK_MS;
}

/**
 * Whether two items that have a key in common are the photo and the video of one Live Photo: both are ready, nobody would see less
 * (every album of the video has the photo), and where only their names say so, they were taken at the same time.
 */
export function isLivePhotoPair(photo: Item, video: Item): boolean {
  const [still, moving] = [photo.made, video.made];
  if (photo.state !== 'ready' || video.state !== 'ready' || still?.kind !== 'photo' || moving?.kind !== 'video')
    return false;
  if (still.isUnseen || (still.rungs.length > 0 && photo.live === undefined)) return false;
  if (video.albums.length === 0 || !video.albums.every((album) => photo.albums.includes(album))) return false;
  const common = (still.pairing ?? []).filter((key) => moving.pairing?.includes(key));
  return common.some((key) => key.startsWith('apple:')) || (common.length > 0 && isSameMoment(still, moving));
}
