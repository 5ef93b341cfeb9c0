import * as v from 'valibot';
import type { Circles } from './circle.ts';
import { isAlbumId, isCircleId, isItemId, isUid, type Uid } from '../ids.ts';
import type { Library } from './member.ts';
import { guarded, instant, mapOf, number, parse, type DocumentOf } from '../schema.ts';

const audienceSchema = v.variant('kind', [
  v.object({ kind: v.literal('library') }),
  v.object({
    kind: v.literal('people'),
    people: v.array(guarded(isUid)),
    circles: v.optional(v.array(guarded(isCircleId)), []),
  }),
]);

/** Who sees an album: the whole library, or people and circles. Guests are not part of it, but listed in the album's `guests`. */
export type Audience = DocumentOf<typeof audienceSchema>;

const guestSchema = v.object({ name: v.string(), since: instant });

/** A guest of an album, as its readers see them. */
export type Guest = DocumentOf<typeof guestSchema>;

/** Whether guests may add to an album: never, after review by an owner or editor, or directly. */
export const GUEST_UPLOADS = ['no', 'moderated', 'yes'] as const;
export type GuestUploads = (typeof GUEST_UPLOADS)[number];

/**
 * The orders of an album's grid: by capture date, undated items last, or by hand, where items that nobody moved are oldest first. The first is
 * the default.
 */
export const ALBUM_ORDERS = ['oldest-first', 'newest-first', 'by-hand'] as const;
export type AlbumOrder = (typeof ALBUM_ORDERS)[number];

export const coverSchema = v.object({
  item: guarded(isItemId),
  rev: number,
  token: v.string(),
  thumbhash: v.exactOptional(v.string()),
  /** `grid` for a photo, which has a `screen` too; `poster` for a video or sound. */
  file: v.picklist(['grid', 'poster']),
});

/** An album's cover image: everything needed for its URL. */
export type Cover = DocumentOf<typeof coverSchema>;

const albumSchema = v.object({
  title: v.string(),
  by: guarded(isUid),
  audience: audienceSchema,
  /** Who may read the album and its entries, including guests. Maintained by functions. */
  readers: v.array(guarded(isUid)),
  guests: v.optional(mapOf(isUid, guestSchema), {}),
  guestUploads: v.optional(v.picklist(GUEST_UPLOADS), 'no'),
  count: number,
  description: v.exactOptional(v.string()),
  /** Oldest first if absent. */
  order: v.exactOptional(v.picklist(ALBUM_ORDERS)),
  cover: v.exactOptional(coverSchema),
  /** The item that was chosen as cover, while it is in the album. */
  chosenCover: v.exactOptional(guarded(isItemId)),
  /** The first and last day of its items, `YYYY-MM-DD`. */
  span: v.exactOptional(v.object({ from: v.string(), to: v.string() })),
  createdAt: instant,
  /** When it was deleted, ms since 1970. It has no readers; it can be restored for `RESTORE_ALBUM_S`. */
  deletedAt: v.exactOptional(instant),
  /** The album into which this deleted one was merged: it gets the items that are left. */
  mergedInto: v.exactOptional(guarded(isAlbumId)),
  /** The version of its outline, and through when (ms since 1970) changes of entries are in it; absent until it was first built. */
  index: v.exactOptional(v.object({ version: number, through: instant })),
});

/** A set of items with an audience: `libraries/{L}/albums/{A}`. */
export type Album = DocumentOf<typeof albumSchema>;

/** Validates the document of an album; throws BadDocument. */
export const readAlbum = (value: unknown): Album => parse('album', albumSchema, value);

/**
 * Computes the readers of an album: owners and editors (who see every item), members in its audience, and guests; nobody reads a deleted
 * one. Sorted, so that equal results are equal documents.
 */
export function readersOf(
  { audience, guests, deletedAt }: Pick<Album, 'audience' | 'guests' | 'deletedAt'>,
  library: Pick<Library, 'roles'>,
  circles: Circles,
): Uid[] {
  if (deletedAt !== undefined) return [];
  const selected = new Set(
    audience.kind === 'library'
      ? Object.keys(library.roles)
      : [...audience.people, ...audience.circles.flatMap((id) => circles.get(id)?.members ?? [])],
  );
  const members = Object.entries(library.roles).filter(([uid, role]) => role !== 'viewer' || selected.has(uid));
  return [...new Set([...members.map(([uid]) => uid), ...Object.keys(guests)])].sort() as Uid[];
}

/** Returns the albums for a file that is added to `album`: also `all`, unless that would show it to more people. */
export const albumsFor = <A extends string>(album: A, audience: Audience, all: A): A[] =>
  album === all ? [all] : audience.kind === 'library' ? [all, album] : [album];
