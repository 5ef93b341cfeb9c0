import { isItemId, isUid, type ItemId, type Rev, type Uid } from './ids.ts';
import type { Library } from './member.ts';
import { Reader } from './read.ts';

/** What one may see: the whole library, or single people. */
export type Audience = { readonly kind: 'library' } | { readonly kind: 'people'; readonly people: readonly Uid[] };

/** The picture on an album's front: enough to build its URL. */
export interface Cover {
  readonly item: ItemId;
  readonly rev: Rev;
  readonly token: string;
  readonly thumbhash?: string;
  /** `grid.webp` for a photo, `poster.webp` for a video. */
  readonly file: 'grid.webp' | 'poster.webp';
}

/** A chosen set of items with an audience: `libraries/{L}/albums/{A}`. */
export interface Album {
  readonly title: string;
  readonly by: Uid;
  readonly audience: Audience;
  /** Who may read it and its entries: kept by functions. */
  readonly readers: readonly Uid[];
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
  return kind === 'library' ? { kind } : { kind, people: r.list('people', isUid) };
}

function readCover(r: Reader): Cover {
  const thumbhash = r.maybe('thumbhash', r.text);
  return {
    item: r.is('item', isItemId),
    rev: r.number('rev'),
    token: r.text('token'),
    file: r.oneOf('file', ['grid.webp', 'poster.webp']),
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
    count: r.number('count'),
    madeAt: r.instant('madeAt'),
    summarizedAt: r.instant('summarizedAt'),
    ...(r.has('cover') && { cover: readCover(r.within('cover')) }),
    ...(span && { span: { from: span.text('from'), to: span.text('to') } }),
  };
}

/**
 * Who may see an album of this audience: the chosen people who are members, and whoever tends the library
 * (owners and editors see every item). Sorted, so that the same answer is the same document.
 */
export function readersOf(audience: Audience, library: Pick<Library, 'roles'>): Uid[] {
  return (Object.entries(library.roles) as [Uid, string][])
    .filter(([uid, role]) => audience.kind === 'library' || role !== 'viewer' || audience.people.includes(uid))
    .map(([uid]) => uid)
    .sort();
}

/** The albums that a file added to an album goes into: `all` as well, unless that would show it to more people than the album. */
export const albumsFor = <A extends string>(album: A, audience: Audience, all: A): A[] =>
  album === all ? [all] : audience.kind === 'library' ? [all, album] : [album];
