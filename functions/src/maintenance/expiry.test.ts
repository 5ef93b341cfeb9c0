import { readFileSync } from 'node:fs';
import {
  ACTIVITY_DAYS,
  ALL,
  COUNTER_DAYS,
  paths,
  type AlbumId,
  type InviteId,
  type Item,
  type ItemId,
  type LibraryId,
  type ProcessedItem,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noQueue } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import type { Sessions } from '../ports/sessions.ts';
import { createSignInCode } from '../access/program-sign-in.ts';
import { startTvPairing } from '../tvs/pair-tv.ts';
import { shareAlbums } from '../sharing/audience.ts';
import { removeEntry } from '../album-index/entry-changes.ts';
import { countUpload } from '../ingest/quota.ts';
import { blockCalls, enforceRate } from '../access/rate-limit.ts';

const library = 'a'.repeat(20) as LibraryId;
const me = 'me' as Uid;
const NOW = 86_400_000;
const ALBUMS = Array.from({ length: 20 }, (_, n) => ('bcdefghijklmnopqrstu'[n] ?? '').repeat(20) as AlbumId);

function world() {
  const audience = { kind: 'people', people: [], circles: [] };
  const album = {
    title: '여름',
    by: me,
    audience,
    readers: [me],
    count: 0,
    createdAt: new Date(0),
  };
  const documents = new Map<string, Fields>([
    [
      paths.library(library),
      { name: '집', timeZone: 'UTC', roles: { me: 'owner', mum: 'viewer' }, members: [me, 'mum'] },
    ],
    ...[ALL, ...ALBUMS].map((id) => [paths.album(library, id), album] as const),
  ]);
  const clock = { now: () => NOW, sleep: () => Promise.resolve(), every: () => () => undefined };
  const ids = { ...noIds, random: () => 'i'.repeat(20) };
  return { documents, ports: { store: fakeDocuments(documents), clock, ids, queue: noQueue, log: () => undefined } };
}

test('logs one activity, which expires, when 20 albums are shared at once', async () => {
  const { documents, ports } = world();
  await shareAlbums(ports, { uid: me }, { library, albums: ALBUMS, people: ['mum' as Uid], circles: [] });
  const activities = [...documents].filter(([path]) => path.startsWith(`${paths.activities(library)}/`));
  expect(
    activities.map(([, { type, target, otherCount, expiresAt }]) => [type, target, otherCount, expiresAt]),
  ).toEqual([['shared', '여름', 19, new Date(NOW + ACTIVITY_DAYS * 86_400_000)]]);
});

test('sets an expiry on every document that accumulates, with a TTL policy for its collection group', async () => {
  const { documents, ports } = world();
  await shareAlbums(ports, { uid: me }, { library, albums: ALBUMS, people: ['mum' as Uid], circles: [] });
  await enforceRate(ports, me, 'createSubmission');
  await blockCalls(ports, 'gone' as Uid);
  const signInPorts = {
    ...ports,
    ids: { ...noIds, secret: () => 'code', fingerprint: () => 'hash' as InviteId },
    sessions: {} as Sessions,
  };
  await createSignInCode(signInPorts, { uid: me }, { program: 'verify', challenge: '' });
  const tvIds = { ...signInPorts.ids, random: () => 'a'.repeat(20) };
  await startTvPairing({ ...signInPorts, ids: tvIds }, undefined, { name: 'TV', challenge: 'f'.repeat(64) });
  const item = { uploader: me, size: 3 } as Item;
  const mediaInfo = { kind: 'photo', format: 'jpeg', variants: [] } as const;
  const ready: ProcessedItem = { ...item, state: 'ready', rev: 1, token: 't', addedAt: NOW, mediaInfo };
  await ports.store.transact((tx) => {
    removeEntry(tx, { library, album: ALBUMS[0] as AlbumId, id: 'i'.repeat(32) as ItemId }, ready, NOW);
    countUpload(tx, library, 'i'.repeat(32) as ItemId, item, NOW);
    return Promise.resolve();
  });

  const expiring = [...documents].filter(([, fields]) => fields['expiresAt'] instanceof Date);
  const counters = expiring
    .filter(([path]) => !/activity|entries|signInCodes|tvPairings/.test(path))
    .map(([, { expiresAt }]) => expiresAt);
  expect(counters).toEqual(Array(3).fill(new Date(NOW + COUNTER_DAYS * 86_400_000)));
  const groups = [...new Set(expiring.map(([path]) => path.split('/').at(-2)))].sort();
  const { fieldOverrides } = JSON.parse(
    readFileSync(new URL('../../../firestore.indexes.json', import.meta.url), 'utf8'),
  ) as { fieldOverrides: { collectionGroup: string; fieldPath: string; ttl?: boolean }[] };
  const policies = fieldOverrides.filter(({ fieldPath, ttl }) => fieldPath === 'expiresAt' && ttl === true);
  expect(policies.map(({ collectionGroup }) => collectionGroup).sort()).toEqual(groups);
});
