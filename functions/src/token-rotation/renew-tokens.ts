import {
  hasMotion,
  parseRenditionName,
  paths,
  readAlbum,
  readItem,
  renditionName,
  itemRenditionsPrefix,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import type { Clock, Ids, Log } from '../ports/system.ts';
import type { Renditions } from '../ports/objects.ts';
import { forEachConcurrently } from '../concurrency/concurrency.ts';
import type { RotationLock } from './rotation-lock.ts';

/** What giving items new tokens needs. */
export interface RenewPorts {
  readonly store: Store;
  readonly renditions: Renditions;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** An item whose objects can be read by a new token too: `before` is the one that everybody has, `token` the new one. */
export interface RenewedItem {
  readonly item: ItemId;
  readonly before: string;
  readonly token: string;
  /** All its objects. */
  readonly names: readonly string[];
}

/** How many objects are written at once. */
const HANDS = 16;

const isPlaylist = (name: string): boolean => name.endsWith('.m3u8');

type Shown = Item & { readonly mediaInfo: NonNullable<Item['mediaInfo']>; readonly token: string };

/** Items that were made once; a bad document keeps no other from its turn. */
function shownOf(item: ItemId, fields: Fields | undefined, log: Log): Shown | undefined {
  if (!fields) return undefined;
  try {
    const { mediaInfo, token, ...known } = readItem(fields);
    return mediaInfo && token !== undefined ? { ...known, mediaInfo, token } : undefined;
  } catch (error) {
    log('could not be rotated', { item, why: String(error) });
    return undefined;
  }
}

/** The last rev that was recorded. One that is being made has a token of its own, which nobody has seen: it is left alone. */
const lastRev = ({ state, rev }: Item): number => (state === 'ready' ? rev : rev - 1);

/** Up to this rev the names of all are told without asking; that of what a guest brought is a time, in seconds. */
const FEW_REVS = 8;

/** All objects of an item, of older revs too. A still's names are known while its revs are few; a stream has as many as it is long. */
async function objectsOf(renditions: Renditions, library: LibraryId, id: ItemId, item: Shown): Promise<string[]> {
  const last = lastRev(item);
  if (last <= FEW_REVS && item.mediaInfo.kind === 'photo' && !hasMotion(item.mediaInfo))
    return Array.from({ length: last }, (_, n) => n + 1).flatMap((rev) => [
      renditionName(library, id, rev, 'grid'),
      renditionName(library, id, rev, 'screen'),
    ]);
  const names = await renditions.list(itemRenditionsPrefix(library, id));
  return names.filter((name) => (parseRenditionName(name)?.rev ?? Infinity) <= last);
}

/** Lets the objects of these items be read by a new token besides the one that everybody has; nobody knows it yet. */
export async function renewTokens(
  { store, renditions, ids, log }: RenewPorts,
  library: LibraryId,
  items: readonly ItemId[],
): Promise<RenewedItem[]> {
  const found = await store.readAll(items.map((item) => paths.item(library, item)));
  const shown = items.flatMap((id, n) => {
    const item = shownOf(id, found[n], log);
    return item ? [{ id, item }] : [];
  });
  const renewed: RenewedItem[] = [];
  await forEachConcurrently(HANDS, shown, async ({ id, item }) => {
    const names = await objectsOf(renditions, library, id, item);
    renewed.push({ item: id, before: item.token, token: ids.token(), names });
  });
  const objects = renewed.flatMap(({ before, token, names }) => names.map((name) => ({ name, before, token })));
  const [playlists, others] = [
    objects.filter(({ name }) => isPlaylist(name)),
    objects.filter(({ name }) => !isPlaylist(name)),
  ];
  await forEachConcurrently(HANDS, others, ({ name, before, token }) => renditions.setTokens(name, [before, token]));
  // Last: what a playlist names can be read by then. It may be one that a try before this left with another token.
  await forEachConcurrently(HANDS, playlists, ({ name, before, token }) =>
    renditions.rewritePlaylist(name, (text) => text.replaceAll(/([?&]token=)[\w-]+/g, `$1${token}`), [before, token]),
  );
  return renewed;
}

/** The entries of these items in their albums, and those albums, as far as they are there. */
async function placesOf(tx: Transaction, library: LibraryId, items: ReadonlyMap<ItemId, Item>) {
  const albums = [...new Set([...items.values()].flatMap((item) => item.albums))];
  const places = [...items].flatMap(([item, { albums: own }]) =>
    own.map((album) => ({ item, path: paths.entry(library, album, item) })),
  );
  const found = await tx.readAll([
    ...albums.map((album) => paths.album(library, album)),
    ...places.map(({ path }) => path),
  ]);
  return {
    albums: albums.flatMap((album, n): [AlbumId, Fields][] => (found[n] ? [[album, found[n]]] : [])),
    entries: places.filter((_, n) => found[albums.length + n] !== undefined),
  };
}

/**
 * Shows the new tokens to everybody who may see the items: in one transaction on the items, on all their entries, and on
 * the covers of their albums. An item that got another token meanwhile (it was made again) keeps that: nobody who is gone has seen it.
 */
export async function publishTokens(
  { store, clock }: RenewPorts,
  turn: RotationLock,
  renewed: readonly RenewedItem[],
): Promise<void> {
  const { library } = turn;
  if (renewed.length === 0) return;
  await store.transact(async (tx) => {
    await turn.mustHoldIn(tx);
    const found = await tx.readAll(renewed.map(({ item }) => paths.item(library, item)));
    const mine = renewed.flatMap(({ item, before, token }, n) => {
      const known = found[n] && readItem(found[n]);
      return known?.token === before ? [{ item, token, known }] : [];
    });
    const { albums, entries } = await placesOf(tx, library, new Map(mine.map(({ item, known }) => [item, known])));
    const tokens = new Map(mine.map(({ item, token }) => [item, token]));
    const changed = new Date(clock.now());
    for (const [item, token] of tokens) tx.update(paths.item(library, item), { token, changed });
    for (const { item, path } of entries) tx.update(path, { token: tokens.get(item), changed });
    for (const [album, fields] of albums) {
      const { cover } = readAlbum(fields);
      const token = cover && tokens.get(cover.item);
      if (cover && token !== undefined) tx.update(paths.album(library, album), { cover: { ...cover, token } });
    }
  });
}

/** Lets the objects of these items be read by the items' present tokens only. */
export async function dropOldTokens(
  { store, renditions, log }: RenewPorts,
  library: LibraryId,
  renewed: readonly RenewedItem[],
): Promise<void> {
  const found = await store.readAll(renewed.map(({ item }) => paths.item(library, item)));
  const objects = renewed.flatMap(({ item, names }, n) => {
    const token = shownOf(item, found[n], log)?.token;
    // An item that is gone took its objects along.
    return token === undefined ? [] : names.map((name) => ({ name, token }));
  });
  await forEachConcurrently(HANDS, objects, ({ name, token }) => renditions.setTokens(name, [token]));
}
