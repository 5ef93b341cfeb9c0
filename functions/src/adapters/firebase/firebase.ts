import { getApps, initializeApp, type App } from 'firebase-admin/app';
import { getAppCheck } from 'firebase-admin/app-check';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { getFunctions } from 'firebase-admin/functions';
import { getStorage } from 'firebase-admin/storage';
import { PROCESS_TIMEOUT_S } from '@maru/model';
import type { Store } from '../../ports/documents.ts';
import type { Accounts, BulkDelete } from '../../ports/ending.ts';
import type { Identity } from '../../ports/identity.ts';
import type { Originals, Renditions } from '../../ports/objects.ts';
import type { Queue } from '../../ports/queue.ts';
import { authAccounts } from './accounts.ts';
import { firestoreStore } from './firestore.ts';
import { firebaseIdentity } from './identity.ts';
import { wholeRemoval } from './bulk-delete.ts';
import { storageOriginals, storageRenditions, type StorageEmulator } from './storage.ts';
import { taskQueue } from './task-queue.ts';

// The emulators have no service account to ask for: named here, no task waits for a metadata server that is not there.
const LOCAL = { serviceAccountId: 'local@emulators.invalid', projectId: process.env['GCLOUD_PROJECT'] ?? '' };

const isLocal = process.env['FUNCTIONS_EMULATOR'] === 'true';

const theApp = (): App => getApps()[0] ?? (isLocal ? initializeApp(LOCAL) : initializeApp());

/** The Storage emulator, as tools/emulators names it. */
const emulatorOf = ({
  FIREBASE_STORAGE_EMULATOR_HOST: host,
  MARU_LOCAL_STORAGE: url,
}: NodeJS.ProcessEnv): StorageEmulator | undefined =>
  host === undefined ? undefined : { host, url: url ?? `http://${host}` };

/** The ports that the project's own Firebase keeps. Each is a handful of objects; the connections behind them are the SDK's. */
export const firebase = {
  store: (): Store => firestoreStore(getFirestore(theApp())),
  originals: (bucket: string): Originals =>
    storageOriginals(getStorage(theApp()).bucket(bucket), emulatorOf(process.env)),
  renditions: (bucket: string): Renditions =>
    storageRenditions(getStorage(theApp()).bucket(bucket), emulatorOf(process.env)),
  accounts: (): Accounts => authAccounts(getAuth(theApp())),
  identity: (): Identity =>
    firebaseIdentity(
      () => getAuth(theApp()),
      () => getAppCheck(theApp()),
    ),
  removal: (originals: string, renditions: string): BulkDelete => {
    const [db, storage] = [getFirestore(theApp()), getStorage(theApp())];
    return wholeRemoval(db, storage.bucket(originals), storage.bucket(renditions), isLocal);
  },
  queue: (): Queue => taskQueue(getFunctions(theApp()), PROCESS_TIMEOUT_S),
};
