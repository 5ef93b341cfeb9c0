import { ALL, can, paths, type CircleId, type InviteId, type LibraryId, type Uid } from '@maru/model';
import {
  newAlbumId,
  newItemId,
  newLibraryId,
  newSubmissionId,
  newUid,
  seed,
  seedItem,
  unseed,
} from '../harness/seed.ts';
import { SERVER_TIME } from '../harness/firestore-values.ts';
import type { Where } from './client.ts';
import type { DocumentKind } from './access.ts';
import { announcedItem, SORT_KEY, principalOf, type Caller, type Fixture } from './fixture.ts';

/** How to try one kind of document: an existing one, a missing one, and the most plausible content. */
export interface Attempt {
  readonly existing: () => Promise<string> | string;
  readonly missing: () => Promise<string> | string;
  readonly collection: string;
  readonly where?: Where;
  readonly body: Record<string, unknown>;
}

type AttemptFactory = (fixture: Fixture, who: Caller, uid: Uid) => Attempt;

/** An attempt at a kind of document that no client may access. */
const closedToAll = (library: LibraryId, there: string, missing: string, seeded?: object): Attempt => ({
  existing: () => (seeded ? seed(there, { ...seeded }) : there),
  missing: () => missing,
  collection: `${paths.library(library)}/${there.split('/').at(-2) ?? ''}`,
  body: { until: SERVER_TIME, at: SERVER_TIME },
});

const people: Pick<
  Record<DocumentKind, AttemptFactory>,
  | 'user'
  | 'guestMembership'
  | 'favourites'
  | 'playPositions'
  | 'looks'
  | 'library'
  | 'member'
  | 'care'
  | 'circle'
  | 'activity'
> = {
  user: (_world, _who, uid) => ({
    existing: () => seed(paths.user(uid), { locale: 'ko', seenAt: new Date() }),
    missing: () => unseed(paths.user(uid)),
    collection: 'users',
    body: { locale: 'en', seenAt: SERVER_TIME },
  }),
  guestMembership: ({ library, album }, _who, uid) => ({
    existing: () => seed(paths.guestMembership(uid, album), { library, since: new Date() }),
    missing: () => paths.guestMembership(uid, newAlbumId()),
    collection: paths.guestMemberships(uid),
    body: { library, since: SERVER_TIME },
  }),
  favourites: ({ library }, _who, uid) => ({
    existing: () => seed(paths.favourites(uid, library), { items: {} }),
    missing: () => unseed(paths.favourites(uid, library)),
    collection: paths.allFavourites(uid),
    body: { items: { [newItemId()]: { album: ALL, sortKey: SORT_KEY } } },
  }),
  playPositions: ({ library }, _who, uid) => ({
    existing: () => seed(paths.playPositions(uid, library), { items: {} }),
    missing: () => unseed(paths.playPositions(uid, library)),
    collection: paths.allPlayPositions(uid),
    body: { items: { [newItemId()]: { at: 61.5, changed: 1 } } },
  }),
  looks: ({ library, album }, _who, uid) => ({
    existing: () => seed(paths.looks(uid, library), { items: {} }),
    missing: () => unseed(paths.looks(uid, library)),
    collection: paths.allLooks(uid),
    body: { items: { [album]: { through: 2, before: 1, at: 3 } } },
  }),
  library: ({ library, uids }, who, uid) => ({
    existing: () => paths.library(library),
    missing: () => paths.library(newLibraryId()),
    collection: paths.libraries(),
    // Non-members would get an empty result for themselves, so they ask for the owner's libraries.
    where: ['members', 'ARRAY_CONTAINS', can(principalOf(who), 'view-library') ? uid : uids.owner],
    body: { name: 'x', timeZone: 'Asia/Seoul', roles: { [uid]: 'owner' }, members: [uid] },
  }),
  member: ({ library, uids }, _who, uid) => ({
    existing: () => paths.member(library, uids.owner),
    missing: () => paths.member(library, uid),
    collection: paths.members(library),
    body: { name: 'x', joinedAt: SERVER_TIME },
  }),
  // The care of the viewer, which they and owners open.
  care: ({ library, uids }, _who, uid) => ({
    existing: () => seed(paths.care(library, uids.viewer), {}),
    missing: () => unseed(paths.care(library, uids.viewer)),
    collection: `${paths.library(library)}/care`,
    body: { isSimple: { value: true, by: uid, at: SERVER_TIME } },
  }),
  circle: ({ library, circle }, _who, uid) => ({
    existing: () => paths.circle(library, circle),
    missing: () => paths.circle(library, newAlbumId() as string as CircleId),
    collection: paths.circles(library),
    body: { name: 'x', members: [uid] },
  }),
  activity: ({ library }, _who, uid) => ({
    existing: () => paths.activity(library, '1'),
    missing: () => paths.activity(library, '2'),
    collection: paths.activities(library),
    body: { type: 'joined', at: SERVER_TIME, by: uid, byName: 'x' },
  }),
};

