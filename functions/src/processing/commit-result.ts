import {
  isAlbumId,
  isReprocessing,
  paths,
  readAlbum,
  readItem,
  writeEntry,
  writeMediaInfo,
  type AlbumId,
  type Failure,
  type Item,
  type MediaInfo,
  type Rev,
} from '@maru/model';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import type { ProcessTask } from '../ports/queue.ts';
import { coverFromEntry } from '../album-index/cover.ts';
import { isHeld, type Lease } from './lease.ts';
import { markStale } from './stale-renditions.ts';
import { countUsage } from '../ingest/quota.ts';

/** Every field that making an item may set, taken away: what a new record does not say is not true any more. */
const UNMADE = {
  failure: undefined,
  targetRev: undefined,
  width: undefined,
  height: undefined,
  duration: undefined,
  thumbhash: undefined,
  phash: undefined,
  isUnsupported: undefined,
  pairing: undefined,
  takenAt: undefined,
  digitisedAt: undefined,
  place: undefined,
  placeName: undefined,
  camera: undefined,
  caption: undefined,
  people: undefined,
};

/** The albums of an item that are there, and those of them that it is the cover of. */
async function standing(
  store: Store,
  task: ProcessTask,
  item: Item,
): Promise<{ readonly albums: AlbumId[]; readonly fronts: AlbumId[] }> {
  const albums = item.albums.filter(isAlbumId);
  const found = await store.readAll(albums.map((album) => paths.album(task.library, album)));
  const there = albums.flatMap((album, i): [AlbumId, Fields][] => (found[i] ? [[album, found[i]]] : []));
  // Asked only of what was made before: an album's document is one that rules read, and is not touched for a new item.
  const fronts = item.mediaInfo ? there.filter(([, fields]) => readAlbum(fields).cover?.item === task.item) : [];
  return { albums: there.map(([album]) => album), fronts: fronts.map(([album]) => album) };
}

/** Those of these albums whose cover the item still is. */
async function stillFronts(tx: Transaction, { library, item }: ProcessTask, fronts: readonly AlbumId[]) {
  const found = await tx.readAll(fronts.map((album) => paths.album(library, album)));
  return fronts.filter((_, n) => found[n] !== undefined && readAlbum(found[n]).cover?.item === item);
}

/**
 * Records a made item in one transaction: the item, its entries in its albums, and the library's counters the first
 * time; of one that was made again, the covers that it is on, and that an older rev is to go. Gives the albums that changed, or undefined where the lease was lost and somebody else's record counts.
 */
export async function commitResult(
  { store, clock }: { store: Store; clock: Clock },
  task: ProcessTask,
  lease: Lease,
  { mediaInfo, rev }: { readonly mediaInfo: MediaInfo; readonly rev: Rev },
): Promise<AlbumId[] | undefined> {
  const { library, item } = task;
  return store.transact(async (tx) => {
    const held = await isHeld(tx, task, lease);
    const fields = await tx.read(paths.item(library, item));
    if (!held || !fields) return undefined;
    const known = readItem(fields);
    const { albums, fronts } = await standing(store, task, known);
    const covered = await stillFronts(tx, task, fronts);
    const at = clock.now();
    const { token } = lease;
    const shown = { ...known, state: 'ready', mediaInfo, rev, token } as const;
    tx.update(paths.item(library, item), {
      ...UNMADE,
      ...writeMediaInfo(mediaInfo),
      // Requested while this revision was being processed: it is still to come.
      targetRev: known.targetRev !== undefined && known.targetRev > rev ? known.targetRev : undefined,
      state: 'ready',
      rev,
      token,
      changed: new Date(at),
    });
    // The video of a Live Photo is seen with its photo.
    if (known.motionOf === undefined)
      for (const album of albums) tx.set(paths.entry(library, album, item), writeEntry(shown, album, at));
    const cover = coverFromEntry(item, { ...mediaInfo, rev, token });
    for (const album of covered) tx.update(paths.album(library, album), { cover });
    if (known.mediaInfo) markStale(tx, task, known.mediaInfo, at);
    else countUsage(tx, library, item, { items: 1 });
    tx.remove(paths.lease(library, item));
    return albums;
  });
}

/**
 * Records why an item could not be made, unless it became something else meanwhile (`lease` undefined asks for no lease). What
 * was to be made again stays as it is shown.
 */
export async function commitFailure(
  { store, clock }: { store: Store; clock: Clock },
  task: ProcessTask,
  lease: Lease | undefined,
  failure: Failure,
): Promise<void> {
  const path = paths.item(task.library, task.item);
  await store.transact(async (tx) => {
    const held = lease === undefined || (await isHeld(tx, task, lease));
    const fields = await tx.read(path);
    if (!held || !fields) return;
    const known = readItem(fields);
    const isAgain = isReprocessing(known);
    if (known.state !== 'processing' && !isAgain) return;
    // What came damaged was removed.
    if (failure === 'damaged' && !isAgain) countUsage(tx, task.library, task.item, { bytes: -known.size });
    const ended = isAgain ? { targetRev: undefined } : { state: 'failed' };
    tx.update(path, { ...ended, failure, changed: new Date(clock.now()) });
    tx.remove(paths.lease(task.library, task.item));
  });
}
