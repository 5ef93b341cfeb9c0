import type { Uid } from '@maru/model/ids';
import type { Stop } from '@maru/model/upload/platform';
import { onStorageChange, readStorage, writeStorage } from '../../web-storage.ts';

const KEY = 'maru-uploads-paused';

/** Whether a person paused their uploads on this device: the same in all windows, and until they continue or sign out. */
export interface UploadPause {
  isPaused: boolean;
  /** Calls `changed` when another window pauses or continues. */
  readonly onchange: (changed: () => void) => Stop;
}

/** Forgets a pause. */
export const forgetPause = (): void => writeStorage(localStorage, KEY, undefined);

/** The pause of one person, who is the only one of this device. */
export function uploadPause(uid: Uid): UploadPause {
  return {
    get isPaused() {
      return readStorage(localStorage, KEY) === uid;
    },
    set isPaused(isPaused) {
      writeStorage(localStorage, KEY, isPaused ? uid : undefined);
    },
    onchange: (changed) => onStorageChange(KEY, changed),
  };
}
