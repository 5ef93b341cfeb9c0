import type { ItemId } from '@maru/model/ids';
import type { DeviceDatabase } from './database.ts';
import type { StoredBatch } from './stored-batch.ts';
import type { WindowLocks } from './uploads/window-locks.ts';

/** The items of one call. */
export interface BatchPart {
  /** Its key in the store; undefined if it is not stored. */
  readonly key?: string;
  readonly items: readonly ItemId[];
}

/** The batches of one person on this device that are not over. Without a database, none is stored. */
export interface BatchStore {
  /** Stores a batch, so that the next window resumes it if this one ends. Returns its parts with their keys. */
  readonly add: (batch: StoredBatch, parts: readonly BatchPart[]) => Promise<readonly BatchPart[]>;
  /** Deletes parts that were sent or cancelled. */
  readonly remove: (parts: readonly BatchPart[]) => Promise<void>;
  /** Takes over the parts left by windows that have ended. */
  readonly load: () => Promise<readonly (StoredBatch & { readonly parts: readonly BatchPart[] })[]>;
}

/** Keys sort in the order of the parts. */
const keyOf = (batch: string, part: number): string => `${batch}/${String(part).padStart(6, '0')}`;

/** Opens one person's batches. */
export function openBatchStore({ attempt }: DeviceDatabase, locks: WindowLocks): BatchStore {
  return {
    add: (batchOf, parts) =>
      attempt(async (db) => {
        const batch = crypto.randomUUID();
        const stored = parts.map(({ items }, n) => ({ key: keyOf(batch, n), items }));
        const { store, done } = db.transaction('batches', 'readwrite');
        const puts = stored.map(({ key, items }) => store.put({ ...batchOf, batch, owner: locks.id, items }, key));
        await Promise.all([...puts, done]);
        return stored;
      }, parts),
    remove: (parts) =>
      attempt(async (db) => {
        const { store, done } = db.transaction('batches', 'readwrite');
        await Promise.all([...parts.flatMap(({ key }) => (key === undefined ? [] : store.delete(key))), done]);
      }, undefined),
    load: () =>
      locks.exclusive('adopt batches', () =>
        attempt(async (db) => {
          const [keys, stored] = await Promise.all([db.getAllKeys('batches'), db.getAll('batches')]);
          const open = await locks.openOf(new Set(stored.map(({ owner }) => owner)));
          const left = new Map<string, StoredBatch & { parts: BatchPart[] }>();
          const { store, done } = db.transaction('batches', 'readwrite');
          const puts = stored.map((part, n) => {
            const [key, { batch, owner, kind, call, startedAt, items }] = [keys[n] ?? '', part];
            // Without Web Locks, no window is known to be open.
            if (owner === locks.id || open.has(owner)) return undefined;
            const one = left.get(batch) ?? { kind, call, startedAt, parts: [] };
            one.parts.push({ key, items });
            left.set(batch, one);
            return store.put({ ...part, owner: locks.id }, key);
          });
          await Promise.all([...puts, done]);
          return [...left.values()];
        }, []),
      ),
  };
}
