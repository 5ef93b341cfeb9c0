import { incomingName, originalName, paths, renditionName, type SubmissionId, type Uid } from '@maru/model';
import { useEmulators } from '../../harness.ts';
import { fieldsOf } from '../../harness/firestore-values.ts';
import type { PrivateLibrary } from './private-library.ts';
import { request, type Outcome, type Intruder } from './intruder.ts';

const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

/** Tries every Firestore REST request on the library's documents: each document by each method, each collection by each query. */
export async function documents({ idToken }: Intruder, documentPaths: readonly string[]): Promise<Outcome[]> {
  const { urls, projectId } = useEmulators();
  const name = `projects/${projectId}/databases/(default)/documents`;
  const root = `${urls.firestore}/v1/${name}`;
  const send = (label: string, url: string, init?: RequestInit): Promise<Outcome> => request(label, url, idToken, init);
  const parentOf = (path: string): string => path.split('/').slice(0, -1).join('/');
  const collections = [...new Set(documentPaths.map(parentOf))];
  const collectionGroups = [...new Set(collections.map((path) => path.split('/').at(-1) ?? ''))];
  const query = (from: object): object => ({ structuredQuery: { from: [from] } });
  const update = (path: string): object => ({ update: { name: `${name}/${path}`, fields: fieldsOf({ name: 'x' }) } });
  return Promise.all([
    ...documentPaths.flatMap((path) => [
      send(`get ${path}`, `${root}/${path}`),
      send(`replace ${path}`, `${root}/${path}`, {
        method: 'PATCH',
        body: JSON.stringify({ fields: fieldsOf({ name: 'x' }) }),
      }),
      send(`delete ${path}`, `${root}/${path}`, { method: 'DELETE' }),
      send(`write ${path}`, `${root}:commit`, post({ writes: [update(path)] })),
    ]),
    ...collections.flatMap((path) => {
      const parent = parentOf(path);
      const urlOf = parent === '' ? root : `${root}/${parent}`;
      const from = { collectionId: path.split('/').at(-1) };
      return [
        send(`list ${path}`, `${root}/${path}`),
        send(`query ${path}`, `${urlOf}:runQuery`, post(query(from))),
        send(
          `count ${path}`,
          `${urlOf}:runAggregationQuery`,
          post({ structuredAggregationQuery: { ...query(from), aggregations: [{ alias: 'n', count: {} }] } }),
        ),
        send(`create in ${path}`, `${root}/${path}`, post({ fields: fieldsOf({ name: 'x' }) })),
      ];
    }),
    ...collectionGroups.map((collectionId) =>
      send(`group ${collectionId}`, `${root}:runQuery`, post(query({ collectionId, allDescendants: true }))),
    ),
    send('batch of all', `${root}:batchGet`, post({ documents: documentPaths.map((path) => `${name}/${path}`) })),
  ]);
}

/** Tries every request of Storage's client API on both buckets: each object by each method, each prefix listed and written to. */
export async function objects(
  { idToken, uid }: Intruder,
  { library, item, submission, guest }: PrivateLibrary,
  names: readonly string[],
): Promise<Outcome[]> {
  const { urls, buckets } = useEmulators();
  const send = (label: string, url: string, init?: RequestInit): Promise<Outcome> => request(label, url, idToken, init);
  const urlOf = (bucket: string, name: string): string =>
    `${urls.storageProxy}/v0/b/${bucket}/o/${encodeURIComponent(name)}`;
  const targets = [
    originalName(library, item),
    originalName(library, 'b'.repeat(32) as typeof item),
    incomingName(library, guest.uid as Uid, submission),
    incomingName(library, uid as Uid, submission),
    incomingName(library, uid as Uid, 'c'.repeat(20) as SubmissionId),
    renditionName(library, item, 1, 'grid'),
    renditionName(library, item, 2, 'grid'),
    `originals/${library}/../${item}`,
    `users/${uid}/a.jpg`,
    'a.jpg',
  ];
  const bytes = { method: 'POST', headers: { 'content-type': 'image/jpeg' }, body: 'abc' };
  const startUpload = {
    method: 'POST',
    headers: { 'x-goog-upload-protocol': 'resumable', 'x-goog-upload-command': 'start' },
  };
  return Promise.all(
    Object.values(buckets).flatMap((bucket) => [
      ...names.flatMap((name) => [
        send(`metadata of ${name}`, urlOf(bucket, name)),
        send(`download ${name}`, `${urlOf(bucket, name)}?alt=media`),
        send(`download with a guessed token ${name}`, `${urlOf(bucket, name)}?alt=media&token=${crypto.randomUUID()}`),
        send(`create a token for ${name}`, `${urlOf(bucket, name)}?create_token=true`, { method: 'POST' }),
        send(`change ${name}`, urlOf(bucket, name), { method: 'PATCH', body: '{"metadata":{"a":"b"}}' }),
        send(`delete ${name}`, urlOf(bucket, name), { method: 'DELETE' }),
      ]),
      ...['', `originals/${library}/`, `incoming/${library}/`, `r/${library}/`, `r/${library}/${item}/1/`].map(
        (prefix) =>
          send(
            `list ${bucket}/${prefix}`,
            `${urls.storageProxy}/v0/b/${bucket}/o?prefix=${encodeURIComponent(prefix)}`,
          ),
      ),
      ...targets.flatMap((name) => [
        send(
          `upload ${bucket}/${name}`,
          `${urls.storageProxy}/v0/b/${bucket}/o?name=${encodeURIComponent(name)}`,
          bytes,
        ),
      ]),
      send(
        `start an upload to ${bucket}`,
        `${urls.storageProxy}/v0/b/${bucket}/o?name=${originalName(library, item)}`,
        startUpload,
      ),
    ]),
  );
}

/** Tries every request of Auth's client API on somebody else's account. */
export async function accounts({ idToken }: Intruder, { owner }: PrivateLibrary): Promise<Outcome[]> {
  const { urls, config } = useEmulators();
  const urlOf = (verb: string): string =>
    `${urls.auth}/identitytoolkit.googleapis.com/v1/accounts:${verb}?key=${config.firebase.apiKey}`;
  const target = { localId: owner.uid, email: owner.address };
  const send = (label: string, verb: string, body: object): Promise<Outcome> =>
    request(label, urlOf(verb), undefined, post({ ...body, ...(idToken !== undefined && { idToken }) }));
  return Promise.all([
    send("look up the owner's account", 'lookup', { localId: [owner.uid], email: [owner.address] }),
    send("change the owner's address", 'update', { ...target, email: `${crypto.randomUUID()}@example.com` }),
    send("set a password for the owner's account", 'update', { ...target, password: 'a long password' }),
    send("sign in to the owner's account with a password", 'signInWithPassword', {
      email: owner.address,
      password: 'a long password',
    }),
  ]);
}

/** Documents that belong to no person, and some that do not exist. */
export const UNOWNED = [paths.access(), 'installation/another', 'nothing/of-this'] as const;
