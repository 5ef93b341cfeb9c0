import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import { getToken as getAppCheckToken, type AppCheck } from 'firebase/app-check';
import {
  connectAuthEmulator,
  GoogleAuthProvider,
  inMemoryPersistence,
  initializeAuth,
  signInWithCredential,
  signInWithCustomToken,
  type Auth,
  type Persistence,
  type User,
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
import {
  isAlbumId,
  isApiErrorCode,
  isCircleId,
  isItemId,
  isLibraryId,
  paths,
  programOf,
  readAlbum,
  readCircle,
  readFavourites,
  readItem,
  readLibrary,
  ApiError,
  type Album,
  type AlbumId,
  type EndpointName,
  type Favourites,
  type ApiRequest,
  type ApiResponse,
  type Circle,
  type CircleId,
  type Item,
  type ItemId,
  type Library,
  type MaruConfig,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { Unreachable } from '@maru/model/api/unreachable';
import { objectSender, type SendObject } from '@maru/model/upload/send-object';
import type { RunningApp } from '../sign-in/app.ts';
import { appCheckOf } from '../sign-in/app-check.ts';
import { SignInError } from '../sign-in/sign-in-error.ts';
import type { ProgramToken } from '../sign-in/sign-in.ts';
import { errorCodeOf } from './error-code.ts';
import { platform } from './platform.ts';
import { post } from './post.ts';

/** A signed-in person, with the permissions that rules and the API give them. */
export interface Client {
  readonly uid: Uid;
  readonly name: string;
  readonly address: string;
  readonly config: MaruConfig;
  /** The tokens of this session, refreshed if asked. */
  readonly credentials: (refresh?: boolean) => Promise<{ idToken: string; appCheck?: string }>;
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
  /** This person's favourites in a library. */
  readonly favourites: (library: LibraryId) => Promise<Favourites>;
  /** Adds favourites; throws as `announce` does. */
  readonly addFavourites: (library: LibraryId, added: Favourites) => Promise<void>;
  /** Sends an original. */
  readonly send: SendObject;
  readonly close: () => Promise<void>;
}

const HOST = '127.0.0.1';

/** The SDK of one session. `appCheck` is there where the project requires App Check. */
interface Sdk {
  readonly app: FirebaseApp;
  readonly auth: Auth;
  readonly appCheck: AppCheck | undefined;
  readonly db: Firestore;
}

/** Connects to the project or the emulators of an app. */
function openSdk(running: RunningApp, persistence: Persistence, signedIn?: ProgramToken): Sdk {
  const { config } = running;
  const app = initializeApp(config.firebase, `import-${String(performance.now())}`);
  // Before Auth, which sends its tokens.
  const appCheck = appCheckOf(app, running, () => auth.currentUser?.refreshToken, signedIn?.appCheck);
  const auth = initializeAuth(app, { persistence });
  const db = getFirestore(app);
  if (config.emulators) {
    connectAuthEmulator(auth, `http://${HOST}:${String(config.emulators.auth)}`, { disableWarnings: true });
    connectFirestoreEmulator(db, HOST, config.emulators.firestore);
  }
  return { app, auth, appCheck, db };
}

async function credentialsOf(
  { auth, appCheck }: Sdk,
  refresh = false,
): Promise<{ idToken: string; appCheck?: string }> {
  const idToken = (await auth.currentUser?.getIdToken(refresh)) ?? '';
  return { idToken, ...(appCheck && { appCheck: (await getAppCheckToken(appCheck)).token }) };
}

const fetchOrUnreachable = (url: string, init: RequestInit): Promise<Response> =>
  fetch(url, init).catch((error: unknown) => {
    throw new Unreachable(error);
  });

async function call<N extends EndpointName>(
  { url }: RunningApp,
  sdk: Sdk,
  name: N,
  request: ApiRequest<N>,
): Promise<ApiResponse<N>> {
  const { idToken, appCheck } = await credentialsOf(sdk);
  const response = await fetchOrUnreachable(`${url}/api/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${idToken}`,
      ...(appCheck !== undefined && { 'x-firebase-appcheck': appCheck }),
    },
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

/** The codes of Firestore's requests that got no answer. */
const NO_ANSWER = ['unavailable', 'unknown', 'deadline-exceeded', 'internal'];

/** Settles as a request to Firestore does, but rejects with ApiError `forbidden` where rules deny it, and with Unreachable without an answer. */
async function answered<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'permission-denied') throw new ApiError('forbidden');
    throw NO_ANSWER.includes(code) ? new Unreachable(error) : error;
  }
}

