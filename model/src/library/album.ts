import type { Circles } from './circle.ts';
import { isCircleId, isItemId, isUid, type CircleId, type ItemId, type Rev, type Uid } from '../ids.ts';
import type { Library } from './member.ts';
import { Reader } from '../read.ts';

/** What one may see: the whole library, or single people and circles. Guests come by invites and stand in the album's `guests`. */
export type Audience =
  | { readonly kind: 'library' }
  | { readonly kind: 'people'; readonly people: readonly Uid[]; readonly circles: readonly CircleId[] };

/** A guest of an album, as everybody who sees it knows them. */
export interface Guest {
  readonly name: string;
  readonly since: number;
}

/** Whether guests may add to an album: not, or after somebody who tends the library looked at it, or at once. */
export const GUEST_UPLOADS = ['no', 'asked', 'yes'] as const;
export type GuestUploads = (typeof GUEST_UPLOADS)[number];

/** The picture on an album's front: enough to build its URL. */
export interface Cover {
  readonly item: ItemId;
  readonly rev: Rev;
  readonly token: string;
  readonly thumbhash?: string;
  /** `grid` for a photo, `poster` for a video. */
  readonly file: 'grid' | 'poster';
}

/** A chosen set of items with an audience: `libraries/{L}/albums/{A}`. */
export interface Album {
  readonly title: string;
  readonly by: Uid;
  readonly audience: Audience;
  /** Who may read it and its entries, guests included: kept by functions. */
  readonly readers: readonly Uid[];
  readonly guests: Readonly<Record<Uid, Guest>>;
  readonly guestsMayAdd: GuestUploads;
  readonly count: number;
  readonly cover?: Cover;
  /** The first and the last day in it, `YYYY-MM-DD`. */
  readonly span?: { readonly from: string; readonly to: string };
  readonly madeAt: number;
  /** When count, cover and span were last written, ms since 1970; 0 before the first time. */
  readonly summarizedAt: number;
}

/** Reads an audience, refusing what is none. */
function readAudience(r: Reader): Audience {
  const kind = r.oneOf('kind', ['library', 'people']);
  return kind === 'library'
    ? { kind }
    : { kind, people: r.list('people', isUid), circles: r.maybe('circles', (f) => r.list(f, isCircleId)) ?? [] };
}

function readGuests(r: Reader): Record<Uid, Guest> {
  const guests: Record<Uid, Guest> = {};
  for (const uid of r.keys()) {
    const guest = r.within(uid);
    if (isUid(uid)) guests[uid] = { name: guest.text('name'), since: guest.instant('since') };
    else r.bad(uid);
  }
  return guests;
}

function readCover(r: Reader): Cover {
  const thumbhash = r.maybe('thumbhash', r.text);
  return {
    item: r.is('item', isItemId),
    rev: r.number('rev'),
    token: r.text('token'),
    file: r.oneOf('file', ['grid', 'poster']),
    ...(thumbhash !== undefined && { thumbhash }),
  };
}

/** An album from its document; throws BadDocument. */
export function readAlbum(value: unknown): Album {
  const r = new Reader('album', value);
  const span = r.has('span') ? r.within('span') : undefined;
  return {
    title: r.text('title'),
    by: r.is('by', isUid),
    audience: readAudience(r.within('audience')),
    readers: r.list('readers', isUid),
    guests: r.has('guests') ? readGuests(r.within('guests')) : {},
    guestsMayAdd: r.maybe('guestsMayAdd', (field) => r.oneOf(field, GUEST_UPLOADS)) ?? 'no',
    count: r.number('count'),
    madeAt: r.instant('madeAt'),
    summarizedAt: r.instant('summarizedAt'),
    ...(r.has('cover') && { cover: readCover(r.within('cover')) }),
    ...(span && { span: { from: span.text('from'), to: span.text('to') } }),
  };
}

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
