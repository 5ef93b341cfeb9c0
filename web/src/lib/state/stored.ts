import type { Stored } from './live.svelte.ts';
import type { OfflineStore } from '../device/offline-store.ts';

/** One value of a person's store. It has the form that this version of the app wrote: the store drops older ones. */
export const stored = <T>(store: OfflineStore, key: string): Stored<T> => ({
  read: async () => (await store.read(key)) as T | undefined,
  write: (value) => {
    store.write(key, value);
  },
});
