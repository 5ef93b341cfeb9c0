import * as v from 'valibot';
import { isAlbumId, type AlbumId } from '../ids.ts';
import { parse, type DocumentOf } from '../schema.ts';

const time = v.pipe(v.number(), v.finite());

const lookSchema = v.object({
  /** When the newest entry that was seen was added, ms since 1970. */
  through: time,
  /** What `through` was before this look: entries after it were new then. */
  before: time,
  /** When this person looked, by the device's clock. */
  at: time,
});

/** When a person last looked at an album, and what they had seen then. */
export type Look = DocumentOf<typeof lookSchema>;

/** The new photos of all albums, as a key of looks: people look at them as at an album. No album has this id. */
export const NEW = 'new' as AlbumId;

/** One person's last looks in one library: `users/{uid}/looks/{L}`, read and written by that person only. By album, or `NEW`. */
export type Looks = Readonly<Record<AlbumId, Look>>;

const documentSchema = v.object({ items: v.exactOptional(v.record(v.string(), v.unknown()), {}) });

/** Reads the document of a person's looks without those that are invalid; throws BadDocument if it has no map of them. */
export function readLooks(value: unknown): Looks {
  const { items } = parse('looks', documentSchema, value);
  const isKey = (key: string): key is AlbumId => key === NEW || isAlbumId(key);
  return Object.fromEntries(
    Object.entries(items).flatMap(([key, look]) => (isKey(key) && v.is(lookSchema, look) ? [[key, look]] : [])),
  );
}

/** Looks that are closer together than this are one: a person who opens a photo and returns still finds the new ones marked. */
const SITTING_MS = 30 * 60_000;

const isSameSitting = (look: Look, now: number): boolean => Math.abs(now - look.at) < SITTING_MS;

/** Returns what to store for a look at `now` at entries that were added until `through`; undefined if nothing changes. */
export function nextLook(look: Look | undefined, through: number, now: number): Look | undefined {
  if (!look) return { through, before: 0, at: now };
  const isSame = isSameSitting(look, now);
  if (isSame && through <= look.through) return undefined;
  return { through: Math.max(through, look.through), before: isSame ? look.before : look.through, at: now };
}

/** Until when the entries of an album are not marked as new while it is open: those that were new when this sitting began still are. */
export function markedFrom(look: Look | undefined, now: number): number {
  if (!look) return 0;
  return isSameSitting(look, now) ? look.before : look.through;
}
