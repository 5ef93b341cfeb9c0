import type { AlbumId, ItemId } from '@maru/model';
import { publishedIndexes } from './published-indexes.ts';
import { dropOldTokens, type RenewedItem, type RenewPorts } from './renew-tokens.ts';
import type { RotationLock } from './rotation-lock.ts';
import { saveProgress, type Page } from './rotation.ts';

/** Items whose new tokens are published and whose old ones are still valid. */
export interface Overlap {
  /** When (ms) each item's newest token was published. */
  readonly since: ReadonlyMap<ItemId, number>;
  /** Whether an item still has its old token. */
  readonly has: (item: ItemId) => boolean;
  /** Brings what an interrupted run published into the indexes of albums: its older tokens are dropped next. */
  readonly resume: (albums: readonly AlbumId[]) => Promise<void>;
  readonly add: (page: Page, renewed: readonly RenewedItem[], albums: readonly AlbumId[]) => void;
  /** Resolves when all old tokens are dropped; rejects if that failed. */
  readonly drained: () => Promise<void>;
  /** Whether all old tokens are dropped; throws if that failed. */
  readonly isEmpty: () => boolean;
}

/**
 * Drops the old tokens of each page, in order, `tokenOverlapMs` after its new ones were published in entries and albums' indexes, when every
 * client has them. Meanwhile further pages can be added.
 */
export function tokenOverlap(ports: RenewPorts, lock: RotationLock): Overlap {
  const { clock, log, tokenOverlapMs } = ports;
  const indexes = publishedIndexes(ports, lock);
  const since = new Map<ItemId, number>();
  const pending = new Set<ItemId>();
  const failures: unknown[] = [];
  let last: Promise<void> = Promise.resolve();
  let pages = 0;
  const finish = async (page: Page, renewed: readonly RenewedItem[], visible: Promise<number>): Promise<void> => {
    if (failures.length > 0) return;
    try {
      const visibleAt = await visible;
      const dropAt = visibleAt + tokenOverlapMs;
      if (renewed.length > 0 && dropAt > clock.now()) await clock.sleep(dropAt - clock.now());
      lock.mustHold();
      await dropOldTokens(ports, lock.library, renewed);
      await saveProgress(ports.store, lock, page);
      for (const { item } of renewed) pending.delete(item);
      const { id, at } = page.rotation;
      if (!page.next) log('rotated', { library: lock.library, rotation: id, ms: clock.now() - at });
    } catch (error) {
      failures.push(error);
    }
    pages -= 1;
  };
  const throwFailure = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    since,
    has: (item) => pending.has(item),
    resume: indexes.resume,
    add: (page, renewed, albums) => {
      const at = clock.now();
      for (const { item } of renewed) {
        since.set(item, at);
        pending.add(item);
      }
      pages += 1;
      const visible = indexes.publish(albums);
      // `finish` throws it.
      visible.catch(() => undefined);
      last = last.then(() => finish(page, renewed, visible));
    },
    drained: async () => {
      await last;
      throwFailure();
    },
    isEmpty: () => {
      throwFailure();
      return pages === 0;
    },
  };
}
