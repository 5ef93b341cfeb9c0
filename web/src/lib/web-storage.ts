import type { Stop } from '@maru/model/upload/platform';

// localStorage and sessionStorage, which throw where a browser denies them. Values then last as long as the page that keeps them.

/** Returns a stored value; undefined if there is none, or storage is denied. */
export function readStorage(storage: Storage, key: string): string | undefined {
  try {
    return storage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores a value, or deletes it if it is undefined. Does nothing if storage is full or denied. */
export function writeStorage(storage: Storage, key: string, value: string | undefined): void {
  try {
    if (value === undefined) storage.removeItem(key);
    else storage.setItem(key, value);
  } catch {
    // The caller keeps the value.
  }
}

/** Calls `changed` when another window changes a value of localStorage, until the returned function is called. */
export function onStorageChange(key: string, changed: (value: string | null) => void): Stop {
  const controller = new AbortController();
  const onstorage = (event: StorageEvent): void => {
    if (event.key === key) changed(event.newValue);
  };
  addEventListener('storage', onstorage, { signal: controller.signal });
  return () => controller.abort();
}
