import type { AlbumId, ItemId, LibraryId } from '@maru/model/ids';
import { ALL } from '@maru/model/ids';

/** The addresses within the app. Nothing else spells one. */
export const ways = {
  home: () => '/',
  /** Home with the form for one more library. */
  makeLibrary: () => '/?make',
  signIn: (to?: string) => (to === undefined ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`),
  settings: () => '/settings',
  library: (l: LibraryId) => `/l/${l}`,
  people: (l: LibraryId) => `/l/${l}/people`,
  album: (l: LibraryId, a: AlbumId) => (a === ALL ? `/l/${l}/all` : `/l/${l}/a/${a}`),
  item: (l: LibraryId, a: AlbumId, i: ItemId) => `/l/${l}/a/${a}/${i}`,
} as const;

/** Where one goes after signing in: the address within the app that was wanted, or home. Never another site. */
export function wanted(to: string | null): string {
  return to !== null && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/';
}
