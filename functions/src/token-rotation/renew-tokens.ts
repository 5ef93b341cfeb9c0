import {
  albumsWithEntry,
  hasMotion,
  parseRenditionName,
  paths,
  readItem,
  renditionName,
  itemRenditionsPrefix,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
  type ProcessedItem,
} from '@maru/model';
import { SERVER_TIME, type Fields, type Store, type Transaction } from '../ports/documents.ts';
import type { Clock, Ids, Log } from '../ports/system.ts';
import type { Renditions } from '../ports/objects.ts';
import { forEachConcurrently } from '../concurrency/concurrency.ts';
import type { RotationLock } from './rotation-lock.ts';

/** The ports of renewing tokens. */
export interface RenewPorts {
  readonly store: Store;
  readonly renditions: Renditions;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Milliseconds between publishing new tokens and dropping the old ones. */
  readonly tokenOverlapMs: number;
}

/** An item whose objects accept two tokens: `before`, which everyone has, and the new `token`. */
export interface RenewedItem {
  readonly item: ItemId;
  readonly before: string;
  readonly token: string;
  /** The names of all its objects. */
  readonly names: readonly string[];
}

/** How many objects are written at once. */
const CONCURRENCY = 16;

/** An item with its id. */
interface ItemRow {
  readonly id: ItemId;
  readonly item: ProcessedItem;
}

const isPlaylist = (name: string): boolean => name.endsWith('.m3u8');

/** The item if it was processed at least once and is not being purged; a bad document is logged and skipped. */
function processedItem(item: ItemId, fields: Fields | undefined, log: Log): ProcessedItem | undefined {
  if (!fields) return undefined;
  try {
    const { mediaInfo, token, ...known } = readItem(fields);
    return mediaInfo && token !== undefined && !known.isPurging ? { ...known, mediaInfo, token } : undefined;
  } catch (error) {
    log('could not be rotated', { item, error: String(error) });
    return undefined;
  }
}

/** The last committed rev. A rev in processing has a token that nobody has seen. */
const lastRev = ({ state, rev }: Item): number => (state === 'ready' ? rev : rev - 1);

/** Up to this rev the names are computed instead of listed. The revs of a guest's items are times in seconds. */
const FEW_REVS = 8;

/** The names of all objects of an item, older revs included. Those of a photo with few revs are known; a stream's are listed. */
async function objectsOf(
  renditions: Renditions,
  library: LibraryId,
  id: ItemId,
  item: ProcessedItem,
): Promise<string[]> {
  const last = lastRev(item);
  if (last <= FEW_REVS && item.mediaInfo.kind === 'photo' && !hasMotion(item.mediaInfo))
    return Array.from({ length: last }, (_, n) => n + 1).flatMap((rev) => [
      renditionName(library, id, rev, 'grid'),
      renditionName(library, id, rev, 'screen'),
    ]);
  const names = await renditions.list(itemRenditionsPrefix(library, id));
  return names.filter((name) => (parseRenditionName(name)?.rev ?? Infinity) <= last);
}

/** Reads those of these items that were processed at least once and are not being purged. */
export async function readProcessed(
  { store, log }: RenewPorts,
  library: LibraryId,
  items: readonly ItemId[],
): Promise<ItemRow[]> {
  const found = await store.readAll(items.map((item) => paths.item(library, item)));
  return items.flatMap((id, n) => {
    const item = processedItem(id, found[n], log);
    return item ? [{ id, item }] : [];
  });
}

/** Gives all objects of these items a new token, which is not published yet, beside the item's; other tokens are dropped. */
export async function renewTokens(
  { renditions, ids }: RenewPorts,
  library: LibraryId,
  processed: readonly ItemRow[],
): Promise<RenewedItem[]> {
  const renewed: RenewedItem[] = [];
  await forEachConcurrently(CONCURRENCY, processed, async ({ id, item }) => {
    const names = await objectsOf(renditions, library, id, item);
    renewed.push({ item: id, before: item.token, token: ids.token(), names });
  });
  const objects = renewed.flatMap(({ before, token, names }) => names.map((name) => ({ name, before, token })));
  const [playlists, others] = [
    objects.filter(({ name }) => isPlaylist(name)),
    objects.filter(({ name }) => !isPlaylist(name)),
  ];
  await forEachConcurrently(CONCURRENCY, others, ({ name, before, token }) =>
    renditions.setTokens(name, [before, token]),
  );
  // Playlists last: what they refer to must be readable by then. An earlier attempt may have left another token in them.
  await forEachConcurrently(CONCURRENCY, playlists, ({ name, before, token }) =>
    renditions.rewritePlaylist(name, (text) => text.replaceAll(/([?&]token=)[\w-]+/g, `$1${token}`), [before, token]),
  );
  return renewed;
}

/** The entries of these items that exist. */
async function entriesOf(tx: Transaction, library: LibraryId, items: ReadonlyMap<ItemId, Item>) {
  const candidates = [...items].flatMap(([item, known]) =>
    albumsWithEntry(known).map((album) => ({ item, album, path: paths.entry(library, album, item) })),
  );
  const found = await tx.readAll(candidates.map(({ path }) => path));
  return candidates.filter((_, n) => found[n] !== undefined);
}

/**
 * Publishes the new tokens in one transaction, in the items and their entries, and returns the albums of these. An item that was reprocessed
 * meanwhile keeps its token, which is newer than the revocation.
 */
export async function publishTokens(
  { store, clock }: RenewPorts,
  lock: RotationLock,
  renewed: readonly RenewedItem[],
): Promise<AlbumId[]> {
  const { library } = lock;
  if (renewed.length === 0) return [];
  return store.transact(async (tx) => {
    await lock.mustHoldIn(tx);
    const found = await tx.readAll(renewed.map(({ item }) => paths.item(library, item)));
    const unchanged = renewed.flatMap(({ item, before, token }, n) => {
      const known = found[n] && readItem(found[n]);
      return known?.token === before ? [{ item, token, known }] : [];
    });
    const entries = await entriesOf(tx, library, new Map(unchanged.map(({ item, known }) => [item, known])));
    const tokens = new Map(unchanged.map(({ item, token }) => [item, token]));
    const changed = new Date(clock.now());
    for (const [item, token] of tokens) tx.update(paths.item(library, item), { token, changed });
    for (const { item, path } of entries) tx.update(path, { token: tokens.get(item), changed: SERVER_TIME });
    return [...new Set(entries.map(({ album }) => album))];
  });
}

/** Removes all but the items' current tokens from their objects. */
export async function dropOldTokens(
  { store, renditions, log }: RenewPorts,
  library: LibraryId,
  renewed: readonly RenewedItem[],
): Promise<void> {
  const found = await store.readAll(renewed.map(({ item }) => paths.item(library, item)));
  const objects = renewed.flatMap(({ item, names }, n) => {
    const token = processedItem(item, found[n], log)?.token;
    // A deleted item has no objects.
    return token === undefined ? [] : names.map((name) => ({ name, token }));
  });
  await forEachConcurrently(CONCURRENCY, objects, ({ name, token }) => renditions.setTokens(name, [token]));
}
