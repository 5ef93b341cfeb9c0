import { randomBytes } from 'node:crypto';
import { paths, type EndpointName, type ApiRequest, type ApiResponse, type MaruConfig } from '@maru/model';
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import {
  connectAuthEmulator,
  GoogleAuthProvider,
  inMemoryPersistence,
  initializeAuth,
  signInWithCredential,
  type Auth,
} from 'firebase/auth';
import { connectFirestoreEmulator, getFirestore, terminate, type Firestore } from 'firebase/firestore';
import { connectStorageEmulator, getStorage, type FirebaseStorage } from 'firebase/storage';
import { FieldValue } from 'firebase-admin/firestore';
import { HOST } from '../tools/emulators/ports.ts';
import { useEmulators, type TestEmulators } from './harness/emulators.ts';
import { adminOf } from './harness/inspect.ts';

// In a file of its own, so that tests of the rules load no SDK.
export { EMULATORS_VARIABLE, useEmulators, type TestEmulators } from './harness/emulators.ts';

/** A refused call: `code` is the callable status (`permission-denied`, …), `details` the body's details. */
export class CallError extends Error {
  readonly code: string;
  readonly details: unknown;
  constructor(code: string, message: string, details: unknown) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** The web SDK in a new app, with nobody signed in. */
export interface Client {
  app: FirebaseApp;
  auth: Auth;
  db: Firestore;
  originals: FirebaseStorage;
  renditions: FirebaseStorage;
  /** Calls an endpoint through Hosting, as the app does; rejects with CallError. */
  call: <N extends EndpointName>(name: N, request: ApiRequest<N>) => Promise<ApiResponse<N>>;
  close: () => Promise<void>;
}

/** A client with a person signed in. */
export interface Person extends Client {
  uid: string;
  name: string;
  address: string;
}

async function callThroughHosting(
  config: MaruConfig,
  app: string,
  auth: Auth,
  name: string,
  data: unknown,
): Promise<unknown> {
  const token = await auth.currentUser?.getIdToken();
  const response = await fetch(`${app}/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ data }),
  });
  const text = await response.text();
  if (!text.startsWith('{'))
    throw new Error(`${name} in ${config.region} answered ${response.status}: ${text.slice(0, 200)}`);
  const body = JSON.parse(text) as { result?: unknown; error?: { status: string; message: string; details?: unknown } };
  if (!body.error) return body.result;
  const code = body.error.status.toLowerCase().replaceAll('_', '-');
  throw new CallError(code, body.error.message, body.error.details);
}

/** Creates a client of the emulators with nobody signed in. */
export function createClient(emulators: TestEmulators = useEmulators()): Client {
  const { config, ports, buckets } = emulators;
  const app = initializeApp(config.firebase, randomBytes(6).toString('hex'));
  const auth = initializeAuth(app, { persistence: inMemoryPersistence });
  connectAuthEmulator(auth, emulators.urls.auth, { disableWarnings: true });
  const db = getFirestore(app);
  connectFirestoreEmulator(db, HOST, ports.firestore);
  const bucket = (name: string): FirebaseStorage => {
    const storage = getStorage(app, `gs://${name}`);
    connectStorageEmulator(storage, HOST, ports.storageProxy);
    return storage;
  };
  return {
    app,
    auth,
    db,
    originals: bucket(buckets.originals),
    renditions: bucket(buckets.renditions),
    call: async (name, request) =>
      (await callThroughHosting(config, emulators.urls.app, auth, name, request)) as ApiResponse<typeof name>,
    close: async () => {
      await terminate(db);
      await deleteApp(app);
    },
  };
}

/** Options of a new person. */
export interface PersonOptions {
  /** A unique address by default, so that tests do not interfere. */
  address?: string;
  isVerified?: boolean;
  /** Whether the deployment allows this person to create libraries. */
  canCreateLibrary?: boolean;
}

/** Signs a person in with Google on a new client, as the emulators' account picker does; the same address is the same person. */
export async function signInAs(name: string, options: PersonOptions = {}): Promise<Person> {
  const emulators = useEmulators();
  const address = options.address ?? `${randomBytes(5).toString('hex')}@example.com`;
  if (options.canCreateLibrary) await allowToCreate(emulators, address);
  const client = createClient(emulators);
  const claims = { sub: address, email: address, email_verified: options.isVerified ?? true, name };
  const { user } = await signInWithCredential(client.auth, GoogleAuthProvider.credential(JSON.stringify(claims)));
  return { ...client, uid: user.uid, name, address };
}

// On a real project this is part of the deployment.
async function allowToCreate(emulators: TestEmulators, address: string): Promise<void> {
  await adminOf(emulators)
    .db.doc(paths.access())
    .update({ allowed: FieldValue.arrayUnion(address) });
}

/** Polls until the result is not undefined, null or false; rejects after `timeoutMs`. */
export async function waitFor<T>(
  description: string,
  request: () => Promise<T>,
  timeoutMs = 120_000,
): Promise<NonNullable<T>> {
  const startedAt = Date.now();
  for (;;) {
    const response = await request();
    if (response !== undefined && response !== null && response !== false) return response;
    const elapsedMs = Date.now() - startedAt;
    if (elapsedMs > timeoutMs) throw new Error(`timed out after ${timeoutMs} ms: ${description}`);
    // Every request costs the emulators processor time, which what is waited for needs.
    await new Promise((resolve) => setTimeout(resolve, Math.min(Math.max(50, elapsedMs / 20), 200)));
  }
}
