// The peer of `bench -- upload`, bundled into a page: the SDK's uploadBytesResumable in a plain loop.
import { itemIdOf, originalName, paths, announce, type LibraryId, type MaruConfig, type Uid } from '@maru/model';
import { initializeApp } from 'firebase/app';
import { connectAuthEmulator, getAuth, GoogleAuthProvider, signInWithCredential } from 'firebase/auth';
import { connectFirestoreEmulator, doc, getFirestore, serverTimestamp, setDoc } from 'firebase/firestore/lite';
import { connectStorageEmulator, getStorage, ref, uploadBytesResumable } from 'firebase/storage';

/** What the page is given. */
export interface LoopOptions {
  readonly config: MaruConfig;
  readonly library: LibraryId;
  /** An unsigned token of the emulators. */
  readonly credential: string;
}

const hexOf = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

declare global {
  var uploadInLoop: (options: LoopOptions) => Promise<void>;
}

/** Adds the files of the page's input, one after the other: hash, announcement, bytes. */
globalThis.uploadInLoop = async ({ config, library, credential }) => {
  if (!config.emulators) throw new Error('only on the emulators');
  const host = new URL(config.storageHost).hostname;
  const ports = config.emulators;
  const app = initializeApp(config.firebase);
  const [auth, db] = [getAuth(app), getFirestore(app)];
  const storage = getStorage(app, `gs://${config.buckets.originals}`);
  connectAuthEmulator(auth, `http://${host}:${String(ports.auth)}`, { disableWarnings: true });
  connectFirestoreEmulator(db, host, ports.firestore);
  connectStorageEmulator(storage, host, ports.storage);
  const { user } = await signInWithCredential(auth, GoogleAuthProvider.credential(credential));
  for (const file of document.querySelector('input')?.files ?? []) {
    const item = itemIdOf(hexOf(await crypto.subtle.digest('SHA-256', await file.arrayBuffer())));
    const fields = announce({
      uploader: user.uid as Uid,
      fileName: file.name,
      size: file.size,
      albums: ['all' as never],
    });
    await setDoc(doc(db, paths.item(library, item)), { ...fields, addedAt: serverTimestamp() });
    await uploadBytesResumable(ref(storage, originalName(library, item)), file);
  }
};
