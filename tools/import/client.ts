import { openAsBlob } from 'node:fs';
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import {
  connectAuthEmulator,
  GoogleAuthProvider,
  inMemoryPersistence,
  initializeAuth,
  signInWithCredential,
  type Auth,
} from 'firebase/auth';
import {
  collection,
  connectFirestoreEmulator,
  doc,
  getDoc,
  getDocs,
  getFirestore,
  query,
  serverTimestamp,
  setDoc,
  where,
  type Firestore,
} from 'firebase/firestore/lite';
import { connectStorageEmulator, getStorage, ref, uploadBytesResumable, type FirebaseStorage } from 'firebase/storage';
import {
  isAlbumId,
  isApiErrorCode,
  isCircleId,
  isItemId,
  isLibraryId,
  originalName,
  paths,
  readAlbum,
  readCircle,
  readItem,
  readLibrary,
  ApiError,
  type Album,
  type AlbumId,
  type EndpointName,
  type ApiRequest,
  type ApiResponse,
  type Circle,
  type CircleId,
  type Item,
  type ItemId,
  type Library,
  type LibraryId,
  type MaruConfig,
  type Uid,
} from '@maru/model';

/** A running Maru: its configuration and URL. */
export interface RunningApp {
  readonly config: MaruConfig;
  readonly url: string;
}

/** How the sending of an original ended: `refused` by rules (or because it is there already), or `lost` on the way. */
export type SendEnd = 'uploaded' | 'refused' | 'lost' | 'unreadable-file';

/** A signed-in person, with the permissions that rules and the API give them. */
export interface Client {
  readonly uid: Uid;
  /** Calls an endpoint through Hosting; throws ApiError with its code, or another Error without a valid response. */
  readonly call: <N extends EndpointName>(name: N, request: ApiRequest<N>) => Promise<ApiResponse<N>>;
  readonly libraries: () => Promise<[LibraryId, Library][]>;
  /** The albums of a library that this person can see. */
  readonly albums: (library: LibraryId) => Promise<[AlbumId, Album][]>;
  readonly items: (library: LibraryId) => Promise<[ItemId, Item][]>;
  /** The circles of a library; for owners and editors. */
  readonly circles: (library: LibraryId) => Promise<[CircleId, Circle][]>;
  readonly item: (library: LibraryId, item: ItemId) => Promise<Item | undefined>;
  /** Writes what `announce` of the model gives, with the server's time; throws ApiError `forbidden` where rules deny. */
  readonly announce: (library: LibraryId, item: ItemId, fields: Record<string, unknown>) => Promise<void>;
  /** Uploads a file in a resumable session; never rejects. */
  readonly send: (library: LibraryId, item: ItemId, path: string, onsent: (bytes: number) => void) => Promise<SendEnd>;
  readonly close: () => Promise<void>;
}

const HOST = '127.0.0.1';

function connectSdk({ config }: RunningApp): {
  app: FirebaseApp;
  auth: Auth;
  db: Firestore;
  originals: FirebaseStorage;
} {
  if (!config.emulators) throw new Error('signing in from a terminal only works with the emulators');
  const app = initializeApp(config.firebase, `import-${String(performance.now())}`);
  const auth = initializeAuth(app, { persistence: inMemoryPersistence });
  connectAuthEmulator(auth, `http://${HOST}:${String(config.emulators.auth)}`, { disableWarnings: true });
  const db = getFirestore(app);
  connectFirestoreEmulator(db, HOST, config.emulators.firestore);
  const originals = getStorage(app, `gs://${config.buckets.originals}`);
  connectStorageEmulator(originals, HOST, config.emulators.storage);
  return { app, auth, db, originals };
}

async function call<N extends EndpointName>(
  { url }: RunningApp,
  auth: Auth,
  name: N,
  request: ApiRequest<N>,
): Promise<ApiResponse<N>> {
  const token = await auth.currentUser?.getIdToken();
  const response = await fetch(`${url}/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token ?? ''}` },
    body: JSON.stringify({ data: request }),
  });
  const text = await response.text();
  if (!text.startsWith('{')) throw new Error(`${name} returned ${String(response.status)}: ${text.slice(0, 200)}`);
  const body = JSON.parse(text) as {
    result?: ApiResponse<N>;
    error?: { status: string; details?: { code?: unknown } };
  };
  if (body.result !== undefined) return body.result;
  const code = body.error?.details?.code;
  throw isApiErrorCode(code)
    ? new ApiError(code)
    : new Error(`${name}: ${body.error?.status ?? String(response.status)}`);
}

const isDenied = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'permission-denied';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

async function send(
  originals: FirebaseStorage,
  name: string,
  path: string,
  onsent: (bytes: number) => void,
): Promise<SendEnd> {
  try {
    // A Blob that reads the file in chunks: a tape of 20 GB must not be read into memory.
    const task = uploadBytesResumable(ref(originals, name), await openAsBlob(path), {
      contentType: 'application/octet-stream',
    });
    task.on('state_changed', ({ bytesTransferred }) => {
      onsent(bytesTransferred);
    });
    await task;
    return 'uploaded';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'storage/unauthorized' || code === 'storage/unauthenticated') return 'refused';
    if (code === 'storage/cannot-slice-blob' || (error instanceof Error && error.name === 'NotReadableError')) {
      return 'unreadable-file';
    }
    return ['ENOENT', 'EACCES', 'EPERM', 'ERR_INVALID_ARG_VALUE'].includes(code) ? 'unreadable-file' : 'lost';
  }
}

/** Parses documents; skips those with an invalid id. */
const readAll = <I extends string, T>(
  docs: readonly { readonly id: string; data: () => unknown }[],
  isId: (id: unknown) => id is I,
  read: (fields: unknown) => T,
): [I, T][] => docs.flatMap((one): [I, T][] => (isId(one.id) ? [[one.id, read(one.data())]] : []));

/** Signs a person in with an unsigned Google token of the emulators: the same claims as in the app, so the same account. */
export async function signIn(running: RunningApp, person: { name: string; address: string }): Promise<Client> {
  const { app, auth, db, originals } = connectSdk(running);
  const claims = { sub: person.address, email: person.address, email_verified: true, name: person.name };
  const { user } = await signInWithCredential(auth, GoogleAuthProvider.credential(JSON.stringify(claims)));
  const uid = user.uid as Uid;
  return {
    uid,
    call: (name, request) => call(running, auth, name, request),
    libraries: async () => {
      const mine = query(collection(db, paths.libraries()), where('members', 'array-contains', uid));
      return readAll((await getDocs(mine)).docs, isLibraryId, readLibrary);
    },
    albums: async (library) => {
      const mine = query(collection(db, paths.albums(library)), where('readers', 'array-contains', uid));
      return readAll((await getDocs(mine)).docs, isAlbumId, readAlbum);
    },
    items: async (library) => readAll((await getDocs(collection(db, paths.items(library)))).docs, isItemId, readItem),
    circles: async (library) =>
      readAll((await getDocs(collection(db, paths.circles(library)))).docs, isCircleId, readCircle),
    item: async (library, item) => {
      const found = await getDoc(doc(db, paths.item(library, item)));
      return found.exists() ? readItem(found.data()) : undefined;
    },
    announce: async (library, item, fields) => {
      try {
        await setDoc(doc(db, paths.item(library, item)), { ...fields, addedAt: serverTimestamp() });
      } catch (error) {
        throw isDenied(error) ? new ApiError('forbidden') : error;
      }
    },
    send: (library, item, path, onsent) => send(originals, originalName(library, item), path, onsent),
    close: () => deleteApp(app),
  };
}
