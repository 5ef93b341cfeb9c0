import * as v from 'valibot';
import { metadataFields, withTaken } from '../media/metadata.ts';
import { isFailure } from './failure.ts';
import { isAlbumId, isItemId, isUid, type AlbumId, type Rev, type Uid } from '../ids.ts';
import { UPLOAD_DAYS } from '../limits.ts';
import { isPhash } from '../media/perceptual-hash.ts';
import { guarded, instant, mapOf, number, parse, type DocumentOf } from '../schema.ts';

export const KINDS = ['photo', 'video', 'sound'] as const;
export type Kind = (typeof KINDS)[number];

/** uploading -> processing -> ready or failed; failed -> processing (try again) or uploading (damaged: somebody brings the bytes). */
export const ITEM_STATES = ['uploading', 'processing', 'ready', 'failed'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** The fields that an item's document has once it was processed. */
const mediaInfoFields = {
  kind: v.picklist(KINDS),
  /** What the bytes are: `jpeg`, `heic`, `mp4` … */
  format: v.string(),
  /** As displayed (turned), in pixels; a sound has none. */
  width: v.exactOptional(number),
  height: v.exactOptional(number),
  /** Seconds; of a photo those of its motion clip. */
  duration: v.exactOptional(number),
  /** About 21 bytes in base64. */
  thumbhash: v.exactOptional(v.string()),
  /** How a photo looks, so that near-duplicates find each other: see `isNearDuplicate`. */
  phash: v.exactOptional(guarded(isPhash)),
  /** The variants of the stream, e.g. `['1080', '360']`, `['sound']`; of a photo those of its motion clip, empty where it has none. */
  variants: v.array(v.string()),
  /** No image could be made of it (a RAW or a JPEG XL without a preview): it has no renditions, and its original is safe. */
  isUnsupported: v.exactOptional(v.literal(true)),
  /** The keys by which the two files of a Live Photo find each other: see `pairingKeys`. */
  pairing: v.exactOptional(v.array(v.string())),
  ...metadataFields,
};
const mediaInfoSchema = v.pipe(v.object(mediaInfoFields), v.transform(withTaken));

/** What processing found out about a file: the same for everybody who may see it. */
export type MediaInfo = DocumentOf<typeof mediaInfoSchema>;

const guestAdditionSchema = v.object({ by: guarded(isUid), guest: v.string(), at: instant });

/** A guest who added an item, and when, ms since 1970. */
export type GuestAddition = DocumentOf<typeof guestAdditionSchema>;

const itemSchema = v.object({
  state: v.picklist(ITEM_STATES),
  uploader: guarded(isUid),
  /** The name of the guest who added it, where a guest did. */
  guest: v.exactOptional(v.string()),
  /** Guests who added it to an album when the library had it already, which they are never told. */
  guestAdditions: v.exactOptional(mapOf(isAlbumId, guestAdditionSchema)),
  fileName: v.string(),
  /** The folders that it lay in below what somebody chose: `사진/1987 설악산`. */
  folder: v.exactOptional(v.string()),
  /** Bytes, as announced by the uploader. */
  size: number,
  /** The albums that it is meant for; `all` unless it was added only for an album. */
  albums: v.array(guarded(isAlbumId)),
  /** When it was announced, ms since 1970. */
  addedAt: instant,
  rev: number,
  /** The rev that somebody asked for while `rev` is shown: it is being reprocessed. */
  targetRev: v.exactOptional(number),
  /** When functions last wrote it, ms since 1970. */
  changed: v.exactOptional(instant),
  /** Why it could not be processed; of a ready item, why it could not be reprocessed. */
  failure: v.exactOptional(guarded(isFailure)),
  /** The download token on all its renditions. */
  token: v.exactOptional(v.string()),
  /** Of the photo of a Live Photo: the video that is its motion clip. */
  motionVideo: v.exactOptional(guarded(isItemId)),
  /** Of that video: the photo. It is in no album by itself. */
  motionOf: v.exactOptional(guarded(isItemId)),
});

/** One photo, video or sound of a library: `libraries/{L}/items/{I}`, read by owners and editors only. */
export type Item = DocumentOf<typeof itemSchema> & { readonly mediaInfo?: MediaInfo };

/** Whether a photo has a moment: what a motion photo, a Live Photo or an animation plays. */
export const hasMotion = ({ kind, variants }: Pick<MediaInfo, 'kind' | 'variants'>): boolean =>
  kind === 'photo' && variants.length > 0;

/** The still that stands for an item in a grid and on a cover. */
export const tileRendition = (kind: Kind): 'grid' | 'poster' => (kind === 'video' ? 'poster' : 'grid');

/** An item from its document; throws BadDocument. */
export function readItem(value: unknown): Item {
  const item = parse('item', itemSchema, value);
  const { kind } = value as { kind?: unknown };
  return kind !== undefined && kind !== null ? { ...item, mediaInfo: parse('item', mediaInfoSchema, value) } : item;
}

/** The fields that `made` has in an item's document. */
export function writeMediaInfo(mediaInfo: MediaInfo): Record<string, unknown> {
  const { taken, ...rest } = mediaInfo;
  return { ...rest, variants: [...mediaInfo.variants], ...(taken && { takenAt: taken }) };
}

/** The fields of a new item's document but `addedAt`, which is the server's time. Rules demand exactly these, the folder where there is one. */
export function announce(of: {
  uploader: Uid;
  fileName: string;
  size: number;
  albums: readonly AlbumId[];
  folder?: string | undefined;
}): Record<string, unknown> {
  return {
    state: 'uploading',
    uploader: of.uploader,
    fileName: of.fileName,
    size: of.size,
    albums: [...of.albums],
    rev: 1,
    ...(of.folder !== undefined && { folder: of.folder }),
  };
}

/** Whether a ready item is being made again: what is shown of it stays until that is done. */
export const isReprocessing = ({ state, rev, targetRev = 0 }: Pick<Item, 'state' | 'rev' | 'targetRev'>): boolean =>
  state === 'ready' && targetRev > rev;

/**
 * Whether somebody who brings the same bytes at `now` (ms) may take the item over, by announcing it anew. Rules say the same.
 * None was ever made (bytes are checked before anything is), so it begins again at rev 1 and no rendition changes under its name.
 */
export const canTakeOver = (item: Pick<Item, 'state' | 'failure' | 'addedAt'>, now: number): boolean =>
  (item.state === 'uploading' && now > item.addedAt + UPLOAD_DAYS * 86_400_000) || hasLostBytes(item);

/** Whether an item is a guest's that is processed for the first time and that nobody of the library has added besides. */
export const isOnlyOfGuest = ({ guest, mediaInfo, albums }: Pick<Item, 'guest' | 'mediaInfo' | 'albums'>): boolean =>
  guest !== undefined && mediaInfo === undefined && albums.length === 0;

/** Seconds from 1970 to 2020. */
const EPOCH_2020_S = 1_577_836_800;

/**
 * The least rev that a guest's submission of `at` (ms) is shown under: by its time, and never by a count, so that the rev of what the
 * library had already (it is reprocessed for the submission) is that of something new.
 */
export const guestRev = (at: number): Rev => Math.max(1, Math.floor(at / 1000) - EPOCH_2020_S);

/** Whether the bytes that came of an item were removed again. */
export const hasLostBytes = ({ state, failure }: Pick<Item, 'state' | 'failure'>): boolean =>
  state === 'failed' && (failure === 'damaged' || failure === 'over-quota');
