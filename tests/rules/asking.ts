import type { Uid } from '@maru/model';
import { useEngine } from '../harness.ts';
import { fieldsOf, SERVER_TIME, valueOf } from '../harness/values.ts';

/** What rules answered. Anything that is neither is thrown. */
export type Outcome = 'allowed' | 'denied';

type Data = Record<string, unknown>;
/** `[field, operator, value]`, with the operators of Firestore's REST. */
export type Where = readonly [field: string, op: 'ARRAY_CONTAINS' | 'EQUAL', value: unknown];

/** One person's requests to Firestore and Storage, and nothing but them. */
export interface Asking {
  get: (path: string) => Promise<Outcome>;
  list: (collection: string, where?: Where) => Promise<Outcome>;
  listGroup: (collection: string) => Promise<Outcome>;
  /** Creates the document, or replaces it. */
  set: (path: string, data: Data) => Promise<Outcome>;
  /** Changes these fields only. */
  update: (path: string, data: Data) => Promise<Outcome>;
  remove: (path: string) => Promise<Outcome>;
  upload: (bucket: string, name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<Outcome>;
  object: (bucket: string, name: string, verb: 'get' | 'download' | 'update' | 'delete') => Promise<Outcome>;
  listObjects: (bucket: string, prefix: string) => Promise<Outcome>;
}

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An ID token as Auth gives it after a Google sign-in; emulators ask for no signature. */
export function tokenOf(uid: string): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://securetoken.google.com/${useEngine().projectId}`,
    aud: useEngine().projectId,
    sub: uid,
    user_id: uid,
    iat: now,
    auth_time: now,
    exp: now + 3600,
    email: `${uid}@example.com`,
    email_verified: true,
    firebase: { identities: {}, sign_in_provider: 'google.com' },
  };
  return `${base64({ alg: 'none', typ: 'JWT' })}.${base64(claims)}.`;
}

async function outcomeOf(answer: Response): Promise<Outcome> {
  const text = await answer.text();
  if (answer.ok) return 'allowed';
  if (answer.status === 403) return 'denied';
  throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
}

const parentOf = (collection: string): string => collection.split('/').slice(0, -1).join('/');

function documents(uid: Uid | undefined) {
  const { urls, projectId } = useEngine();
  const database = `projects/${projectId}/databases/(default)/documents`;
  const headers = {
    'content-type': 'application/json',
    ...(uid !== undefined && { authorization: `Bearer ${tokenOf(uid)}` }),
  };
  const post = async (to: string, body: object): Promise<Outcome> =>
    outcomeOf(
      await fetch(`${urls.firestore}/v1/${database}${to}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    );
  const write = (path: string, data: Data, more: object = {}): Promise<Outcome> => {
    const times = Object.keys(data).filter((field) => data[field] === SERVER_TIME);
    return post(':commit', {
      writes: [
        {
          update: { name: `${database}/${path}`, fields: fieldsOf(data) },
          updateTransforms: times.map((fieldPath) => ({ fieldPath, setToServerValue: 'REQUEST_TIME' })),
          ...more,
        },
      ],
    });
  };
  const query = (parent: string, from: object, where?: Where): Promise<Outcome> =>
    post(`${parent && `/${parent}`}:runQuery`, {
      structuredQuery: {
        from: [from],
        ...(where && {
          where: { fieldFilter: { field: { fieldPath: where[0] }, op: where[1], value: valueOf(where[2]) } },
        }),
      },
    });
  return {
    get: async (path: string) => outcomeOf(await fetch(`${urls.firestore}/v1/${database}/${path}`, { headers })),
    list: (collection: string, where?: Where) =>
      query(parentOf(collection), { collectionId: collection.split('/').at(-1) }, where),
    listGroup: (collection: string) => query('', { collectionId: collection, allDescendants: true }),
    set: (path: string, data: Data) => write(path, data),
    update: (path: string, data: Data) => {
      const fieldPaths = Object.keys(data).filter((field) => data[field] !== SERVER_TIME);
      return write(path, data, { updateMask: { fieldPaths } });
    },
    remove: (path: string) => post(':commit', { writes: [{ delete: `${database}/${path}` }] }),
  };
}

function objects(uid: Uid | undefined) {
  const host = useEngine().urls.storage;
  const headers: Record<string, string> = uid === undefined ? {} : { authorization: `Firebase ${tokenOf(uid)}` };
  const at = (bucket: string, name: string): string => `${host}/v0/b/${bucket}/o/${encodeURIComponent(name)}`;
  return {
    upload: async (bucket: string, name: string, bytes: Uint8Array<ArrayBuffer>) =>
      outcomeOf(
        await fetch(`${host}/v0/b/${bucket}/o?name=${encodeURIComponent(name)}`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/octet-stream' },
          body: bytes,
        }),
      ),
    object: async (bucket: string, name: string, verb: 'get' | 'download' | 'update' | 'delete') => {
      const change = { ...headers, 'content-type': 'application/json' };
      const asked = {
        get: { headers },
        download: { headers },
        update: { method: 'PATCH', headers: change, body: '{"metadata":{"a":"b"}}' },
        delete: { method: 'DELETE', headers },
      }[verb];
      return outcomeOf(await fetch(at(bucket, name) + (verb === 'download' ? '?alt=media' : ''), asked));
    },
    listObjects: async (bucket: string, prefix: string) =>
      outcomeOf(await fetch(`${host}/v0/b/${bucket}/o?prefix=${encodeURIComponent(prefix)}`, { headers })),
  };
}

/** Somebody's requests; without a uid, of somebody signed out. */
export const as = (uid: Uid | undefined): Asking => ({ ...documents(uid), ...objects(uid) });
