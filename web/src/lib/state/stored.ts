import type { Stored } from './live.svelte.ts';
import type { OfflineStore } from '../device/offline-store.ts';

/** One value in a person's store. Its type is trusted: a store with another schema version is dropped. */
export const stored = <T>(store: OfflineStore, key: string): Stored<T> => ({
  read: async () => (await store.read(key)) as T | undefined,
  write: (value) => {
    store.write(key, value);
  },
});
