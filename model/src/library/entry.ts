import * as v from 'valibot';
import { isUid, type AlbumId } from '../ids.ts';
import { KINDS, type Item, type MediaInfo } from './item.ts';
import { guarded, instant, number, parse, type DocumentOf } from '../schema.ts';
import { captureDate } from '../media/capture-date.ts';
import { withTaken } from '../media/metadata.ts';

const entrySchema = v.pipe(
  v.object({
    kind: v.picklist(KINDS),
    state: v.literal('ready'),
    /** Who added it. */
    by: guarded(isUid),
    /** The name of the guest who added it, where a guest did. */
    guest: v.exactOptional(v.string()),
    rev: number,
    /** The download token of its renditions. */
    token: v.string(),
    /** Width over height as displayed; 1 for a sound. */
    ratio: v.pipe(number, v.gtValue(0)),
    /** As displayed, in pixels; absent for a sound. */
    width: v.exactOptional(number),
    height: v.exactOptional(number),
    /** Seconds; of a photo those of its motion clip. */
    duration: v.exactOptional(number),
    thumbhash: v.exactOptional(v.string()),
    takenAt: v.exactOptional(captureDate),
    caption: v.exactOptional(v.string()),
    /** The variants of the stream; of a photo those of its motion clip, empty where it has none. */
    variants: v.array(v.string()),
    /** Nothing can be shown of it: it has no renditions. */
    isUnsupported: v.exactOptional(v.literal(true)),
    /** When the item was announced: the order of what has no date. Milliseconds since 1970. */
    addedAt: instant,
    /** When functions last wrote it, ms since 1970. */
    changed: instant,
  }),
  v.transform(withTaken),
);

/**
 * An item's place in an album with the display copy that its audience may see:
 * `libraries/{L}/albums/{A}/entries/{I}`. No place, no people, no camera, no hash, no file name. Written when the item is ready.
 */
export type Entry = DocumentOf<typeof entrySchema>;

/** An entry from its document; throws BadDocument. */
export const readEntry = (value: unknown): Entry => parse('entry', entrySchema, value);

/** Who added an item to an album, and when: whoever uploaded it, but for a guest who brought what the library had already. */
function addedTo(
  album: AlbumId,
  { uploader, guest, addedAt, guestAdditions }: Item,
): Pick<Entry, 'by' | 'guest' | 'addedAt'> {
  const own = guestAdditions && Object.hasOwn(guestAdditions, album) ? guestAdditions[album] : undefined;
  if (own) return { by: own.by, guest: own.guest, addedAt: own.at };
  return { by: uploader, addedAt, ...(guest !== undefined && { guest }) };
}

/** What the bytes alone say of an item: not where the library's own file lay, how it was named, or which video belongs to it. */
function ofBytes({ mediaInfo, motionVideo }: Item & { mediaInfo: MediaInfo }): MediaInfo {
  const { taken, duration, ...rest } = mediaInfo;
  const isOfBytes = taken !== undefined && taken.source !== 'name' && taken.source !== 'folder';
  return {
    ...rest,
    ...(isOfBytes && { taken }),
    ...(motionVideo === undefined ? duration !== undefined && { duration } : { variants: [] }),
  };
}

/** The document of a ready item's entry in an album; `changed` (ms) is the caller's clock. Instants are Dates, which SDKs store as timestamps. */
export function writeEntry(
  item: Item & { mediaInfo: MediaInfo; token: string },
  album: AlbumId,
  changed: number,
): Record<string, unknown> {
  // A guest who brought what the library had sees no more in it than in a new file.
  const mediaInfo = item.guestAdditions && Object.hasOwn(item.guestAdditions, album) ? ofBytes(item) : item.mediaInfo;
  const { taken, caption, width, height } = mediaInfo;
  const { addedAt, ...who } = addedTo(album, item);
  const sides = width !== undefined && height !== undefined ? { width, height } : {};
  return {
    kind: mediaInfo.kind,
    state: 'ready',
    ...who,
    rev: item.rev,
    token: item.token,
    ratio: width !== undefined && height !== undefined ? width / height : 1,
    ...sides,
    ...(mediaInfo.duration !== undefined && { duration: mediaInfo.duration }),
    ...(mediaInfo.thumbhash !== undefined && { thumbhash: mediaInfo.thumbhash }),
    ...(mediaInfo.isUnsupported && { isUnsupported: true }),
    ...(taken && { takenAt: taken }),
    ...(caption !== undefined && { caption }),
    variants: [...mediaInfo.variants],
    addedAt: new Date(addedAt),
    changed: new Date(changed),
  };
}

/** Orders entries as an album shows them: oldest first by the wall clock, the undated last by when they were added, ties by id. */
export function compareEntries(a: readonly [string, Entry], b: readonly [string, Entry]): number {
  const [idA, one] = a;
  const [idB, two] = b;
  if (one.taken && two.taken) {
    if (one.taken.local !== two.taken.local) return one.taken.local < two.taken.local ? -1 : 1;
  } else if (one.taken || two.taken) {
    return one.taken ? -1 : 1;
  } else if (one.addedAt !== two.addedAt) {
    return one.addedAt - two.addedAt;
  }
  return idA < idB ? -1 : idA > idB ? 1 : 0;
}
