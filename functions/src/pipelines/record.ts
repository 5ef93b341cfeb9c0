import {
  isAlbumId,
  paths,
  readItem,
  writeEntry,
  writeMade,
  type AlbumId,
  type Failure,
  type Item,
  type Made,
} from '@maru/model';
import type { Clock, MakeTask, Store } from '../ports.ts';
import { isHeld, type Lease } from './lease.ts';
import { countChange } from './quota.ts';

/** Every field that making an item may set, taken away: what a new record does not say is not true any more. */
const UNMADE = {
  failure: undefined,
  width: undefined,
  height: undefined,
  duration: undefined,
  thumbhash: undefined,
  takenAt: undefined,
  digitisedAt: undefined,
  place: undefined,
  placeName: undefined,
  camera: undefined,
  caption: undefined,
  people: undefined,
};

/** The albums of an item that are there. */
async function standing(store: Store, task: MakeTask, item: Item): Promise<AlbumId[]> {
  const albums = item.albums.filter(isAlbumId);
  const found = await store.readAll(albums.map((album) => paths.album(task.library, album)));
  return albums.filter((_, i) => found[i] !== undefined);
}

/**
 * Records a made item in one transaction: the item, its entries in its albums, and the library's counters the first
 * time. Gives the albums that changed, or undefined where the lease was lost and somebody else's record counts.
 */
export async function recordMade(
  { store, clock }: { store: Store; clock: Clock },
  task: MakeTask,
  lease: Lease,
  made: Made,
): Promise<AlbumId[] | undefined> {
  const { library, item } = task;
  return store.transact(async (tx) => {
    const held = await isHeld(tx, task, lease);
    const fields = await tx.read(paths.item(library, item));
    if (!held || !fields) return undefined;
    const known = readItem(fields);
    const albums = await standing(store, task, known);
    const at = clock.now();
    const { token } = lease;
    tx.update(paths.item(library, item), {
      ...UNMADE,
      ...writeMade(made),
      state: 'ready',
      token,
      changed: new Date(at),
    });
    for (const album of albums)
      tx.set(paths.entry(library, album, item), writeEntry({ ...known, state: 'ready', made, token }, album, at));
    if (!known.made) countChange(tx, library, item, { items: 1 });
    tx.remove(paths.lease(library, item));
    return albums;
  });
}

/** Records why an item could not be made, unless it became something else meanwhile (`lease` undefined asks for no lease). */
export async function recordFailure(
  { store, clock }: { store: Store; clock: Clock },
  task: MakeTask,
  lease: Lease | undefined,
  failure: Failure,
): Promise<void> {
  const path = paths.item(task.library, task.item);
  await store.transact(async (tx) => {
    const held = lease === undefined || (await isHeld(tx, task, lease));
    const fields = await tx.read(path);
    if (!held || !fields) return;
    const known = readItem(fields);
    if (known.state !== 'processing') return;
    // What came damaged was removed.
    if (failure === 'damaged') countChange(tx, task.library, task.item, { bytes: -known.size });
    tx.update(path, { state: 'failed', failure, changed: new Date(clock.now()) });
    tx.remove(paths.lease(task.library, task.item));
  });
}
