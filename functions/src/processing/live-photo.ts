import {
  isItemId,
  isLivePhotoPair,
  isReprocessing,
  originalName,
  paths,
  readItem,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Store, Transaction } from '../ports/documents.ts';
import type { Clock, Log } from '../ports/system.ts';
import type { Originals } from '../ports/objects.ts';
import type { Queue } from '../ports/queue.ts';
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

/** How many items of one key are looked at: two make a pair, and copies of them a few more. */
const AMONG = 10;

/** Every pair that an item may be half of: those that share a key with it, in the order of their ids. */
async function candidates({ store }: LivePorts, library: LibraryId, id: ItemId, { mediaInfo }: Item): Promise<Pair[]> {
  const found = new Map<ItemId, Item>();
  for (const key of mediaInfo?.pairing ?? []) {
    const question = { where: ['pairing', 'array-contains', key], limit: AMONG } as const;
    for (const one of await store.find(paths.items(library), question))
      if (isItemId(one.id) && one.id !== id) found.set(one.id, readItem(one.fields));
  }
  const others = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, other]) => other.mediaInfo?.kind !== mediaInfo?.kind);
  return others.map(([other]) =>
    mediaInfo?.kind === 'photo' ? { photo: id, video: other } : { photo: other, video: id },
  );
}

/** Makes two items one in a transaction, unless either is another's half; the photo as it is now, where it is this video's. */
async function join(tx: Transaction, { clock }: LivePorts, library: LibraryId, pair: Pair): Promise<Item | undefined> {
  const [still, moving] = await tx.readAll([paths.item(library, pair.photo), paths.item(library, pair.video)]);
  if (!still || !moving) return undefined;
  const [photo, video] = [readItem(still), readItem(moving)];
  if (photo.motionVideo === pair.video && video.motionOf === pair.photo) return photo;
  if (photo.motionVideo !== undefined || video.motionOf !== undefined || !isLivePhotoPair(photo, video))
    return undefined;
  const changed = new Date(clock.now());
  const targetRev = photo.targetRev !== undefined && photo.targetRev > photo.rev ? photo.targetRev + 1 : photo.rev + 1;
  tx.update(paths.item(library, pair.photo), { motionVideo: pair.video, targetRev, changed });
  tx.update(paths.item(library, pair.video), { motionOf: pair.photo, changed });
  for (const album of video.albums) tx.remove(paths.entry(library, album, pair.video));
  return { ...photo, motionVideo: pair.video, targetRev };
}

/**
 * Lets a ready item find the other half of its Live Photo: the photo is made again with the video as its moment, and the video's
 * own entries go. Whichever of the two comes last does it; asked again at any time, it changes nothing more.
 */
export async function joinLivePhoto(ports: LivePorts, library: LibraryId, id: ItemId): Promise<void> {
  const { store, originals, queue, clock, log } = ports;
  const fields = await store.read(paths.item(library, id));
  if (!fields) return;
  for (const pair of await candidates(ports, library, id, readItem(fields))) {
    const photo = await store.transact((tx) => join(tx, ports, library, pair));
    if (!photo) continue;
    if (!isReprocessing(photo)) return;
    const stat = await originals.stat(originalName(library, pair.photo));
    if (stat) await enqueueProcessing(ports, { library, item: pair.photo, generation: stat.generation }, photo, true);
    for (const album of photo.albums) await queue.summarizeAlbum({ library, album, at: clock.now() });
    log('a Live Photo', { library, photo: pair.photo, video: pair.video });
    return;
  }
}
