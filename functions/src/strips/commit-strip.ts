import {
  albumsWithEntry,
  paths,
  readItem,
  renditionName,
  type AlbumId,
  type Item,
  type SuggestedChapter,
} from '@maru/model';
import { isReady, setEntry } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { isLockedAt, LockHeld } from '../concurrency/lock.ts';
import type { Store } from '../ports/documents.ts';
import type { Renditions } from '../ports/objects.ts';
import type { Queue, StripTask } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/system.ts';
import { readAlbums } from '../trash/items-with-videos.ts';
import { needsStrip } from './schedule-strip.ts';

/** The ports of committing a strip. */
export interface CommitPorts {
  readonly store: Store;
  readonly renditions: Pick<Renditions, 'put' | 'removeAll'>;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** A strip that was made. */
export interface Strip {
  /** A JPEG. */
  readonly image: Uint8Array;
  readonly frames: number;
  readonly suggestedChapters: readonly SuggestedChapter[];
}

/**
 * Records a strip in the item and its entries, if the item still has the token with which it was stored, and the same albums. Returns `recorded` if the item
 * has the strip; `changed` if token or albums are others, so that the caller stores the strip again; `over` if the item needs no strip of this rev any more.
 * Throws LockHeld while a rotation runs, which may have missed the object.
 */
function record(
  { store, clock }: CommitPorts,
  { library, item: id, rev }: StripTask,
  { frames, suggestedChapters }: Strip,
  before: Item,
  albums: readonly AlbumId[],
): Promise<'recorded' | 'changed' | 'over'> {
  const rotation = paths.rotationLock(library);
  return store.transact(async (tx) => {
    const [fields, lock] = await tx.readAll([paths.item(library, id), rotation]);
    const item = fields && readItem(fields);
    if (item?.rev !== rev || !isReady(item) || item.isPurging) return 'over';
    // The same task ran twice.
    if (item.mediaInfo.strip === frames) return 'recorded';
    if (!needsStrip(item)) return 'over';
    if (isLockedAt(lock, clock.now())) throw new LockHeld(rotation);
    const isSame = item.token === before.token && albumsWithEntry(item).join() === albumsWithEntry(before).join();
    if (!isSame) return 'changed';
    const now = clock.now();
    const suggested = suggestedChapters.length > 0 ? { suggestedChapters } : {};
    tx.update(paths.item(library, id), { strip: frames, ...suggested, changed: new Date(now) });
    const { mediaInfo } = item;
    for (const album of albums)
      setEntry(tx, { library, album, id }, { ...item, mediaInfo: { ...mediaInfo, strip: frames } }, now, item);
    return 'recorded';
  });
}

/** Stores a strip under the item's token and records it. Returns whether it is displayed: not if the item was deleted or reprocessed meanwhile. */
export async function commitStrip(ports: CommitPorts, task: StripTask, strip: Strip): Promise<boolean> {
  const { library, item, rev } = task;
  const name = renditionName(library, item, rev, 'strip');
  for (;;) {
    const fields = await ports.store.read(paths.item(library, item));
    const before = fields && readItem(fields);
    if (before?.token === undefined) return false;
    await ports.renditions.put(name, strip.image, { type: 'image/jpeg', token: before.token });
    // Read outside the transaction, because indexing writes them.
    const albums = [...(await readAlbums(ports.store, library, albumsWithEntry(before))).keys()];
    const outcome = await record(ports, task, strip, before, albums);
    if (outcome === 'changed') continue;
    if (outcome === 'over') {
      // The purge of the item, or of this rev, may have been here before.
      await ports.renditions.removeAll(name);
      return false;
    }
    await scheduleIndexing(ports, library, albums, 'added');
    return true;
  }
}
