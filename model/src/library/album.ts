import * as v from 'valibot';
import type { Circles } from './circle.ts';
import { isCircleId, isItemId, isUid, type Uid } from '../ids.ts';
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

/** Who sees an album: the whole library, or single people and circles. Guests come by invites and are in the album's `guests`. */
export type Audience = DocumentOf<typeof audienceSchema>;

const guestSchema = v.object({ name: v.string(), since: instant });

/** A guest of an album, as everybody who sees it knows them. */
export type Guest = DocumentOf<typeof guestSchema>;

/** Whether guests may add to an album: not, or after somebody who tends the library looked at it, or at once. */
export const GUEST_UPLOADS = ['no', 'moderated', 'yes'] as const;
export type GuestUploads = (typeof GUEST_UPLOADS)[number];

const coverSchema = v.object({
  item: guarded(isItemId),
  rev: number,
  token: v.string(),
  thumbhash: v.exactOptional(v.string()),
  /** `grid` for a photo, `poster` for a video. */
  file: v.picklist(['grid', 'poster']),
});

/** An album's cover image: enough to build its URL. */
export type Cover = DocumentOf<typeof coverSchema>;

const albumSchema = v.object({
  title: v.string(),
  by: guarded(isUid),
  audience: audienceSchema,
  /** Who may read it and its entries, guests included: kept by functions. */
  readers: v.array(guarded(isUid)),
  guests: v.optional(mapOf(isUid, guestSchema), {}),
  guestUploads: v.optional(v.picklist(GUEST_UPLOADS), 'no'),
  count: number,
  cover: v.exactOptional(coverSchema),
  /** The first and the last day in it, `YYYY-MM-DD`. */
  span: v.exactOptional(v.object({ from: v.string(), to: v.string() })),
  createdAt: instant,
  /** When count, cover and span were last written, ms since 1970; 0 before the first time. */
  summarizedAt: instant,
});

/** A chosen set of items with an audience: `libraries/{L}/albums/{A}`. */
export type Album = DocumentOf<typeof albumSchema>;

/** An album from its document; throws BadDocument. */
export const readAlbum = (value: unknown): Album => parse('album', albumSchema, value);

/**
 * Who may see an album: the chosen people and circles as far as they are members, whoever tends the library (owners and
 * editors see every item), and its guests. Sorted, so that the same answer is the same document.
 */
export function readersOf(
  { audience, guests }: Pick<Album, 'audience' | 'guests'>,
  library: Pick<Library, 'roles'>,
  circles: Circles,
): Uid[] {
  const chosen = new Set(
    audience.kind === 'library'
      ? Object.keys(library.roles)
      : [...audience.people, ...audience.circles.flatMap((id) => circles.get(id)?.members ?? [])],
  );
  const members = Object.entries(library.roles).filter(([uid, role]) => role !== 'viewer' || chosen.has(uid));
  return [...new Set([...members.map(([uid]) => uid), ...Object.keys(guests)])].sort() as Uid[];
}

/** The albums that a file added to an album goes into: `all` as well, unless that would show it to more people than the album. */
export const albumsFor = <A extends string>(album: A, audience: Audience, all: A): A[] =>
  album === all ? [all] : audience.kind === 'library' ? [all, album] : [album];
