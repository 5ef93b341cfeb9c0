import { objectUrlPrefix } from '@maru/model/paths';
import { deviceDatabase } from '#lib/device/database.ts';
import { importAccountFromStartUrl } from '#lib/device/first-start.ts';
import { savingDevice } from '#lib/device/downloads/saving-device.ts';
import { firstScreenDrawn } from '#lib/device/first-screen.ts';
import { incomingStore } from '#lib/device/incoming/incoming-store.ts';
import { openHasher } from '#lib/device/uploads/hasher.ts';
import { forgetPause } from '#lib/device/uploads/upload-pause.ts';
import { uploadingDevice } from '#lib/device/uploads/uploading-device.ts';
import { network } from '#lib/device/network.svelte.ts';
import { pageMedia } from '#lib/device/page-media.ts';
import { startupState } from '#lib/device/startup-state.ts';
import {
  deleteOfflineStore,
  deleteOtherStores,
  openOfflineStore,
  type OfflineStore,
} from '#lib/device/offline-store.ts';
import { loadConfig } from '#lib/firebase/config.ts';
import { openCloud } from '#lib/firebase/open.ts';
import { Account } from '#lib/state/account.svelte.ts';
import { App } from '#lib/state/app.svelte.ts';
import { Session } from '#lib/state/session.svelte.ts';

/** Creates the window's app from Firebase, this device's storage and the person who was signed in last. */
export function openApp(): App {
  const startup = startupState(localStorage);
  importAccountFromStartUrl(window, startup);
  const wasSignedIn = startup.person !== undefined;
  let store: OfflineStore | undefined;
  const drawn = wasSignedIn ? firstScreenDrawn(() => store?.isReading ?? false) : Promise.resolve();
  const cloud = openCloud(loadConfig(), wasSignedIn, drawn);
  const hasher = openHasher();
  const session = new Session(cloud, {
    remembered: startup,
    open: (uid) => {
      const database = deviceDatabase(uid);
      const uploading = uploadingDevice(uid, database, hasher);
      store = openOfflineStore(database);
      return new Account(uid, cloud, { database, store, network, uploading, saving: savingDevice });
    },
    setOwner: async (uid) => {
      const { storageHost, buckets } = await cloud.config;
      const prefix = objectUrlPrefix(storageHost, buckets.renditions);
      await Promise.all([pageMedia.setOwner({ uid, prefix }), deleteOtherStores(uid)]);
    },
    clear: async (uid) => {
      forgetPause();
      await Promise.all([deleteOfflineStore(uid), pageMedia.clear()]);
    },
    clearIncoming: () => incomingStore.clear(),
  });
  return new App(cloud, session, startup);
}
