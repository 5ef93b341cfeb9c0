import { getApps, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore, type Firestore } from 'firebase-admin/firestore';
import { HOST } from '../../tools/emulators/ports.ts';
import { useEmulators, type TestEmulators } from './emulators.ts';

/** An object as stored in a bucket. */
export interface StoredObject {
  bucket: string;
  name: string;
  size: number;
  contentType: string;
  cacheControl: string | undefined;
  /** Other metadata that an uploader may set. */
  contentDisposition: string | undefined;
  contentEncoding: string | undefined;
  contentLanguage: string | undefined;
  custom: Record<string, string>;
  generation: string;
  md5: string;
  tokens: string[];
}

interface RawObject {
  bucket: string;
  name: string;
  size: string;
  contentType: string;
  cacheControl?: string;
  contentDisposition?: string;
  contentEncoding?: string;
  contentLanguage?: string;
  generation: string;
  md5Hash: string;
  metadata?: Record<string, string>;
}

const apps = new Map<string, { db: Firestore }>();

/** Returns the Admin SDK on these emulators. Tests use it to look, never to prepare what a person could do. */
export function adminOf(emulators: TestEmulators): { db: Firestore } {
  const existing = apps.get(emulators.id);
  if (existing) return existing;
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  process.env['FIRESTORE_EMULATOR_HOST'] = `${HOST}:${String(emulators.ports.firestore)}`;
  process.env['FIREBASE_AUTH_EMULATOR_HOST'] = `${HOST}:${String(emulators.ports.auth)}`;
  const app =
    getApps().find(({ name }) => name === emulators.id) ??
    initializeApp({ projectId: emulators.projectId }, emulators.id);
  const admin = { db: getFirestore(app), auth: getAuth(app) };
  apps.set(emulators.id, admin);
  return admin;
}

function objectOf(raw: RawObject): StoredObject {
  const { firebaseStorageDownloadTokens: tokens = '', ...custom } = raw.metadata ?? {};
  return {
    bucket: raw.bucket,
    name: raw.name,
    size: Number(raw.size),
    contentType: raw.contentType,
    cacheControl: raw.cacheControl,
    contentDisposition: raw.contentDisposition,
    contentEncoding: raw.contentEncoding,
    contentLanguage: raw.contentLanguage,
    custom,
    generation: raw.generation,
    md5: raw.md5Hash,
    tokens: tokens.split(',').filter((token) => token !== ''),
  };
}

function bucketUrl(bucket: string): string {
  return `${useEmulators().urls.storage}/storage/v1/b/${bucket}/o`;
}

/** Reads documents and objects regardless of the rules. */
export const inspect = {
  /** A document's data, or undefined. */
  doc: async (path: string): Promise<Record<string, unknown> | undefined> =>
    (await adminOf(useEmulators()).db.doc(path).get()).data(),
  /** The documents of a collection by id. */
  docs: async (path: string): Promise<Map<string, Record<string, unknown>>> => {
    const snapshot = await adminOf(useEmulators()).db.collection(path).get();
    return new Map(snapshot.docs.map((doc) => [doc.id, doc.data()]));
  },
  /** The number of documents in a collection. */
  count: async (path: string): Promise<number> =>
    (await adminOf(useEmulators()).db.collection(path).count().get()).data().count,
  /** An object's metadata, or undefined. */
  object: async (bucket: string, name: string): Promise<StoredObject | undefined> => {
    const response = await fetch(`${bucketUrl(bucket)}/${encodeURIComponent(name)}`);
    return response.ok ? objectOf((await response.json()) as RawObject) : undefined;
  },
  /** All objects with a prefix. */
  objects: async (bucket: string, prefix = ''): Promise<StoredObject[]> => {
    const response = await fetch(`${bucketUrl(bucket)}?prefix=${encodeURIComponent(prefix)}&maxResults=10000`);
    const { items } = (await response.json()) as { items?: RawObject[] };
    return (items ?? []).map(objectOf);
  },
  /** An object's bytes; rejects if it does not exist. */
  bytes: async (bucket: string, name: string): Promise<Uint8Array> => {
    const response = await fetch(`${bucketUrl(bucket)}/${encodeURIComponent(name)}?alt=media`);
    if (!response.ok) throw new Error(`${bucket}/${name}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  },
};
