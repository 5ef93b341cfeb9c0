import type { AlbumId, ItemId, LibraryId } from '@maru/model/ids';
import { ALL } from '@maru/model/ids';

/** The addresses within the app. Nothing else spells one. */
export const routes = {
  home: () => '/',
  /** Home with the form for one more library. */
  makeLibrary: () => '/?make',
  signIn: (to?: string) => (to === undefined ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`),
  /** An invite's link, whole: its secret stands in the fragment, which no server and no Referer ever sees. */
  invite: (origin: string, secret: string) => `${origin}/i#${secret}`,
  settings: () => '/settings',
  deleteAccount: () => '/settings/account',
  library: (l: LibraryId) => `/l/${l}`,
  people: (l: LibraryId) => `/l/${l}/people`,
  circles: (l: LibraryId) => `/l/${l}/people/circles`,
  guests: (l: LibraryId) => `/l/${l}/people/guests`,
  invites: (l: LibraryId) => `/l/${l}/people/invites`,
  activity: (l: LibraryId) => `/l/${l}/people/activity`,
  /** Where an owner ends a library. */
  end: (l: LibraryId) => `/l/${l}/end`,
  /** Several albums for several people at once. */
  shareMany: (l: LibraryId) => `/l/${l}/share`,
  /** Who sees an album. */
  share: (l: LibraryId, a: AlbumId) => `${routes.album(l, a)}/share`,
  album: (l: LibraryId, a: AlbumId) => (a === ALL ? `/l/${l}/all` : `/l/${l}/a/${a}`),
  item: (l: LibraryId, a: AlbumId, i: ItemId) => `/l/${l}/a/${a}/${i}`,
} as const;

/** Where one goes after signing in: the address within the app that was wanted, or home. Never another site. */
export function returnPath(to: string | null): string {
  return to !== null && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/';
}
