import * as v from 'valibot';
import { isUid, type AlbumId } from '../ids.ts';
import { chaptersSchema } from './chapters.ts';
import { chaptersIn, isKeptIn, ROTATIONS, withEdits } from './edits.ts';
import { KINDS, type GuestAddition, type Item, type MediaInfo, type ProcessedItem } from './item.ts';
import { guarded, instant, number, parse, type DocumentOf } from '../schema.ts';
import { captureDate } from '../media/capture-date.ts';
import { isOverview } from '../media/peaks.ts';
import { panoramaSchema } from '../media/panorama.ts';
import { isPhash } from '../media/perceptual-hash.ts';
import { songSchema } from '../media/song.ts';

export const entrySchema = v.object({
  kind: v.picklist(KINDS),
  state: v.literal('ready'),
  /** The person who added it. */
  by: guarded(isUid),
  /** The name of the guest, if a guest added it. */
  guest: v.exactOptional(v.string()),
  rev: number,
  /** The download token of all its renditions. */
  token: v.string(),
  /** Displayed width / height; 1 for a sound. */
  ratio: v.pipe(number, v.gtValue(0)),
  /** Displayed size in pixels; absent for a sound. */
  width: v.exactOptional(number),
  height: v.exactOptional(number),
  /** Seconds; for a photo, of its motion clip. */
  duration: v.exactOptional(number),
  /** The rotation by people that its renditions have, if any. */
  rotation: v.exactOptional(v.picklist(ROTATIONS)),
  thumbhash: v.exactOptional(v.string()),
  /** The perceptual hash of a photo with details: see `SimilarPhotos`. It tells no more than the images do. */
  phash: v.exactOptional(guarded(isPhash)),
  /** The part of the sphere that it shows, if it is a panorama to look around in. */
  panorama: v.exactOptional(panoramaSchema),
  takenAt: v.exactOptional(captureDate),
  caption: v.exactOptional(v.string()),
  /** The variants of the stream; for a photo, of its motion clip, empty if there is none. */
  variants: v.array(v.string()),
  /** The share of its duration that can be played, 0 to 1, while the rest is still processed. */
  progress: v.exactOptional(number),
  /** The number of frames in the strip of a video, if it has one. */
  strip: v.exactOptional(number),
  /** What people named in a video or sound, in order. */
  chapters: v.exactOptional(chaptersSchema),
  /** It is a section of a video: a download is the original of the whole video. */
  isSection: v.exactOptional(v.literal(true)),
  /** Someone decided to keep it beside the photos that look like it. */
  isKept: v.exactOptional(v.literal(true)),
  /** It cannot be displayed and has no renditions. */
  isUnsupported: v.exactOptional(v.literal(true)),
  /** When the item was announced, ms since 1970. Determines the order of undated items. */
  addedAt: instant,
  /** Its place in an album ordered by hand, if someone moved it there: see `gapBefore`. */
  orderKey: v.exactOptional(v.string()),
  /** The overview of a sound's waveform: see `overviewOf`. */
  waveform: v.exactOptional(guarded(isOverview)),
  song: v.exactOptional(songSchema),
});

/**
 * An item in an album, with the data that the album's audience may see: `libraries/{L}/albums/{A}/entries/{I}`. Contains no location,
 * people, camera, hash of the bytes or file name. Written when the item is ready.
 */
export type Entry = DocumentOf<typeof entrySchema>;

/** Validates the document of an entry; throws BadDocument. */
export const readEntry = (value: unknown): Entry => parse('entry', entrySchema, value);

/** The submission of an item to an album by a guest, after the library had it already. */
const additionTo = (album: AlbumId, { guestAdditions }: Item): GuestAddition | undefined =>
  guestAdditions && Object.hasOwn(guestAdditions, album) ? guestAdditions[album] : undefined;

/** Returns the order key that an item got when it was moved in an album. */
const orderKeyIn = (album: AlbumId, { orderKeys }: Item): string | undefined =>
  orderKeys && Object.hasOwn(orderKeys, album) ? orderKeys[album] : undefined;

/** Returns who added an item to an album and when: the uploader or the guest. */
function addedBy(
  { uploader, guest, addedAt }: Item,
  addition: GuestAddition | undefined,
): Pick<Entry, 'by' | 'guest' | 'addedAt'> {
  if (addition) return { by: addition.by, guest: addition.guest, addedAt: addition.at };
  return { by: uploader, addedAt, ...(guest !== undefined && { guest }) };
}

/**
 * Returns the media info from the bytes alone, without what the library's file name, folder or paired video contributed. Keeps the rotation,
 * with which the renditions must agree.
 */
function mediaInfoOfBytes({ mediaInfo, motionVideo }: Item & { mediaInfo: MediaInfo }): MediaInfo {
  const { takenAt, duration, ...rest } = mediaInfo;
  const isFromBytes = takenAt !== undefined && takenAt.source !== 'name' && takenAt.source !== 'folder';
  return {
    ...rest,
    ...(isFromBytes && { takenAt }),
    ...(motionVideo === undefined ? duration !== undefined && { duration } : { variants: [] }),
  };
}

/** Returns the document of a ready item's entry, without `changed`, with Dates, which SDKs store as timestamps. */
export function writeEntry(item: ProcessedItem, album: AlbumId): Record<string, unknown> {
  const addition = additionTo(album, item);
  // A guest who submits a file that the library has already must not learn more from the entry than from a new file's.
  const mediaInfo = withEdits(addition ? mediaInfoOfBytes(item) : item.mediaInfo, item.edits, addition?.at);
  const { takenAt, caption, width, height, waveform, song } = mediaInfo;
  const { addedAt, ...who } = addedBy(item, addition);
  const orderKey = orderKeyIn(album, item);
  const chapters = chaptersIn(item.edits, addition?.at);
  const size = width !== undefined && height !== undefined ? { width, height } : {};
  return {
    kind: mediaInfo.kind,
    state: 'ready',
    ...who,
    rev: item.rev,
    token: item.token,
    ratio: width !== undefined && height !== undefined ? width / height : 1,
    ...size,
    ...(mediaInfo.duration !== undefined && { duration: mediaInfo.duration }),
    ...(mediaInfo.rotation !== undefined && { rotation: mediaInfo.rotation }),
    ...(mediaInfo.thumbhash !== undefined && { thumbhash: mediaInfo.thumbhash }),
    ...(mediaInfo.phash !== undefined && { phash: mediaInfo.phash }),
    ...(mediaInfo.panorama && { panorama: mediaInfo.panorama }),
    ...(mediaInfo.isUnsupported && { isUnsupported: true }),
    ...(item.progress !== undefined && { progress: item.progress }),
    ...(mediaInfo.strip !== undefined && { strip: mediaInfo.strip }),
    ...(chapters && { chapters }),
    ...(item.sectionOf && { isSection: true }),
    ...(isKeptIn(item.edits, addition?.at) && { isKept: true }),
    ...(takenAt && { takenAt }),
    ...(caption !== undefined && { caption }),
    variants: [...mediaInfo.variants],
    addedAt: new Date(addedAt),
    ...(orderKey !== undefined && { orderKey }),
    ...(waveform !== undefined && { waveform }),
    ...(song && { song }),
  };
}
