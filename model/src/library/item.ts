import * as v from 'valibot';
import { metadataFields } from '../media/metadata.ts';
import { suggestedChaptersSchema } from './chapters.ts';
import { editsSchema, ROTATIONS } from './edits.ts';
import { isFailure } from './failure.ts';
import { sidecarSchema, type Sidecar } from './sidecar.ts';
import { isAlbumId, isItemId, isUid, TRASH, type AlbumId, type Rev, type Uid } from '../ids.ts';
import { sectionOfSchema } from './section.ts';
import { UPLOAD_DAYS } from '../limits.ts';
import { isOverview } from '../media/peaks.ts';
import { panoramaSchema } from '../media/panorama.ts';
import { isPhash } from '../media/perceptual-hash.ts';
import { guarded, instant, mapOf, number, parse, type DocumentOf } from '../schema.ts';

export const KINDS = ['photo', 'video', 'sound'] as const;
export type Kind = (typeof KINDS)[number];

/** uploading -> processing -> ready or failed; failed -> processing (retry) or uploading (uploaded again, if damaged or over quota). */
export const ITEM_STATES = ['uploading', 'processing', 'ready', 'failed'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** The fields of an item's document that processing adds. */
const mediaInfoFields = {
  kind: v.picklist(KINDS),
  /** The detected format: `jpeg`, `heic`, `mp4` … */
  format: v.string(),
  /** The rotation by people that the renditions of a photo have, if any. */
  rotation: v.exactOptional(v.picklist(ROTATIONS)),
  /** Displayed size (after rotation) in pixels; absent for a sound. */
  width: v.exactOptional(number),
  height: v.exactOptional(number),
  /** Seconds; for a photo, of its motion clip. */
  duration: v.exactOptional(number),
  /** About 21 bytes in base64; of a sound, of its cover, if it has one. */
  thumbhash: v.exactOptional(v.string()),
  /** The perceptual hash of a photo with details, for finding near-duplicates: see `NEAR_DUPLICATE_BITS`. */
  phash: v.exactOptional(guarded(isPhash)),
  /** The part of the sphere that it shows, if it is a panorama to look around in. */
  panorama: v.exactOptional(panoramaSchema),
  /** The overview of a sound's waveform: see `overviewOf`. All of its peaks are a rendition. */
  waveform: v.exactOptional(guarded(isOverview)),
  /** The variants of the stream: `['1080', '360']`, `['sound']`; for a photo, of its motion clip, empty if there is none. */
  variants: v.array(v.string()),
  /** The number of frames in the strip of a video, which has none for a while after it is ready: see `stripFrames`. */
  strip: v.exactOptional(number),
  /** Where chapters may begin: those of the file, else changes of scene. */
  suggestedChapters: v.exactOptional(suggestedChaptersSchema),
  /** It cannot be displayed (a RAW or JPEG XL without a preview): it has an original but no renditions. */
  isUnsupported: v.exactOptional(v.literal(true)),
  /** The file ends too early: its renditions show as far as it goes. */
  isDamaged: v.exactOptional(v.literal(true)),
  /** The keys that the two files of a Live Photo have in common: see `pairingKeys`. */
  pairing: v.exactOptional(v.array(v.string())),
  ...metadataFields,
};
const mediaInfoSchema = v.object(mediaInfoFields);

/** The results of processing a file. */
export type MediaInfo = DocumentOf<typeof mediaInfoSchema>;

const guestAdditionSchema = v.object({ by: guarded(isUid), guest: v.string(), at: instant });

/** A guest who added an item, and when (ms since 1970). */
export type GuestAddition = DocumentOf<typeof guestAdditionSchema>;

const itemSchema = v.object({
  state: v.picklist(ITEM_STATES),
  uploader: guarded(isUid),
  /** The name of the guest, if a guest added it. */
  guest: v.exactOptional(v.string()),
  /** By album, guests who submitted the file when the library had it already, which is not revealed to them. */
  guestAdditions: v.exactOptional(mapOf(isAlbumId, guestAdditionSchema)),
  fileName: v.string(),
  /** Another name under which its bytes were added, which tells a date that the first does not. */
  otherName: v.exactOptional(v.string()),
  /** The folder of the file, relative to the selected one: `사진/1987 설악산`. */
  folder: v.exactOptional(v.string()),
  /** What another program knew about it. Clients write it, so one that is wrong counts as absent. */
  sidecar: v.fallback(v.optional(sidecarSchema), undefined),
  edits: v.exactOptional(editsSchema),
  /** The announced size in bytes. */
  size: number,
  /** The albums it is added to; includes `all`, unless it was added to a restricted album only. */
  albums: v.array(guarded(isAlbumId)),
  /** By album, its place in the order by hand: see `Entry.orderKey`. */
  orderKeys: v.exactOptional(mapOf(isAlbumId, v.string())),
  /** When it was announced, ms since 1970. */
  addedAt: instant,
  rev: number,
  /** The rev in processing, while `rev` is still displayed. */
  targetRev: v.exactOptional(number),
  /** When functions last updated it, ms since 1970. */
  changed: v.exactOptional(instant),
  /** Why it could not be processed or, if ready, reprocessed. */
  failure: v.exactOptional(guarded(isFailure)),
  /** The download token of all its renditions. */
  token: v.exactOptional(v.string()),
  /** The share of its duration that can be played, 0 to 1, while the rest is still processed. */
  progress: v.exactOptional(number),
  /** The video that is the motion clip of this photo, if it is a Live Photo. */
  motionVideo: v.exactOptional(guarded(isItemId)),
  /** The photo whose motion clip this video is. Such a video is in no album. */
  motionOf: v.exactOptional(guarded(isItemId)),
  /** Where it comes from, if it is a section of a video. It has no original of its own, and its `size` is 0. */
  sectionOf: v.exactOptional(sectionOfSchema),
  /** This video was split at least once: its original stays as long as one of its sections does. */
  isSplit: v.exactOptional(v.literal(true)),
  /** When it was moved to the trash, ms since 1970. It stays there for `TRASH_DAYS`; `albums` are those that it was in. */
  trashedAt: v.exactOptional(instant),
  /** When it was deleted from the trash, ms since 1970. It is in no album, and the next purge deletes its bytes. */
  deletedAt: v.exactOptional(instant),
  /** The purge of a deleted item has begun: it cannot be used any more. */
  isPurging: v.exactOptional(v.literal(true)),
});

/** One photo, video or sound of a library: `libraries/{L}/items/{I}`, read by owners and editors only. */
export type Item = DocumentOf<typeof itemSchema> & { readonly mediaInfo?: MediaInfo };

/** An item that was processed at least once. */
export type ProcessedItem = Item & { readonly mediaInfo: MediaInfo; readonly token: string };

/** Returns whether an item is in the trash, or was deleted from it. */
export const isTrashed = ({ trashedAt, deletedAt }: Pick<Item, 'trashedAt' | 'deletedAt'>): boolean =>
  trashedAt !== undefined || deletedAt !== undefined;

/** The fields of an item that decide where it is displayed. */
export type ItemPlaces = Pick<Item, 'albums' | 'trashedAt' | 'deletedAt'>;

/** Returns the albums that display an item once it is ready: of a trashed item, only the trash. */
export const albumsWithEntry = ({ albums, trashedAt, deletedAt }: ItemPlaces): readonly AlbumId[] =>
  deletedAt !== undefined ? [] : trashedAt !== undefined ? [TRASH] : albums;

/** Returns whether an item is a photo with a motion clip: a motion photo, Live Photo or animation. */
export const hasMotion = ({ kind, variants }: Pick<MediaInfo, 'kind' | 'variants'>): boolean =>
  kind === 'photo' && variants.length > 0;

/** Returns whether an item has images: a sound only with a cover, an unsupported photo never. */
export const hasImages = ({
  kind,
  thumbhash,
  isUnsupported,
}: Pick<MediaInfo, 'kind' | 'thumbhash' | 'isUnsupported'>): boolean =>
  !isUnsupported && (kind !== 'sound' || thumbhash !== undefined);

/** Returns whether an item can be split: a complete video in an album that is no section itself. */
export const isSplittable = ({ state, progress, mediaInfo, motionOf, sectionOf, ...places }: Item): boolean =>
  state === 'ready' &&
  progress === undefined &&
  mediaInfo?.kind === 'video' &&
  motionOf === undefined &&
  sectionOf === undefined &&
  places.albums.length > 0 &&
  !isTrashed(places);

/** The image that represents an item in a grid. */
export const tileRendition = (kind: Kind): 'grid' | 'poster' => (kind === 'video' ? 'poster' : 'grid');

/** The image that represents an item on a cover and in the large tiles of a TV. */
export const coverRendition = (kind: Kind): 'grid' | 'poster' => (kind === 'photo' ? 'grid' : 'poster');

/** Validates the document of an item; throws BadDocument. */
export function readItem(value: unknown): Item {
  const item = parse('item', itemSchema, value);
  const { kind } = value as { kind?: unknown };
  return kind !== undefined && kind !== null ? { ...item, mediaInfo: parse('item', mediaInfoSchema, value) } : item;
}

/** Converts media info to fields of an item's document. */
export function writeMediaInfo(mediaInfo: MediaInfo): Record<string, unknown> {
  return { ...mediaInfo, variants: [...mediaInfo.variants] };
}

/** Returns the document of a new item, without `addedAt`, which is the server's time. The security rules require exactly these fields. */
export function announce({
  uploader,
  fileName,
  size,
  albums,
  folder,
  sidecar,
}: {
  uploader: Uid;
  fileName: string;
  size: number;
  albums: readonly AlbumId[];
  folder?: string | undefined;
  sidecar?: Sidecar | undefined;
}): Record<string, unknown> {
  return {
    state: 'uploading',
    uploader,
    fileName,
    size,
    albums: [...albums],
    rev: 1,
    ...(folder !== undefined && { folder }),
    ...(sidecar && { sidecar }),
  };
}

/** Returns whether a ready item is being reprocessed; it is displayed as before until that succeeds. */
export const isReprocessing = ({ state, rev, targetRev = 0 }: Pick<Item, 'state' | 'rev' | 'targetRev'>): boolean =>
  state === 'ready' && targetRev > rev;

/**
 * Returns whether a new uploader of the same file may announce the item again at `now` (ms since 1970), as the security rules do. It
 * has no renditions yet, so it can start again at rev 1.
 */
export const canTakeOver = (item: Pick<Item, 'state' | 'failure' | 'addedAt'>, now: number): boolean =>
  (item.state === 'uploading' && now > item.addedAt + UPLOAD_DAYS * 86_400_000) || hasLostBytes(item);

/** Returns whether an item is a guest's submission in its first processing that no member has added too. */
export const isOnlyOfGuest = ({ guest, mediaInfo, albums }: Pick<Item, 'guest' | 'mediaInfo' | 'albums'>): boolean =>
  guest !== undefined && mediaInfo === undefined && albums.length === 0;

/** Seconds from 1970 to 2020. */
const EPOCH_2020_S = 1_577_836_800;

/**
 * Returns the minimum rev for a guest's submission at `at` (ms since 1970). Derived from the time, so that the rev does not reveal
 * whether the library had the file already.
 */
export const guestRev = (at: number): Rev => Math.max(1, Math.floor(at / 1000) - EPOCH_2020_S);

/** Returns whether the uploaded bytes of an item were deleted. */
export const hasLostBytes = ({ state, failure }: Pick<Item, 'state' | 'failure'>): boolean =>
  state === 'failed' && (failure === 'damaged' || failure === 'over-quota');
