import type { AlbumId, ItemId, LibraryId, Uid } from '@maru/model/ids';
import type { SeenStore } from './offline-store.ts';
import { dropPictures } from './media-cache.ts';

/** What somebody has of one library: its albums, and what is on their fronts. */
export interface Mine {
  /** A guest has albums alone. */
  readonly isMember: boolean;
  readonly albums: readonly AlbumId[];
  readonly covers: readonly ItemId[];
}

/** By library; undefined where it is theirs and nothing more is known yet. */
export type AllMine = readonly (readonly [LibraryId, Mine | undefined])[];

type ByLibrary = ReadonlyMap<LibraryId, Mine | undefined>;

/** Where the store keeps what somebody had when it was last looked at: `{library: albums}`. */
const HAD = 'had';

/** Whether what stands under a key (`what/library/album`) is about something that is not theirs. */
function isLost(key: string, mine: ByLibrary): boolean {
  const [, library, album] = key.split('/') as [string, LibraryId?, AlbumId?];
  if (library === undefined) return false;
  if (!mine.has(library)) return true;
  const here = mine.get(library);
  if (!here) return false;
  return album === undefined ? !here.isMember : !here.albums.includes(album);
}

/** The libraries of which something is gone that they had. */
function shrunk(had: unknown, mine: ByLibrary): Set<LibraryId> {
  const before = Object.entries((had ?? {}) as Record<LibraryId, readonly AlbumId[]>) as [LibraryId, AlbumId[]][];
  const lost = before.filter(([id, albums]) => {
    const here = mine.get(id);
    return !mine.has(id) || (here && albums.some((album) => !here.albums.includes(album)));
  });
  return new Set(lost.map(([id]) => id));
}

/** What there is to see in these albums, as far as this device knows. */
async function itemsKept(store: SeenStore, keys: readonly string[]): Promise<Set<ItemId>> {
  const items = new Set<ItemId>();
  for (const key of keys) {
    const rows = (await store.read(key)) as readonly (readonly [ItemId, unknown])[] | undefined;
    for (const [item] of rows ?? []) items.add(item);
  }
  return items;
}

/**
 * Deletes from this device what somebody had and has no more: what was kept of libraries and albums, and the pictures that
 * they see nowhere else. Begun and not ended, it is done again at the next word of the server.
 */
export async function forgetLost(store: SeenStore, uid: Uid, all: AllMine): Promise<void> {
  const mine: ByLibrary = new Map(all);
  const keys = await store.keys();
  const lost = keys.filter((key) => isLost(key, mine));
  const had = await store.read(HAD);
  const libraries = shrunk(had, mine);
  for (const key of lost) libraries.add(key.split('/')[1] as LibraryId);
  if (libraries.size > 0 && 'caches' in globalThis) {
    const still = await itemsKept(
      store,
      keys.filter((key) => key.startsWith('entries/') && !lost.includes(key)),
    );
    for (const here of mine.values()) for (const item of here?.covers ?? []) still.add(item);
    await dropPictures(globalThis.caches, uid, (library, item) => !libraries.has(library) || still.has(item));
  }
  for (const key of lost) store.write(key, undefined);
  const has = [...mine].map(([id, here]) => [
    id,
    here?.albums ?? (had as Record<LibraryId, AlbumId[]> | undefined)?.[id] ?? [],
  ]);
  store.write(HAD, Object.fromEntries(has));
  await store.flush();
}
