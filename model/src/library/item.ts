import { readMetadata, type Metadata } from '../media/metadata.ts';
import { isFailure, type Failure } from '../api/failure.ts';
import { isAlbumId, isItemId, isUid, type AlbumId, type ItemId, type Rev, type Uid } from '../ids.ts';
import { UPLOAD_DAYS } from '../limits.ts';
import { isPhash } from '../media/perceptual-hash.ts';
import { Reader } from '../read.ts';

export const KINDS = ['photo', 'video', 'sound'] as const;
export type Kind = (typeof KINDS)[number];

/** uploading -> processing -> ready or failed; failed -> processing (try again) or uploading (damaged: somebody brings the bytes). */
export const ITEM_STATES = ['uploading', 'processing', 'ready', 'failed'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** One photo, video or sound of a library: `libraries/{L}/items/{I}`, read by owners and editors only. */
export interface Item {
  readonly state: ItemState;
  readonly uploader: Uid;
  /** The name of the guest who brought it, where a guest did. */
  readonly guest?: string;
  /** Guests who brought it into an album when the library had it already, which they are never told. */
  readonly brought?: Readonly<Record<AlbumId, GuestAddition>>;
  readonly fileName: string;
  /** The folders that it lay in below what somebody chose: `사진/1987 설악산`. */
  readonly folder?: string;
  /** Bytes, as announced by the uploader. */
  readonly size: number;
  /** The albums that it is meant for; `all` unless it was added only for an album. */
  readonly albums: readonly AlbumId[];
  /** When it was announced, ms since 1970. */
  readonly addedAt: number;
  readonly rev: Rev;
  /** The rev that somebody asked for while `rev` is shown: it is being made again. */
  readonly wanted?: Rev;
  /** When functions last wrote it, ms since 1970. */
  readonly changed?: number;
  /** Why it could not be made; of what is ready, why it could not be made again. */
  readonly failure?: Failure;
  readonly made?: MediaInfo;
  /** The download token on all its renditions. */
  readonly token?: string;
  /** Of the photo of a Live Photo: the video that is its moment. */
  readonly live?: ItemId;
  /** Of that video: the photo. It is in no album by itself. */
  readonly momentOf?: ItemId;
}

/** A guest who brought an item, and when, ms since 1970. */
export interface GuestAddition {
  readonly by: Uid;
  readonly guest: string;
  readonly at: number;
}

/** What making an item found out: the same for everybody who may see it. */
export interface MediaInfo extends Metadata {
  readonly kind: Kind;
  /** What the bytes are: `jpeg`, `heic`, `mp4` … */
  readonly format: string;
  /** As displayed (turned), in pixels; a sound has none. */
  readonly width?: number;
  readonly height?: number;
  /** Seconds; of a photo those of its moment. */
  readonly duration?: number;
  /** About 21 bytes in base64. */
  readonly thumbhash?: string;
  /** How a photo looks, so that near-duplicates find each other: see `isNearDuplicate`. */
  readonly phash?: string;
  /** The rungs of the stream, e.g. `['1080', '360']`, `['sound']`; of a photo those of its moment, empty where it has none. */
  readonly rungs: readonly string[];
  /** No picture could be made of it (a RAW or a JPEG XL without a preview): it has no renditions, and its original is safe. */
  readonly isUnseen?: true;
  /** By what the two files of a Live Photo find each other: see `pairingKeys`. */
  readonly pairing?: readonly string[];
}

/** Whether a photo has a moment: what a motion photo, a Live Photo or an animation plays. */
export const hasMotion = ({ kind, rungs }: Pick<MediaInfo, 'kind' | 'rungs'>): boolean =>
  kind === 'photo' && rungs.length > 0;

/** The still that stands for an item in a grid and on a cover. */
export const tileRendition = (kind: Kind): 'grid' | 'poster' => (kind === 'video' ? 'poster' : 'grid');

const isText = (value: unknown): value is string => typeof value === 'string';

/** A mark that is there or is not. */
export const isTrue = (value: unknown): value is true => value === true;

function readMediaInfo(r: Reader): MediaInfo {
  const width = r.maybe('width', r.number);
  const height = r.maybe('height', r.number);
  const duration = r.maybe('duration', r.number);
  const thumbhash = r.maybe('thumbhash', r.text);
  const phash = r.maybe('phash', (field) => r.is(field, isPhash));
  return {
    kind: r.oneOf('kind', KINDS),
    format: r.text('format'),
    rungs: r.list('rungs', isText),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(duration !== undefined && { duration }),
    ...(thumbhash !== undefined && { thumbhash }),
    ...(phash !== undefined && { phash }),
    ...(r.has('pairing') && { pairing: r.list('pairing', isText) }),
    ...(r.has('isUnseen') && { isUnseen: r.is('isUnseen', isTrue) }),
    ...readMetadata(r),
  };
}

function readBrought(r: Reader): Record<AlbumId, GuestAddition> {
  const brought: Record<AlbumId, GuestAddition> = {};
  for (const album of r.keys()) {
    const one = r.within(album);
    if (isAlbumId(album)) brought[album] = { by: one.is('by', isUid), guest: one.text('guest'), at: one.instant('at') };
    else r.bad(album);
  }
  return brought;
}

/** An item from its document; throws BadDocument. */
export function readItem(value: unknown): Item {
  const r = new Reader('item', value);
  const state = r.oneOf('state', ITEM_STATES);
  const failure = r.maybe('failure', (field) => r.is(field, isFailure));
  const wanted = r.maybe('wanted', r.number);
  const changed = r.maybe('changed', r.instant);
  const token = r.maybe('token', r.text);
  const guest = r.maybe('guest', r.text);
  const folder = r.maybe('folder', r.text);
  return {
    state,
    uploader: r.is('uploader', isUid),
    fileName: r.text('fileName'),
    size: r.number('size'),
    albums: r.list('albums', isAlbumId),
    addedAt: r.instant('addedAt'),
    rev: r.number('rev'),
    ...(wanted !== undefined && { wanted }),
    ...(changed !== undefined && { changed }),
    ...(failure !== undefined && { failure }),
    ...(token !== undefined && { token }),
    ...(guest !== undefined && { guest }),
    ...(folder !== undefined && { folder }),
    ...(r.has('brought') && { brought: readBrought(r.within('brought')) }),
    ...(r.has('live') && { live: r.is('live', isItemId) }),
    ...(r.has('momentOf') && { momentOf: r.is('momentOf', isItemId) }),
    ...(r.has('kind') && { made: readMediaInfo(r) }),
  };
}

/** The fields that `made` has in an item's document. */
export function writeMediaInfo(made: MediaInfo): Record<string, unknown> {
  const { taken, ...rest } = made;
  return { ...rest, rungs: [...made.rungs], ...(taken && { takenAt: taken }) };
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
export const isReprocessing = ({ state, rev, wanted = 0 }: Pick<Item, 'state' | 'rev' | 'wanted'>): boolean =>
  state === 'ready' && wanted > rev;

/**
 * Whether somebody who brings the same bytes at `now` (ms) may take the item over, by announcing it anew. Rules say the same.
 * None was ever made (bytes are checked before anything is), so it begins again at rev 1 and no rendition changes under its name.
 */
export const canTakeOver = (item: Pick<Item, 'state' | 'failure' | 'addedAt'>, now: number): boolean =>
  (item.state === 'uploading' && now > item.addedAt + UPLOAD_DAYS * 86_400_000) || hasLostBytes(item);

/** Whether the bytes that came of an item were removed again. */
export const hasLostBytes = ({ state, failure }: Pick<Item, 'state' | 'failure'>): boolean =>
  state === 'failed' && (failure === 'damaged' || failure === 'over-quota');
