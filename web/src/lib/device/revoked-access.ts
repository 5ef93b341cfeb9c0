import type { AlbumId, ItemId, LibraryId, Uid } from '@maru/model/ids';
import type { OfflineStore } from './offline-store.ts';
import { deleteRevokedMedia } from './media-cache.ts';

/** What a person has access to in one library: its albums, and their cover items. */
export interface LibraryAccess {
  /** A guest has albums alone. */
  readonly isMember: boolean;
  readonly albums: readonly AlbumId[];
  readonly covers: readonly ItemId[];
}

/** By library; undefined where they have access and the rest is not known yet. */
export type AccessByLibrary = readonly (readonly [LibraryId, LibraryAccess | undefined])[];

type ByLibrary = ReadonlyMap<LibraryId, LibraryAccess | undefined>;

/** The store's key of the access at the last check: `{library: albums}`. */
const LAST_ACCESS_KEY = 'had';

/** Whether a store key (`what/library/album`) is about something they have no access to. */
function isRevoked(key: string, access: ByLibrary): boolean {
  const [, library, album] = key.split('/') as [string, LibraryId?, AlbumId?];
  if (library === undefined) return false;
  if (!access.has(library)) return true;
  const here = access.get(library);
  if (!here) return false;
  return album === undefined ? !here.isMember : !here.albums.includes(album);
}

/** The libraries in which they lost access to something. */
function librariesWithLoss(had: unknown, access: ByLibrary): Set<LibraryId> {
  const before = Object.entries((had ?? {}) as Record<LibraryId, readonly AlbumId[]>) as [LibraryId, AlbumId[]][];
  const lost = before.filter(([id, albums]) => {
    const here = access.get(id);
    return !access.has(id) || (here && albums.some((album) => !here.albums.includes(album)));
  });
  return new Set(lost.map(([id]) => id));
}

/** The items of these albums, as far as this device knows. */
async function storedItems(store: OfflineStore, keys: readonly string[]): Promise<Set<ItemId>> {
  const items = new Set<ItemId>();
  for (const key of keys) {
    const rows = (await store.read(key)) as readonly (readonly [ItemId, unknown])[] | undefined;
    for (const [item] of rows ?? []) items.add(item);
  }
  return items;
}

/**
 * Deletes from this device what a person has lost access to: the stored data of libraries and albums, and the cached pictures that
 * are in none of their albums. If it is interrupted, it runs again at the next update from the server.
 */
export async function clearRevoked(store: OfflineStore, uid: Uid, all: AccessByLibrary): Promise<void> {
  const access: ByLibrary = new Map(all);
  const keys = await store.keys();
  const lost = keys.filter((key) => isRevoked(key, access));
  const had = await store.read(LAST_ACCESS_KEY);
  const libraries = librariesWithLoss(had, access);
  for (const key of lost) libraries.add(key.split('/')[1] as LibraryId);
  if (libraries.size > 0 && 'caches' in globalThis) {
    const still = await storedItems(
      store,
      keys.filter((key) => key.startsWith('entries/') && !lost.includes(key)),
    );
    for (const here of access.values()) for (const item of here?.covers ?? []) still.add(item);
    await deleteRevokedMedia(globalThis.caches, uid, (library, item) => !libraries.has(library) || still.has(item));
  }
  for (const key of lost) store.write(key, undefined);
  const has = [...access].map(([id, here]) => [
    id,
    here?.albums ?? (had as Record<LibraryId, AlbumId[]> | undefined)?.[id] ?? [],
  ]);
  store.write(LAST_ACCESS_KEY, Object.fromEntries(has));
  await store.flush();
}
