import type { Change } from '@maru/model/album-index/apply';
import { decodeSheet } from '@maru/model/album-index/sheet';
import type { AlbumId, ItemId, LibraryId, Uid } from '@maru/model/ids';
import type { OfflineStore } from './offline-store.ts';
import { deleteRevokedMedia } from './media-cache.ts';

/** A person's access to one library: the albums and their cover items. */
export interface LibraryAccess {
  /** False for a guest. */
  readonly isMember: boolean;
  readonly albums: readonly AlbumId[];
  readonly covers: readonly ItemId[];
}

/** By library; undefined if they have access and the albums are not known yet. */
export type AccessByLibrary = readonly (readonly [LibraryId, LibraryAccess | undefined])[];

type ByLibrary = ReadonlyMap<LibraryId, LibraryAccess | undefined>;

/** The store's key of the access at the last check: `{library: albums}`. */
const LAST_ACCESS_KEY = 'lastAccess';

/** Whether a store key (`kind/library/album`, `sheet/library/album/id`) belongs to something without access. */
function isRevoked(key: string, access: ByLibrary): boolean {
  const [, library, album] = key.split('/') as [string, LibraryId?, AlbumId?];
  if (library === undefined) return false;
  if (!access.has(library)) return true;
  const here = access.get(library);
  if (!here) return false;
  return album === undefined ? !here.isMember : !here.albums.includes(album);
}

/** The libraries with revoked access to the library or one of its albums. */
function librariesWithRevocation(lastAccess: unknown, access: ByLibrary): Set<LibraryId> {
  const before = Object.entries((lastAccess ?? {}) as Record<LibraryId, readonly AlbumId[]>) as [
    LibraryId,
    AlbumId[],
  ][];
  const revoked = before.filter(([id, albums]) => {
    const here = access.get(id);
    return !access.has(id) || (here && albums.some((album) => !here.albums.includes(album)));
  });
  return new Set(revoked.map(([id]) => id));
}

/** The items of which entries are stored under these keys. */
async function storedItems(store: OfflineStore, keys: readonly string[]): Promise<Set<ItemId>> {
  const items = new Set<ItemId>();
  for (const key of keys) {
    const value = await store.read(key);
    if (key.startsWith('sheet/') && value)
      for (const [item] of decodeSheet((value as { text: string }).text)) items.add(item);
    if (key.startsWith('changes/'))
      for (const change of (value ?? []) as readonly Change[]) if ('entry' in change) items.add(change.item);
  }
  return items;
}

/**
 * Deletes from this device what a person lost access to: stored data of libraries and albums, and cached images that are in none of
 * their albums. If interrupted, it runs again at the next update from the server.
 */
export async function clearRevoked(store: OfflineStore, uid: Uid, all: AccessByLibrary): Promise<void> {
  const access: ByLibrary = new Map(all);
  const keys = await store.keys();
  const revoked = keys.filter((key) => isRevoked(key, access));
  const lastAccess = await store.read(LAST_ACCESS_KEY);
  const libraries = librariesWithRevocation(lastAccess, access);
  for (const key of revoked) libraries.add(key.split('/')[1] as LibraryId);
  if (libraries.size > 0 && 'caches' in globalThis) {
    const remaining = await storedItems(
      store,
      keys.filter((key) => !revoked.includes(key)),
    );
    for (const here of access.values()) for (const item of here?.covers ?? []) remaining.add(item);
    await deleteRevokedMedia(globalThis.caches, uid, (library, item) => !libraries.has(library) || remaining.has(item));
  }
  for (const key of revoked) store.write(key, undefined);
  const currentAccess = [...access].map(([id, here]) => [
    id,
    here?.albums ?? (lastAccess as Record<LibraryId, AlbumId[]> | undefined)?.[id] ?? [],
  ]);
  store.write(LAST_ACCESS_KEY, Object.fromEntries(currentAccess));
  await store.flush();
}
