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

/** Removes every field that processing may set, so that no value of an earlier rev remains. */
const CLEARED_FIELDS = {
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

/** Returns the albums of an item that exist, and those whose cover it is. */
async function readAlbums(
  store: Store,
  task: ProcessTask,
  item: Item,
): Promise<{ readonly albums: AlbumId[]; readonly covered: AlbumId[] }> {
  const albums = item.albums.filter(isAlbumId);
  const found = await store.readAll(albums.map((album) => paths.album(task.library, album)));
  const existing = albums.flatMap((album, i): [AlbumId, Fields][] => (found[i] ? [[album, found[i]]] : []));
  // A new item is no cover yet.
  const covered = item.mediaInfo ? existing.filter(([, fields]) => readAlbum(fields).cover?.item === task.item) : [];
  return { albums: existing.map(([album]) => album), covered: covered.map(([album]) => album) };
}

/** Returns the albums whose cover the item still is. */
async function stillCovered(tx: Transaction, { library, item }: ProcessTask, albums: readonly AlbumId[]) {
  const found = await tx.readAll(albums.map((album) => paths.album(library, album)));
  return albums.filter((_, n) => found[n] !== undefined && readAlbum(found[n]).cover?.item === item);
}

/**
 * Commits the result of processing in one transaction: the item, its entries, and the library's counters if it is new; after reprocessing,
 * covers and stale renditions. Returns the item's albums, or undefined if the lease was lost, so that another task's result counts.
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
    const { albums, covered: candidates } = await readAlbums(store, task, known);
    const covered = await stillCovered(tx, task, candidates);
    const at = clock.now();
    const { token } = lease;
    const updated = { ...known, state: 'ready', mediaInfo, rev, token } as const;
    tx.update(paths.item(library, item), {
      ...CLEARED_FIELDS,
      ...writeMediaInfo(mediaInfo),
      // A later rev that was requested during processing is still pending.
      targetRev: known.targetRev !== undefined && known.targetRev > rev ? known.targetRev : undefined,
      state: 'ready',
      rev,
      token,
      changed: new Date(at),
    });
    // The video of a Live Photo has no entries.
    if (known.motionOf === undefined)
      for (const album of albums) tx.set(paths.entry(library, album, item), writeEntry(updated, album, at));
    const cover = coverFromEntry(item, { ...mediaInfo, rev, token });
    for (const album of covered) tx.update(paths.album(library, album), { cover });
    if (known.mediaInfo) markStale(tx, task, known.mediaInfo, at);
    else countUsage(tx, library, item, { items: 1 });
    tx.remove(paths.lease(library, item));
    return albums;
  });
}

/**
 * Commits a failure, unless the lease was lost (undefined: not checked) or the item changed meanwhile. An item in reprocessing stays
 * ready with its current rev.
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
    const isReprocessed = isReprocessing(known);
    if (known.state !== 'processing' && !isReprocessed) return;
    // A damaged original was deleted.
    if (failure === 'damaged' && !isReprocessed) countUsage(tx, task.library, task.item, { bytes: -known.size });
    const update = isReprocessed ? { targetRev: undefined } : { state: 'failed' };
    tx.update(path, { ...update, failure, changed: new Date(clock.now()) });
    tx.remove(paths.lease(task.library, task.item));
  });
}
