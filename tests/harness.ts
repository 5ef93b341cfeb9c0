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

// By itself in its file, so that tests of the rules load no SDK.
export { EMULATORS_VARIABLE, useEmulators, type TestEmulators } from './harness/emulators.ts';

/** A refusal of a callable: `code` is the callable's (`permission-denied`, …), `details` what it said besides. */
export class CallRefused extends Error {
  readonly code: string;
  readonly details: unknown;
  constructor(code: string, message: string, details: unknown) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** A client with nobody signed in: the web SDK, as a browser has it. */
export interface Client {
  app: FirebaseApp;
  auth: Auth;
  db: Firestore;
  originals: FirebaseStorage;
  renditions: FirebaseStorage;
  /** A callable through Hosting, as the app calls it; rejects with CallRefused. */
  call: <N extends EndpointName>(name: N, ask: ApiRequest<N>) => Promise<ApiResponse<N>>;
  close: () => Promise<void>;
}

/** A client that a person signed in on. */
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
  const answer = await fetch(`${app}/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ data }),
  });
  const text = await answer.text();
  if (!text.startsWith('{'))
    throw new Error(`${name} in ${config.region} answered ${answer.status}: ${text.slice(0, 200)}`);
  const body = JSON.parse(text) as { result?: unknown; error?: { status: string; message: string; details?: unknown } };
  if (!body.error) return body.result;
  const code = body.error.status.toLowerCase().replaceAll('_', '-');
  throw new CallRefused(code, body.error.message, body.error.details);
}

/** A client of the emulators with nobody signed in. */
export function client(emulators: TestEmulators = useEmulators()): Client {
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
    call: async (name, ask) =>
      (await callThroughHosting(config, emulators.urls.app, auth, name, ask)) as ApiResponse<typeof name>,
    close: async () => {
      await terminate(db);
      await deleteApp(app);
    },
  };
}

/** What a person is made with. */
export interface PersonOptions {
  /** By default one of their own, so that two tests never meet. */
  address?: string;
  isVerified?: boolean;
  /** Named by the deploy as one who may make libraries; a stranger is not. */
  mayBegin?: boolean;
}

/** Signs `name` in with Google, as the emulators' picker does, on a client of their own; the same address is the same person. */
export async function person(name: string, options: PersonOptions = {}): Promise<Person> {
  const emulators = useEmulators();
  const address = options.address ?? `${randomBytes(5).toString('hex')}@example.com`;
  if (options.mayBegin) await nameInAccess(emulators, address);
  const own = client(emulators);
  const claims = { sub: address, email: address, email_verified: options.isVerified ?? true, name };
  const { user } = await signInWithCredential(own.auth, GoogleAuthProvider.credential(JSON.stringify(claims)));
  return { ...own, uid: user.uid, name, address };
}

// What deploy does on a real project, and no person can.
async function nameInAccess(emulators: TestEmulators, address: string): Promise<void> {
  await adminOf(emulators)
    .db.doc(paths.access())
    .update({ allowed: FieldValue.arrayUnion(address) });
}

/** Polls `ask` until it returns something else than undefined, null or false; rejects after `timeoutMs`. */
export async function until<T>(what: string, ask: () => Promise<T>, timeoutMs = 30_000): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