const media: Pick<
  Record<DocumentKind, AttemptFactory>,
  'submission' | 'item' | 'album' | 'entry' | 'tombstone' | 'outlinePage' | 'sheet'
> = {
  submission: ({ library, submission, album }, who, uid) => ({
    existing: () => paths.submission(library, submission),
    missing: () => paths.submission(library, newSubmissionId()),
    collection: paths.submissions(library),
    ...(principalOf(who) === 'guest' && { where: ['by', 'EQUAL', uid] }),
    body: { state: 'uploading', by: uid, name: 'x', album, fileName: 'a.jpg', size: 3, at: SERVER_TIME },
  }),
  item: ({ library, uids }, _who, uid) => ({
    existing: async () =>
      paths.item(library, await seedItem(library, { uploader: uids.owner, state: 'uploading', days: 8 })),
    missing: () => paths.item(library, newItemId()),
    collection: paths.items(library),
    body: announcedItem(uid),
  }),
  album: ({ library, album }, _who, uid) => ({
    existing: () => paths.album(library, album),
    missing: () => paths.album(library, newAlbumId()),
    collection: paths.albums(library),
    where: ['readers', 'ARRAY_CONTAINS', uid],
    body: { title: 'x', by: uid, audience: { kind: 'library' }, readers: [uid], guests: { [uid]: true }, count: 0 },
  }),
  entry: ({ library, album, item }, _who, uid) => ({
    existing: () => paths.entry(library, album, item),
    missing: () => paths.entry(library, album, newItemId()),
    collection: paths.entries(library, album),
    body: { kind: 'photo', state: 'ready', by: uid },
  }),
  tombstone: ({ library, album, item }) => ({
    existing: () => paths.tombstone(library, album, item, SORT_KEY),
    missing: () => paths.tombstone(library, album, newItemId(), SORT_KEY),
    collection: paths.entries(library, album),
    body: { state: 'removed', changed: SERVER_TIME },
  }),
  outlinePage: ({ library, album }) => ({
    existing: () => paths.outlinePage(library, album, 0),
    missing: () => paths.outlinePage(library, album, 1),
    collection: paths.outline(library, album),
    body: { data: 'x' },
  }),
  sheet: ({ library, album, item }) => ({
    existing: () => paths.sheet(library, album, item),
    missing: () => paths.sheet(library, album, newItemId()),
    collection: paths.sheets(library, album),
    body: { data: 'x' },
  }),
};

