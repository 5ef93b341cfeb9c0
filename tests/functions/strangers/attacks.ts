import { incomingName, originalName, paths, renditionName, type SubmissionId, type Uid } from '@maru/model';
import { useEmulators } from '../../harness.ts';
import { fieldsOf } from '../../harness/firestore-values.ts';
import type { PrivateLibrary } from './private-library.ts';
import { request, type Outcome, type Intruder } from './intruder.ts';

const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

/** Every way of Firestore's REST into the family's documents: each document by each verb, each collection by each question. */
export async function documents({ idToken }: Intruder, documentPaths: readonly string[]): Promise<Outcome[]> {
  const { urls, projectId } = useEmulators();
  const name = `projects/${projectId}/databases/(default)/documents`;
  const root = `${urls.firestore}/v1/${name}`;
  const to = (what: string, url: string, init?: RequestInit): Promise<Outcome> => request(what, url, idToken, init);
  const parentOf = (path: string): string => path.split('/').slice(0, -1).join('/');
  const collections = [...new Set(documentPaths.map(parentOf))];
  const groups = [...new Set(collections.map((path) => path.split('/').at(-1) ?? ''))];
  const query = (from: object): object => ({ structuredQuery: { from: [from] } });
  const written = (path: string): object => ({ update: { name: `${name}/${path}`, fields: fieldsOf({ name: 'x' }) } });
  return Promise.all([
    ...documentPaths.flatMap((path) => [
      to(`get ${path}`, `${root}/${path}`),
      to(`replace ${path}`, `${root}/${path}`, {
        method: 'PATCH',
        body: JSON.stringify({ fields: fieldsOf({ name: 'x' }) }),
      }),
      to(`delete ${path}`, `${root}/${path}`, { method: 'DELETE' }),
      to(`write ${path}`, `${root}:commit`, post({ writes: [written(path)] })),
    ]),
    ...collections.flatMap((path) => {
      const parent = parentOf(path);
      const at = parent === '' ? root : `${root}/${parent}`;
      const from = { collectionId: path.split('/').at(-1) };
      return [
        to(`list ${path}`, `${root}/${path}`),
        to(`query ${path}`, `${at}:runQuery`, post(query(from))),
        to(
          `count ${path}`,
          `${at}:runAggregationQuery`,
          post({ structuredAggregationQuery: { ...query(from), aggregations: [{ alias: 'n', count: {} }] } }),
        ),
        to(`create in ${path}`, `${root}/${path}`, post({ fields: fieldsOf({ name: 'x' }) })),
      ];
    }),
    ...groups.map((collectionId) =>
      to(`group ${collectionId}`, `${root}:runQuery`, post(query({ collectionId, allDescendants: true }))),
    ),
    to('batch of all', `${root}:batchGet`, post({ documents: documentPaths.map((path) => `${name}/${path}`) })),
  ]);
}

/** Every way of Storage's client API into both buckets: each object by each verb, each prefix listed and written to. */
export async function objects(
  { idToken, uid }: Intruder,
  { library, item, submission, guest }: PrivateLibrary,
  names: readonly string[],
): Promise<Outcome[]> {
  const { urls, buckets } = useEmulators();
  const to = (what: string, url: string, init?: RequestInit): Promise<Outcome> => request(what, url, idToken, init);
  const at = (bucket: string, name: string): string =>
    `${urls.storageProxy}/v0/b/${bucket}/o/${encodeURIComponent(name)}`;
  const elsewhere = [
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
  const begin = {
    method: 'POST',
    headers: { 'x-goog-upload-protocol': 'resumable', 'x-goog-upload-command': 'start' },
  };
  return Promise.all(
    Object.values(buckets).flatMap((bucket) => [
      ...names.flatMap((name) => [
        to(`look at ${name}`, at(bucket, name)),
        to(`download ${name}`, `${at(bucket, name)}?alt=media`),
        to(`download by a guess ${name}`, `${at(bucket, name)}?alt=media&token=${crypto.randomUUID()}`),
        to(`mint a token for ${name}`, `${at(bucket, name)}?create_token=true`, { method: 'POST' }),
        to(`change ${name}`, at(bucket, name), { method: 'PATCH', body: '{"metadata":{"a":"b"}}' }),
        to(`delete ${name}`, at(bucket, name), { method: 'DELETE' }),
      ]),
      ...['', `originals/${library}/`, `incoming/${library}/`, `r/${library}/`, `r/${library}/${item}/1/`].map(
        (prefix) =>
          to(`list ${bucket}/${prefix}`, `${urls.storageProxy}/v0/b/${bucket}/o?prefix=${encodeURIComponent(prefix)}`),
      ),
      ...elsewhere.flatMap((name) => [
        to(`upload ${bucket}/${name}`, `${urls.storageProxy}/v0/b/${bucket}/o?name=${encodeURIComponent(name)}`, bytes),
      ]),
      to(
        `begin an upload to ${bucket}`,
        `${urls.storageProxy}/v0/b/${bucket}/o?name=${originalName(library, item)}`,
        begin,
      ),
    ]),
  );
}

/** What Auth's client API could be talked into about somebody else's account. */
export async function accounts({ idToken }: Intruder, { owner }: PrivateLibrary): Promise<Outcome[]> {
  const { urls, config } = useEmulators();
  const at = (verb: string): string =>
    `${urls.auth}/identitytoolkit.googleapis.com/v1/accounts:${verb}?key=${config.firebase.apiKey}`;
  const theirs = { localId: owner.uid, email: owner.address };
  const plain = (what: string, verb: string, body: object): Promise<Outcome> =>
    request(what, at(verb), undefined, post({ ...body, ...(idToken !== undefined && { idToken }) }));
  return Promise.all([
    plain("look up somebody's account", 'lookup', { localId: [owner.uid], email: [owner.address] }),
    plain("change somebody's address", 'update', { ...theirs, email: `${crypto.randomUUID()}@example.com` }),
    plain("give somebody's account a password", 'update', { ...theirs, password: 'a long password' }),
    plain("sign in by a password to somebody's", 'signInWithPassword', {
      email: owner.address,
      password: 'a long password',
    }),
  ]);
}

/** The documents that hang on nobody: what is the installation's, and what is not there. */
export const UNOWNED = [paths.access(), 'installation/another', 'nothing/of-this'] as const;
