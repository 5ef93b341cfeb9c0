import {
  albumsWithEntry,
  isReprocessing,
  isWeakDate,
  paths,
  readItem,
  readLibrary,
  writeMediaInfo,
  type AlbumId,
  type LibraryId,
  type Failure,
  type Item,
  type MediaInfo,
  type Rev,
} from '@maru/model';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import type { ProcessTask } from '../ports/queue.ts';
import { isHeldBy, isHolder } from '../concurrency/lock.ts';
import { isReady, setEntry } from '../album-index/entry-changes.ts';
import type { Lease } from './lease.ts';
import { markStale } from './stale-renditions.ts';
import { applyDateFromFileName } from '../metadata/alternative-name.ts';
import { countRemoval } from '../ingest/quota.ts';

/** The right to commit a rev of an item, and how. */
export interface CommitClaim {
  /** As it was when processing began, with the rev to commit. */
  readonly item: Item;
  readonly token: string;
  /** Documents that decide whether this claim still holds. */
  readonly paths: readonly string[];
  readonly isHeld: (found: readonly (Fields | undefined)[], known: Item) => boolean;
  /** Writes what ends with the claim. */
  readonly write: (tx: Transaction) => void;
  /** The share that can be played, if the rest is still processed. */
  readonly progress?: number;
}

/** The claim of an attempt, which ends with its lease. */
export function leaseClaim(
  { library, item: id }: ProcessTask,
  { lease, item }: { readonly lease: Lease; readonly item: Item },
): CommitClaim {
  const path = paths.lease(library, id);
  return {
    ...{ item, token: lease.token, paths: [path] },
    isHeld: ([fields]) => isHolder(fields, lease.holder),
    write: (tx) => {
      tx.remove(path);
    },
  };
}

/** Every optional field that processing sets, removed: a field that the new result lacks is no longer true. */
export const NO_RESULT = {
  failure: undefined,
  targetRev: undefined,
  progress: undefined,
  rotation: undefined,
  width: undefined,
  height: undefined,
  duration: undefined,
  thumbhash: undefined,
  phash: undefined,
  panorama: undefined,
  strip: undefined,
  suggestedChapters: undefined,
  isUnsupported: undefined,
  isDamaged: undefined,
  pairing: undefined,
  takenAt: undefined,
  digitizedAt: undefined,
  place: undefined,
  placeName: undefined,
  camera: undefined,
  caption: undefined,
  people: undefined,
  waveform: undefined,
  song: undefined,
};

/** Returns which of these albums exist. Read outside the transaction, because rules read them and indexing writes them. */
async function existing(store: Store, library: LibraryId, albums: readonly AlbumId[]): Promise<AlbumId[]> {
  const found = await store.readAll(albums.map((album) => paths.album(library, album)));
  return albums.filter((_, i) => found[i] !== undefined);
}

/** Adds the date in another name of the file, which may have been told while this result was made. */
async function withOtherName(
  store: Store,
  library: LibraryId,
  { otherName }: Item,
  mediaInfo: MediaInfo,
  now: number,
): Promise<MediaInfo> {
  if (otherName === undefined || !isWeakDate(mediaInfo.takenAt)) return mediaInfo;
  const { timeZone } = readLibrary(await store.read(paths.library(library)));
  return applyDateFromFileName(mediaInfo, otherName, { now, timeZone });
}

/**
 * Commits a result in one transaction: the item and its entries; for a reprocessed item also that its older rev is stale. Returns the albums that
 * changed, or undefined if the claim is lost.
 */
export async function commitResult(
  { store, clock }: { store: Store; clock: Clock },
  task: ProcessTask,
  { item: before, token, paths: claimed, isHeld, write, progress }: CommitClaim,
  found: MediaInfo,
): Promise<AlbumId[] | undefined> {
  const { library, item } = task;
  const { rev } = before;
  const expected = albumsWithEntry(before);
  return store.transact(async (tx) => {
    const [[fields, ...claims], albumsFound] = await Promise.all([
      tx.readAll([paths.item(library, item), ...claimed]),
      existing(store, library, expected),
    ]);
    const known = fields && readItem(fields);
    if (!known || !isHeld(claims, known)) return undefined;
    const current = albumsWithEntry(known);
    const added = current.filter((album) => !expected.includes(album));
    const albums = [
      ...albumsFound.filter((album) => current.includes(album)),
      ...(await existing(store, library, added)),
    ];
    const at = clock.now();
    const mediaInfo = await withOtherName(store, library, known, found, at);
    const { progress: _, ...others } = known;
    const share = progress === undefined ? {} : { progress };
    const processed = { ...others, ...share, state: 'ready', mediaInfo, rev, token } as const;
    tx.update(paths.item(library, item), {
      ...NO_RESULT,
      ...writeMediaInfo(mediaInfo),
      ...share,
      // Requested while this revision was being processed: it is still to come.
      targetRev: known.targetRev !== undefined && known.targetRev > rev ? known.targetRev : undefined,
      state: 'ready',
      rev,
      token,
      changed: new Date(at),
    });
    // The video of a Live Photo is part of its photo.
    if (known.motionOf === undefined)
      for (const album of albums)
        setEntry(tx, { library, album, id: item }, processed, at, isReady(known) ? known : undefined);
    if (known.mediaInfo && known.rev !== rev) markStale(tx, task, known.mediaInfo, at);
    write(tx);
    return albums;
  });
}

/**
 * Commits the failure of a rev, unless the item has changed its state meanwhile. With `lease` undefined no lease is required. A reprocessed
 * item stays ready.
 */
export async function commitFailure(
  { store, clock }: { store: Store; clock: Clock },
  task: ProcessTask,
  { lease, rev }: { readonly lease?: Lease; readonly rev: Rev },
  failure: Failure,
): Promise<void> {
  const path = paths.item(task.library, task.item);
  await store.transact(async (tx) => {
    const isHeld = lease === undefined || (await isHeldBy(tx, paths.lease(task.library, task.item), lease.holder));
    const fields = await tx.read(path);
    if (!isHeld || !fields) return;
    const known = readItem(fields);
    const wasReady = isReprocessing(known);
    if (known.state !== 'processing' && !wasReady) return;
    // A damaged original was removed.
    if (failure === 'damaged' && !wasReady) countRemoval(tx, task.library, task.item, known.size);
    // A rev that was requested meanwhile is still to come.
    const isSuperseded = wasReady && (known.targetRev ?? 0) > rev;
    const outcome = wasReady ? { targetRev: undefined, failure } : { state: 'failed', failure };
    tx.update(path, { ...(!isSuperseded && outcome), changed: new Date(clock.now()) });
    tx.remove(paths.lease(task.library, task.item));
  });
}
