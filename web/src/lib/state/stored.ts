import type { Kept } from './live.svelte.ts';
import type { SeenStore } from '../device/offline-store.ts';

/** One value of a person's store. What is read is what this app's own version wrote: the store drops older forms. */
export const kept = <T>(store: SeenStore, key: string): Kept<T> => ({
  read: async () => (await store.read(key)) as T | undefined,
  write: (value) => {
    store.write(key, value);
  },
});
