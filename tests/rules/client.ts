import type { Uid } from '@maru/model';
import { useEmulators } from '../harness/emulators.ts';
import { fieldsOf, SERVER_TIME, valueOf } from '../harness/firestore-values.ts';
import { tokenOf, type SignIn } from './tokens.ts';

/** The decision of the rules; `invalid` requests are refused before any rule. Other responses are thrown. */
export type Outcome = 'allowed' | 'denied' | 'invalid';

type Data = Record<string, unknown>;
/** `[field, operator, value]` with the operators of Firestore's REST API. */
export type Where = readonly [
  field: string,
  op: 'ARRAY_CONTAINS' | 'ARRAY_CONTAINS_ANY' | 'EQUAL' | 'IN',
  value: unknown,
];

/** A request for an object. */
export type ObjectVerb = 'get' | 'download' | 'update' | 'delete';

/** The requests of one person to Firestore and Storage. */
export interface RulesClient {
  get: (path: string) => Promise<Outcome>;
  /** Lists with all of these filters. */
  list: (collection: string, ...where: (Where | undefined)[]) => Promise<Outcome>;
  listGroup: (collection: string, where?: Where) => Promise<Outcome>;
  /** Creates or replaces the document. */
  set: (path: string, data: Data) => Promise<Outcome>;
  /** Creates or replaces all of these, atomically. */
  setAll: (documents: readonly (readonly [path: string, data: Data])[]) => Promise<Outcome>;
  /** Updates these fields only. */
  update: (path: string, data: Data) => Promise<Outcome>;
  remove: (path: string) => Promise<Outcome>;
  upload: (bucket: string, name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<Outcome>;
  object: (bucket: string, name: string, verb: ObjectVerb) => Promise<Outcome>;
  listObjects: (bucket: string, prefix: string) => Promise<Outcome>;
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const text = await response.text();
  if (response.ok) return 'allowed';
  if (response.status === 403) return 'denied';
  if (response.status === 400) return 'invalid';
  throw new Error(`${response.url} answered ${response.status}: ${text}`);
}

/** The paths of the fields that get the time of the request, those in maps too. */
const serverTimesIn = (data: Data): string[] =>
  Object.entries(data).flatMap(([field, value]) => {
    if (value === SERVER_TIME) return [field];
    const isMap = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return isMap ? serverTimesIn(value as Data).map((inner) => `${field}.${inner}`) : [];
  });

const parentOf = (collection: string): string => collection.split('/').slice(0, -1).join('/');

function documents(uid: Uid | undefined, signIn: SignIn) {
  const { urls, projectId } = useEmulators();
  const database = `projects/${projectId}/databases/(default)/documents`;
  const headers = {
    'content-type': 'application/json',
    ...(uid !== undefined && { authorization: `Bearer ${tokenOf(uid, signIn)}` }),
  };
  const post = async (path: string, body: object): Promise<Outcome> =>
    outcomeOf(
      await fetch(`${urls.firestore}/v1/${database}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    );
  const commit = (...writes: object[]): Promise<Outcome> => post(':commit', { writes });
  const write = (path: string, data: Data, more: object = {}): object => {
    return {
      update: { name: `${database}/${path}`, fields: fieldsOf(data) },
      updateTransforms: serverTimesIn(data).map((fieldPath) => ({ fieldPath, setToServerValue: 'REQUEST_TIME' })),
      ...more,
    };
  };
  const query = (parent: string, from: object, where: readonly (Where | undefined)[]): Promise<Outcome> => {
    const filters = where.flatMap((filter) =>
      filter ? [{ fieldFilter: { field: { fieldPath: filter[0] }, op: filter[1], value: valueOf(filter[2]) } }] : [],
    );
    const all = filters.length > 1 ? { compositeFilter: { op: 'AND', filters } } : filters[0];
    return post(`${parent && `/${parent}`}:runQuery`, {
      structuredQuery: { from: [from], ...(all && { where: all }) },
    });
  };
  return {
    // By name in the body, since a URL cannot contain `..`.
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

function objects(uid: Uid | undefined, signIn: SignIn) {
  const host = useEmulators().urls.storage;
  const headers: Record<string, string> =
    uid === undefined ? {} : { authorization: `Firebase ${tokenOf(uid, signIn)}` };
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
      const request = {
        get: { headers },
        download: { headers },
        update: { method: 'PATCH', headers: change, body: '{"metadata":{"a":"b"}}' },
        delete: { method: 'DELETE', headers },
      }[verb];
      return outcomeOf(await fetch(at(bucket, name) + (verb === 'download' ? '?alt=media' : ''), request));
    },
    listObjects: async (bucket: string, prefix: string) =>
      outcomeOf(await fetch(`${host}/v0/b/${bucket}/o?prefix=${encodeURIComponent(prefix)}`, { headers })),
  };
}

/** Returns a client that sends requests as this person, or signed out without a uid. */
export const clientAs = (uid: Uid | undefined, signIn: SignIn = {}): RulesClient => ({
  ...documents(uid, signIn),
  ...objects(uid, signIn),
});
