import { getApps, initializeApp, type App } from 'firebase-admin/app';
import { getAppCheck } from 'firebase-admin/app-check';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { getFunctions } from 'firebase-admin/functions';
import { getStorage } from 'firebase-admin/storage';
import { PROCESS_TIMEOUT_S } from '@maru/model';
import type { Store } from '../../ports/documents.ts';
import type { Accounts, BulkDelete } from '../../ports/deletion.ts';
import type { Identity } from '../../ports/identity.ts';
import type { Originals, Renditions } from '../../ports/objects.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Sessions } from '../../ports/sessions.ts';
import { authAccounts } from './accounts.ts';
import { firestoreStore } from './firestore.ts';
import { firebaseIdentity } from './identity.ts';
import { bulkDelete } from './bulk-delete.ts';
import { firebaseSessions } from './sessions.ts';
import { storageOriginals, storageRenditions } from './storage.ts';
import { taskQueue } from './task-queue.ts';

/** The ports that Firebase implements. Creating one is cheap: the SDK shares the connections. */
export interface FirebaseAdapters {
  readonly store: () => Store;
  readonly originals: (bucket: string) => Originals;
  readonly renditions: (bucket: string) => Renditions;
  readonly accounts: () => Accounts;
  /** `ourApp`: the id of the web app that App Check is for; undefined where it is off. */
  readonly identity: (ourApp: string | undefined) => Identity;
  readonly sessions: (ourApp: string | undefined) => Sessions;
  readonly removal: (originals: string, renditions: string) => BulkDelete;
  readonly queue: () => Queue;
}

/** The default app, initialized at its first use. */
const defaultApp = (): App => getApps()[0] ?? initializeApp();

/** The adapters of the project's own Firebase, with task queues in this region. */
export const firebaseAdapters = (region: string, app: () => App = defaultApp): FirebaseAdapters => ({
  store: () => firestoreStore(getFirestore(app())),
  originals: (bucket) => storageOriginals(getStorage(app()).bucket(bucket)),
  renditions: (bucket) => storageRenditions(getStorage(app()).bucket(bucket)),
  accounts: () => authAccounts(getAuth(app())),
  identity: (ourApp) =>
    firebaseIdentity(
      () => getAuth(app()),
      () => getAppCheck(app()),
      ourApp,
    ),
  sessions: (ourApp) => firebaseSessions(getAuth(app()), () => getAppCheck(app()), ourApp),
  removal: (originals, renditions) => {
    const storage = getStorage(app());
    return bulkDelete(getFirestore(app()), storage.bucket(originals), storage.bucket(renditions));
  },
  queue: () => taskQueue(getFunctions(app()), region, PROCESS_TIMEOUT_S),
});