/** Parses documents; skips those with an invalid id. */
const readAll = <I extends string, T>(
  docs: readonly { readonly id: string; data: () => unknown }[],
  isId: (id: unknown) => id is I,
  read: (fields: unknown) => T,
): [I, T][] => docs.flatMap((one): [I, T][] => (isId(one.id) ? [[one.id, read(one.data())]] : []));

/** A client of the signed-in person, or of the person for whom a program is signed in. */
async function clientOf(running: RunningApp, sdk: Sdk, user: User): Promise<Client> {
  const { app, db } = sdk;
  const { claims, signInProvider } = await user.getIdTokenResult();
  const person =
    signInProvider === 'custom'
      ? programOf(claims, Date.now())?.person
      : { uid: user.uid as Uid, address: user.email ?? undefined, name: user.displayName ?? undefined };
  if (!person) throw new SignInError('refused');
  const { uid, address = '', name = address } = person;
  return {
    ...{ uid, name, address, config: running.config },
    credentials: (refresh) => credentialsOf(sdk, refresh),
    call: (name, request) => call(running, sdk, name, request),
    libraries: async () => {
      const mine = query(collection(db, paths.libraries()), where('members', 'array-contains', uid));
      return readAll((await answered(getDocs(mine))).docs, isLibraryId, readLibrary);
    },
    albums: async (library) => {
      const mine = query(collection(db, paths.albums(library)), where('readers', 'array-contains', uid));
      return readAll((await answered(getDocs(mine))).docs, isAlbumId, readAlbum);
    },
    items: async (library) => readAll((await getDocs(collection(db, paths.items(library)))).docs, isItemId, readItem),
    circles: async (library) =>
      readAll((await getDocs(collection(db, paths.circles(library)))).docs, isCircleId, readCircle),
    item: async (library, item) => {
      const found = await answered(getDoc(doc(db, paths.item(library, item))));
      return found.exists() ? readItem(found.data()) : undefined;
    },
    announce: async (library, item, fields) => {
      await answered(setDoc(doc(db, paths.item(library, item)), { ...fields, addedAt: serverTimestamp() }));
    },
    favourites: async (library) => {
      const found = await answered(getDoc(doc(db, paths.favourites(uid, library))));
      return found.exists() ? readFavourites(found.data()) : {};
    },
    addFavourites: async (library, items) => {
      await answered(setDoc(doc(db, paths.favourites(uid, library)), { items }, { merge: true }));
    },
    send: objectSender({
      ...platform,
      post,
      credentials: (refresh) => credentialsOf(sdk, refresh),
      host: running.config.storageHost,
      bucket: running.config.buckets.originals,
    }),
    close: () => deleteApp(app),
  };
}

/** Signs a person in with an unsigned Google token of the emulators: the same claims as in the app, so the same account. */
export async function signIn(running: RunningApp, person: { name: string; address: string }): Promise<Client> {
  if (!running.config.emulators) throw new Error('signing in without the page only works with the emulators');
  const sdk = openSdk(running, inMemoryPersistence);
  const claims = { sub: person.address, email: person.address, email_verified: true, name: person.name };
  const { user } = await signInWithCredential(sdk.auth, GoogleAuthProvider.credential(JSON.stringify(claims)));
  return clientOf(running, sdk, user);
}

/** Signs in by the custom token of `signInByPage`; the session lasts as long as the persistence. */
export async function signInByToken(
  running: RunningApp,
  signedIn: ProgramToken,
  persistence: Persistence = inMemoryPersistence,
): Promise<Client> {
  const sdk = openSdk(running, persistence, signedIn);
  const { user } = await signInWithCustomToken(sdk.auth, signedIn.token);
  return clientOf(running, sdk, user);
}

/** Continues the session that the persistence holds; undefined if there is none any more. */
export async function resumeSession(running: RunningApp, persistence: Persistence): Promise<Client | undefined> {
  const sdk = openSdk(running, persistence);
  await sdk.auth.authStateReady();
  const user = sdk.auth.currentUser;
  if (user) return clientOf(running, sdk, user);
  await deleteApp(sdk.app);
  return undefined;
}