/** The most plausible attempt of each caller at each kind of document. */
export const ATTEMPTS: Readonly<Record<DocumentKind, AttemptFactory>> = {
  ...people,
  ...media,
  counter: ({ library }) => closedToAll(library, paths.counter(library, 0), paths.counter(library, 1)),
  lease: ({ library, item }) => closedToAll(library, paths.lease(library, item), paths.lease(library, newItemId())),
  staleItem: ({ library, item }) =>
    closedToAll(library, paths.staleItem(library, item), paths.staleItem(library, newItemId()), { until: 1 }),
  stream: ({ library, item }) => closedToAll(library, paths.stream(library, item), paths.stream(library, newItemId())),
  streamPart: ({ library, item }) =>
    closedToAll(library, paths.streamPart(library, item, '0'), paths.streamPart(library, item, '1')),
  reprocessing: ({ library, album }) =>
    closedToAll(library, paths.reprocessing(library, album), paths.reprocessing(library, newAlbumId()), {
      waiting: [],
    }),
  rotation: ({ library }) => closedToAll(library, paths.rotation(library, '1'), paths.rotation(library, '2')),
  rotationLock: ({ library }) =>
    closedToAll(library, paths.rotationLock(library), `${paths.rotationLock(library)}-more`, { until: 1 }),
  dailyUsage: ({ library }, _who, uid) =>
    closedToAll(library, paths.dailyUsage(library, uid, '2026-01-01'), paths.dailyUsage(library, uid, '2026-01-02'), {
      items: 1,
    }),
  revocation: ({ library }, _who, uid) =>
    closedToAll(library, paths.revocation(library, uid), paths.revocation(library, newUid('x')), { at: 1 }),
  albumRevocation: ({ library }, _who, uid) =>
    closedToAll(library, paths.albumRevocation(library, ALL, uid), paths.albumRevocation(library, ALL, newUid('x')), {
      at: 1,
    }),
  invite: ({ library, invite }, _who, uid) => ({
    existing: () => paths.invite(invite),
    missing: () => paths.invite(`0${invite.slice(1)}` as InviteId),
    collection: paths.invites(),
    where: ['for', 'EQUAL', `${uid}@example.com`],
    body: { library, as: 'owner', for: `${uid}@example.com`, by: uid, uses: 1, usedBy: [], at: SERVER_TIME },
  }),
  signInCode: ({ invite }, _who, uid) => {
    const body = { uid, program: 'import', challenge: invite, expiresAt: SERVER_TIME };
    return {
      existing: () => seed(paths.signInCode(invite), { ...body, expiresAt: new Date(9e12) }),
      missing: () => paths.signInCode(`0${invite.slice(1)}` as InviteId),
      collection: paths.signInCodes(),
      where: ['uid', 'EQUAL', uid],
      body,
    };
  },
  program: (_world, _who, uid) => ({
    existing: () => seed(paths.program(uid), { uid, until: new Date(9e12) }),
    missing: () => unseed(paths.program(uid)),
    collection: paths.programs(),
    where: ['uid', 'EQUAL', uid],
    body: { uid, until: SERVER_TIME },
  }),
  tv: ({ library, album, uids }) => ({
    existing: () => paths.tv(library, uids.tv),
    missing: () => paths.tv(library, newUid('tv')),
    collection: paths.tvs(library),
    where: ['member', 'EQUAL', uids.owner],
    body: { member: uids.owner, name: 'x', albums: [album, ALL], pairedAt: SERVER_TIME, until: new Date(9e12) },
  }),
  tvPairing: ({ library, invite, uids }) => {
    const body = { challenge: invite, name: 'x', startedAt: SERVER_TIME, paired: { library, tv: uids.tv } };
    return {
      existing: () => seed(paths.tvPairing(invite), { ...body, startedAt: new Date(), expiresAt: new Date(9e12) }),
      missing: () => paths.tvPairing(`0${invite.slice(1)}` as InviteId),
      collection: paths.tvPairings(),
      where: ['paired.tv', 'EQUAL', uids.tv],
      body,
    };
  },
  request: ({ library }, _who, uid) => ({
    existing: () => seed(paths.request(uid), { library, name: 'x', message: 'y', at: new Date() }),
    missing: () => unseed(paths.request(newUid('x'))),
    collection: paths.requests(),
    where: ['library', 'EQUAL', library],
    body: { library, name: 'x', message: 'y', address: `${uid}@example.com`, at: SERVER_TIME },
  }),
  rates: (_world, _who, uid) => ({
    existing: () => seed(paths.rates(uid), { ask: 3 }),
    missing: () => paths.rates(newUid('x')),
    collection: 'rates',
    body: { ask: 0 },
  }),
  access: (_world, who) => ({
    existing: () => paths.access(),
    missing: () => 'installation/another',
    collection: 'installation',
    body: { owners: [`${principalOf(who)}@example.com`], allowed: [] },
  }),
};
