let isAsked = false;

/**
 * Asks the browser, once in this window, not to delete what this site stores when the device is short of space: files wait there that are
 * nowhere else in the library. Chrome and Safari decide by themselves; Firefox asks the person, unless they have answered.
 */
export function keepStorage(storage = navigator.storage as StorageManager | undefined): void {
  if (isAsked || !storage) return;
  isAsked = true;
  storage.persist().catch((error: unknown) => {
    console.warn('the storage of this device may be cleared', error);
  });
}
