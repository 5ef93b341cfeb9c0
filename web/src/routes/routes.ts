import { formatTvCode, type TvCode } from '@maru/model/access/tv';
import type { AlbumId, ItemId, LibraryId } from '@maru/model/ids';
import { ALL, TRASH } from '@maru/model/ids';
import { INCOMING_PAGE } from '#lib/device/incoming/incoming-store.ts';
import { FAVOURITES } from '#lib/state/favourites/favourite-entries.svelte.ts';

/** The addresses of the app's pages; the only place that spells them. */
export const routes = {
  home: () => '/',
  /** Home with the form for another library. */
  createLibrary: () => '/?create',
  signIn: (to?: string) => (to === undefined ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`),
  /** The absolute URL of an invite. Its secret is in the fragment, which browsers send neither to servers nor as Referer. */
  invite: (origin: string, secret: string) => `${origin}/i#${secret}`,
  /** Asks for the album of files that another app handed over. */
  incoming: () => INCOMING_PAGE,
  settings: () => '/settings',
  deleteAccount: () => '/settings/account',
  programs: () => '/settings/programs',
  tvs: () => '/settings/tvs',
  tv: () => '/tv',
  /** Lets a TV in. Its code is in the fragment, as the secret of an invite. */
  pairTv: (code?: TvCode) => (code === undefined ? '/tv/pair' : `/tv/pair#${formatTvCode(code)}`),
  library: (l: LibraryId) => `/l/${l}`,
  newPhotos: (l: LibraryId) => `/l/${l}/new-photos`,
  onThisDay: (l: LibraryId) => `/l/${l}/on-this-day`,
  people: (l: LibraryId) => `/l/${l}/people`,
  /** How owners help viewers. */
  helping: (l: LibraryId) => `/l/${l}/people/helping`,
  circles: (l: LibraryId) => `/l/${l}/people/circles`,
  guests: (l: LibraryId) => `/l/${l}/people/guests`,
  invites: (l: LibraryId) => `/l/${l}/people/invites`,
  activity: (l: LibraryId) => `/l/${l}/people/activity`,
  deleteLibrary: (l: LibraryId) => `/l/${l}/delete`,
  /** Import of a Google Photos export. */
  import: (l: LibraryId) => `/l/${l}/import`,
  /** Sharing of several albums at once. */
  shareAlbums: (l: LibraryId) => `/l/${l}/share`,
  /** Sharing of one album. */
  share: (l: LibraryId, a: AlbumId) => `${routes.album(l, a)}/share`,
  /** Choosing an album's cover. */
  cover: (l: LibraryId, a: AlbumId) => `${routes.album(l, a)}/cover`,
  /** Sorting out the photos of an album that look alike. */
  similar: (l: LibraryId, a: AlbumId) => `${routes.album(l, a)}/similar`,
  /** The photos of an album one after the other. */
  slideshow: (l: LibraryId, a: AlbumId) => `${routes.album(l, a)}/slideshow`,
  album: (l: LibraryId, a: AlbumId) => ([ALL, TRASH, FAVOURITES].includes(a) ? `/l/${l}/${a}` : `/l/${l}/a/${a}`),
  item: (l: LibraryId, a: AlbumId, i: ItemId) => `/l/${l}/a/${a}/${i}`,
} as const;

/** Where the sign-in leads back to from a page; undefined for home. */
export const afterSignIn = ({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string | undefined =>
  pathname === routes.incoming() ? pathname + search : pathname.startsWith('/l/') ? pathname : undefined;

/** The path to return to after the sign-in: `to` if it is a path of the app, otherwise home. Never another site. */
export function returnPath(to: string | null): string {
  return to !== null && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/';
}
