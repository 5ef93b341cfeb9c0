import { getApps, initializeApp, type App } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { getFunctions } from 'firebase-admin/functions';
import { getStorage } from 'firebase-admin/storage';
import { MAKE_S } from '@maru/model';
import type { Originals, Queue, Renditions, Store } from '../ports.ts';
import { firestoreStore } from './firestore.ts';
import { storageOriginals, storageRenditions } from './storage.ts';
import { taskQueue } from './tasks.ts';

const theApp = (): App => getApps()[0] ?? initializeApp();

/** The ports that the project's own Firebase keeps. Each is a handful of objects; the connections behind them are the SDK's. */
export const firebase = {
  store: (): Store => firestoreStore(getFirestore(theApp())),
  originals: (bucket: string): Originals =>
    storageOriginals(getStorage(theApp()).bucket(bucket), process.env['FIREBASE_STORAGE_EMULATOR_HOST']),
  renditions: (bucket: string): Renditions => storageRenditions(getStorage(theApp()).bucket(bucket)),
  queue: (): Queue => taskQueue(getFunctions(theApp()), MAKE_S),
};
