import { getApps, initializeApp, type App } from 'firebase-admin/app';
import { getStorage } from 'firebase-admin/storage';
import { deleteByPrefix, deleteFile } from '../firebase/bulk-delete.ts';
import { firebaseAdapters, type FirebaseAdapters } from '../firebase/firebase.ts';
import { emulatorOriginals, emulatorRenditions, type StorageEmulator } from './storage.ts';

/** With a service account named, the SDK does not wait for a metadata server, which the emulators lack. */
const emulatorApp = (projectId: string) => (): App =>
  getApps()[0] ?? initializeApp({ serviceAccountId: 'local@emulators.invalid', projectId });

/** Firebase's adapters for the emulators. They override only what the emulators do differently from the service. */
export function emulatorAdapters(region: string, projectId: string, emulator: StorageEmulator): FirebaseAdapters {
  const app = emulatorApp(projectId);
  const firebase = firebaseAdapters(region, app);
  const bucketOf = (name: string) => getStorage(app()).bucket(name);
  return {
    ...firebase,
    originals: (bucket) => emulatorOriginals(bucketOf(bucket), emulator),
    renditions: (bucket) => emulatorRenditions(bucketOf(bucket), emulator),
    removal: (originals, renditions) => ({
      ...firebase.removal(originals, renditions),
      // Nothing is held.
      originals: (prefix, limit) => deleteByPrefix(bucketOf(originals), prefix, limit, deleteFile),
    }),
  };
}
