import type { AlbumId, LibraryId } from '@maru/model/ids';
import type { Audience } from '@maru/model/library/album';
import { joinRecordings } from '#lib/device/uploads/recordings.ts';
import type { Account } from '#lib/state/account.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';

/** The key of the albums to which this person added files last, in their store. */
const KEY = 'addedTo';
const MAX_RECENT = 20;

type AddingAccount = Pick<Account, 'store' | 'uploads'>;

/** How this person may add files to an album: owners and editors add them, guests submit them. Undefined if not at all. */
export function wayToAdd(
  view: Pick<LibraryView, 'album' | 'can' | 'isGuestAlbum'>,
  id: AlbumId,
): 'add' | 'submit' | undefined {
  const album = view.album(id);
  if (!album) return undefined;
  if (view.can('add-items')) return 'add';
  return album.guestUploads !== 'no' && view.isGuestAlbum(id) && view.can('submit-items', id) ? 'submit' : undefined;
}

/** Names an album among those of all libraries. */
export const placeOf = (library: LibraryId, album: AlbumId): string => `${library}/${album}`;

/** The albums to which this person added files on this device, as `placeOf` names them, the latest first. */
export async function recentPlaces({ store }: Pick<AddingAccount, 'store'>): Promise<readonly string[]> {
  const stored = await store.read(KEY);
  return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string') : [];
}

/**
 * Adds files to an album, or submits them. `audience`: that of an album which was just created. Resolves when closing the window would lose
 * none of them.
 */
export async function addFiles(
  { store, uploads }: AddingAccount,
  view: LibraryView,
  id: AlbumId,
  chosen: readonly File[],
  audience?: Audience,
): Promise<void> {
  // Reading takes a while: another library or album may be shown by then.
  const [way, library, albums] = [wayToAdd(view, id), view.id, view.albumsFor(id, audience)];
  const files = await joinRecordings(chosen);
  const kept = way === 'submit' ? uploads.submit(files, library, id) : uploads.add(files, library, albums);
  const added = placeOf(library, id);
  const recent = await recentPlaces({ store });
  store.write(KEY, [added, ...recent.filter((one) => one !== added)].slice(0, MAX_RECENT));
  await kept;
}
