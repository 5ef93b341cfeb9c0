import { paths, type Album, type LibraryId, type Uid } from '@maru/model';
import type { Transaction } from '../ports/documents.ts';
import type { Ids } from '../ports/system.ts';
import { partsOf, type ItemWithVideo } from './items-with-videos.ts';

/** Returns whether someone who reads one of `before` reads none of `after`. */
export function isLostBySomeone(
  before: readonly Pick<Album, 'readers'>[],
  after: readonly { readonly readers: readonly Uid[] }[],
): boolean {
  const remaining = new Set(after.flatMap(({ readers }) => readers));
  return before.some(({ readers }) => readers.some((uid) => !remaining.has(uid)));
}

/**
 * Whether a rotation is pending because someone lost access. It finds items by their entries in an album, so it misses items that leave the
 * album before. Rotations of listed items have no field `everything`.
 */
export const isRevoking = async (tx: Pick<Transaction, 'find'>, library: LibraryId): Promise<boolean> =>
  (await tx.find(paths.rotations(library), { order: ['everything', 'asc'], limit: 1 })).length > 0;

/**
 * Requests new tokens for those of these items that were processed, because someone lost sight of them. Returns the rotation for
 * `enqueueRotation`; undefined for no items.
 */
export function requestRotation(
  tx: Transaction,
  library: LibraryId,
  itemsWithVideos: readonly ItemWithVideo[],
  now: number,
  ids: Pick<Ids, 'random'>,
): string | undefined {
  const items = itemsWithVideos
    .flatMap(partsOf)
    .filter(({ item }) => item.token !== undefined)
    .map(({ id }) => id);
  if (items.length === 0) return undefined;
  const rotation = ids.random();
  tx.set(paths.rotation(library, rotation), { albums: [], items, at: new Date(now) });
  return rotation;
}
