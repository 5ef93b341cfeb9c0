import { ALL } from '@maru/model/ids';
import type { ChoosableAlbum } from '#lib/features/albums/choosable-album.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Account } from '#lib/state/account.svelte.ts';
import type { App } from '#lib/state/app.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { placeOf, wayToAdd } from '../add-files.ts';
import { albumChoices } from '../l/[library]/album-choices.ts';

/** A library with its albums to which a person may add files. */
export interface Place {
  readonly view: LibraryView;
  /** The name of the library; undefined for a guest, who does not know it. */
  readonly name: string | undefined;
  /** Undefined while unknown. */
  readonly albums: readonly ChoosableAlbum[] | undefined;
}

function placeOfMember(app: App, view: LibraryView, name: string): Place {
  const albums = view.albums && [
    ...albumChoices(app, view, ALL),
    ...(wayToAdd(view, ALL) ? [{ id: ALL, title: m.nav_all_photos(), detail: m.incoming_no_album() }] : []),
  ];
  return { view, name, albums };
}

function placesOfGuest(app: App, account: Account): Place[] {
  const memberships = account.guestMemberships ?? [];
  return [...new Set(memberships.map(([, { library }]) => library))].flatMap((library): Place[] => {
    const view = account.library(library);
    const own = memberships.filter(([id, one]) => one.library === library && view.isGuestAlbum(id)).map(([id]) => id);
    const albums = own.flatMap((id) => {
      const album = wayToAdd(view, id) && view.album(id);
      if (!album) return [];
      return [{ id, title: album.title, detail: m.home_as_guest(), ...app.coverImage(library, album.cover) }];
    });
    if (albums.length > 0) return [{ view, name: undefined, albums }];
    return own.some((id) => view.albumState(id) === 'waiting') ? [{ view, name: undefined, albums: undefined }] : [];
  });
}

/** Where a person may add files, what they used last first (`recent`: as `recentPlaces` returns it). */
export function placesToAdd(app: App, account: Account, recent: readonly string[]): Place[] {
  const rank = (view: LibraryView, { id }: ChoosableAlbum): number => {
    const at = recent.indexOf(placeOf(view.id, id));
    return at < 0 ? recent.length : at;
  };
  const members = (account.libraries ?? []).flatMap(([id, { name }]) => {
    const view = account.library(id);
    return view.can('add-items') ? [placeOfMember(app, view, name)] : [];
  });
  const places = [...members, ...placesOfGuest(app, account)].map(({ view, name, albums }) => ({
    ...{ view, name },
    albums: albums?.toSorted((a, b) => rank(view, a) - rank(view, b)),
  }));
  const best = ({ view, albums }: Place): number =>
    Math.min(...(albums ?? []).map((one) => rank(view, one)), recent.length);
  return places.toSorted((a, b) => best(a) - best(b));
}
