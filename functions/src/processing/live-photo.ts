import {
  albumsWithEntry,
  isItemId,
  isLivePhotoPair,
  isReprocessing,
  originalName,
  paths,
  readItem,
  type Item,
  type ItemId,
  type LibraryId,
  type MediaInfo,
} from '@maru/model';
import type { Store, Transaction } from '../ports/documents.ts';
import type { Clock, Log } from '../ports/system.ts';
import type { Originals } from '../ports/objects.ts';
import type { Queue } from '../ports/queue.ts';
import { isReady, removeEntry } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { enqueueProcessing } from '../ingest/choose-queue.ts';

interface LivePorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** The photo and the video of a Live Photo. */
interface Pair {
  readonly photo: ItemId;
  readonly video: ItemId;
}

/** Maximum number of items per pairing key: two, plus some copies. */
const MAX_PER_KEY = 10;

/** Finds the possible pairs of an item by shared pairing keys, ordered by id. */
async function candidates(
  { store }: LivePorts,
  library: LibraryId,
  id: ItemId,
  { kind, pairing = [] }: MediaInfo,
): Promise<Pair[]> {
  const found = new Map<ItemId, Item>();
  for (const key of pairing) {
    const query = { where: ['pairing', 'array-contains', key], limit: MAX_PER_KEY } as const;
    for (const one of await store.find(paths.items(library), query))
      if (isItemId(one.id) && one.id !== id) found.set(one.id, readItem(one.fields));
  }
  const others = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).filter(([, other]) => other.mediaInfo?.kind !== kind);
  return others.map(([other]) => (kind === 'photo' ? { photo: id, video: other } : { photo: other, video: id }));
}

/** Pairs two items in a transaction, unless one of them is paired otherwise. Returns the updated photo, also if they were paired before. */
async function join(tx: Transaction, { clock }: LivePorts, library: LibraryId, pair: Pair): Promise<Item | undefined> {
  const [photoFields, videoFields] = await tx.readAll([
    paths.item(library, pair.photo),
    paths.item(library, pair.video),
  ]);
  if (!photoFields || !videoFields) return undefined;
  const [photo, video] = [readItem(photoFields), readItem(videoFields)];
  if (photo.motionVideo === pair.video && video.motionOf === pair.photo) return photo;
  if (photo.motionVideo !== undefined || video.motionOf !== undefined || !isLivePhotoPair(photo, video))
    return undefined;
  const changed = new Date(clock.now());
  const targetRev = photo.targetRev !== undefined && photo.targetRev > photo.rev ? photo.targetRev + 1 : photo.rev + 1;
  tx.update(paths.item(library, pair.photo), { motionVideo: pair.video, targetRev, changed });
  tx.update(paths.item(library, pair.video), { motionOf: pair.photo, changed });
  if (isReady(video))
    for (const album of albumsWithEntry(video))
      removeEntry(tx, { library, album, id: pair.video }, video, changed.getTime());
  return { ...photo, motionVideo: pair.video, targetRev };
}

/**
 * Pairs a ready item with the other file of its Live Photo: reprocesses the photo with the video as its motion clip, and removes the
 * video's entries. Called for both items, in any order; idempotent.
 */
export async function joinLivePhoto(
  ports: LivePorts,
  library: LibraryId,
  id: ItemId,
  mediaInfo: MediaInfo,
): Promise<void> {
  const { store, originals, log } = ports;
  for (const pair of await candidates(ports, library, id, mediaInfo)) {
    const photo = await store.transact((tx) => join(tx, ports, library, pair));
    if (!photo) continue;
    if (!isReprocessing(photo)) return;
    const stat = await originals.stat(originalName(library, pair.photo));
    if (stat) await enqueueProcessing(ports, { library, item: pair.photo, generation: stat.generation }, photo, true);
    await scheduleIndexing(ports, library, albumsWithEntry(photo), 'changed');
    log('paired a Live Photo', { library, photo: pair.photo, video: pair.video });
    return;
  }
}
