import { info } from 'firebase-functions/logger';
import { defineString } from 'firebase-functions/params';
import { firebase } from './adapters/firebase/firebase.ts';
import { lazyVideos, lazyEmbeddedMedia, lazyImages } from './adapters/lazy.ts';
import { systemClock, systemIds, systemTempFolders } from './adapters/system/system.ts';
import type { ProcessPorts } from './processing/process-item.ts';
import type { Accounts, BulkDelete } from './ports/ending.ts';
import type { Identity } from './ports/identity.ts';

export { lowerPriority } from './adapters/system/process-priority.ts';

/** The two buckets, named by deploy and by the emulators. */
export const ORIGINALS = defineString('MARU_ORIGINALS_BUCKET', { description: 'The bucket of the originals' });
export const RENDITIONS = defineString('MARU_RENDITIONS_BUCKET', { description: 'The bucket of what is made of them' });

/** Whether the API answers our own page only: needs App Check in the project; the emulators have none. */
export const isAppChecked = (): boolean => process.env['MARU_APP_CHECK'] === 'on';

/** Every port. */
export interface Ports extends ProcessPorts {
  readonly accounts: Accounts;
  readonly removal: BulkDelete;
}

/** Every port with its adapter, for one call. */
export const ports = (): Ports => ({
  store: firebase.store(),
  originals: firebase.originals(ORIGINALS.value()),
  renditions: firebase.renditions(RENDITIONS.value()),
  images: lazyImages,
  videos: lazyVideos,
  embeddedMedia: lazyEmbeddedMedia,
  queue: firebase.queue(),
  accounts: firebase.accounts(),
  removal: firebase.removal(ORIGINALS.value(), RENDITIONS.value()),
  clock: systemClock,
  ids: systemIds,
  tempFolders: systemTempFolders,
  log: (what, details) => info(what, details),
});

/** Verifies who calls the API. */
export const identity = (): Identity => firebase.identity();
