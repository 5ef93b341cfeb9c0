import type { Uid } from '@maru/model';
import { useEmulators } from '../harness/emulators.ts';
import { fieldsOf, SERVER_TIME, valueOf } from '../harness/firestore-values.ts';
import { tokenOf, type SignIn } from './tokens.ts';

/** What rules answered; `invalid` was refused before any rule. Anything else is thrown. */
export type Outcome = 'allowed' | 'denied' | 'invalid';

type Data = Record<string, unknown>;
/** `[field, operator, value]`, with the operators of Firestore's REST. */
export type Where = readonly [
  field: string,
  op: 'ARRAY_CONTAINS' | 'ARRAY_CONTAINS_ANY' | 'EQUAL' | 'IN',
  value: unknown,
];

/** What is done to an object. */
export type ObjectVerb = 'get' | 'download' | 'update' | 'delete';

/** One person's requests to Firestore and Storage, and nothing but them. */
export interface RulesClient {
  get: (path: string) => Promise<Outcome>;
  /** By all of these at once. */
  list: (collection: string, ...where: (Where | undefined)[]) => Promise<Outcome>;
  listGroup: (collection: string, where?: Where) => Promise<Outcome>;
  /** Creates the document, or replaces it. */
  set: (path: string, data: Data) => Promise<Outcome>;
  /** Creates or replaces all of these, or none. */
  setAll: (documents: readonly (readonly [path: string, data: Data])[]) => Promise<Outcome>;
  /** Changes these fields only. */
  update: (path: string, data: Data) => Promise<Outcome>;
  remove: (path: string) => Promise<Outcome>;
  upload: (bucket: string, name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<Outcome>;
  object: (bucket: string, name: string, verb: ObjectVerb) => Promise<Outcome>;
  listObjects: (bucket: string, prefix: string) => Promise<Outcome>;
}

async function outcomeOf(answer: Response): Promise<Outcome> {
  const text = await answer.text();
  if (answer.ok) return 'allowed';
  if (answer.status === 403) return 'denied';
  if (answer.status === 400) return 'invalid';
  throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
}

const parentOf = (collection: string): string => collection.split('/').slice(0, -1).join('/');

function documents(uid: Uid | undefined, how: SignIn) {
  const { urls, projectId } = useEmulators();
  const database = `projects/${projectId}/databases/(default)/documents`;
  const headers = {
    'content-type': 'application/json',
    ...(uid !== undefined && { authorization: `Bearer ${tokenOf(uid, how)}` }),
  };
  const post = async (to: string, body: object): Promise<Outcome> =>
    outcomeOf(
      await fetch(`${urls.firestore}/v1/${database}${to}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    );
  const commit = (...writes: object[]): Promise<Outcome> => post(':commit', { writes });
  const write = (path: string, data: Data, more: object = {}): object => {
    const times = Object.keys(data).filter((field) => data[field] === SERVER_TIME);
    return {
      update: { name: `${database}/${path}`, fields: fieldsOf(data) },
      updateTransforms: times.map((fieldPath) => ({ fieldPath, setToServerValue: 'REQUEST_TIME' })),
      ...more,
    };
  };
  const query = (parent: string, from: object, where: readonly (Where | undefined)[]): Promise<Outcome> => {
    const filters = where.flatMap((one) =>
      one ? [{ fieldFilter: { field: { fieldPath: one[0] }, op: one[1], value: valueOf(one[2]) } }] : [],
    );
    const all = filters.length > 1 ? { compositeFilter: { op: 'AND', filters } } : filters[0];
    return post(`${parent && `/${parent}`}:runQuery`, {
      structuredQuery: { from: [from], ...(all && { where: all }) },
    });
  };
  return {
    // By name in a body: in a URL, `..` would never arrive.
    get: (path: string) => post(':batchGet', { documents: [`${database}/${path}`] }),
    list: (collection: string, ...where: (Where | undefined)[]) =>
      query(parentOf(collection), { collectionId: collection.split('/').at(-1) }, where),
    listGroup: (collection: string, where?: Where) =>
      query('', { collectionId: collection, allDescendants: true }, [where]),
    set: (path: string, data: Data) => commit(write(path, data)),
    setAll: (all: readonly (readonly [string, Data])[]) => commit(...all.map(([path, data]) => write(path, data))),
    update: (path: string, data: Data) => {
      const fieldPaths = Object.keys(data).filter((field) => data[field] !== SERVER_TIME);
      return commit(write(path, data, { updateMask: { fieldPaths } }));
    },
    remove: (path: string) => commit({ delete: `${database}/${path}` }),
  };
}

function objects(uid: Uid | undefined, how: SignIn) {
  const host = useEmulators().urls.storage;
  const headers: Record<string, string> = uid === undefined ? {} : { authorization: `Firebase ${tokenOf(uid, how)}` };
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
    object: async (bucket: string, name: string, verb: ObjectVerb) => {
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
export const clientAs = (uid: Uid | undefined, how: SignIn = {}): RulesClient => ({
  ...documents(uid, how),
  ...objects(uid, how),
});
