import {
  ALL,
  announce,
  may,
  paths,
  PRINCIPALS,
  type AlbumId,
  type ItemId,
  type LibraryId,
  type Principal,
  type Uid,
} from '@maru/model';
import {
  freshAlbum,
  freshItem,
  freshLibrary,
  freshUid,
  seed,
  seedAlbum,
  seedItem,
  seedLibrary,
  unseed,
} from '../harness/seed.ts';
import { SERVER_TIME } from '../harness/values.ts';
import { as, type Asking, type Where } from './asking.ts';
import type { Door } from './doors.ts';

/** A library with one person of every kind, and one document behind every door. */
export interface World {
  readonly library: LibraryId;
  readonly item: ItemId;
  /** Everybody's uid; nobody's is that of a person who is signed out. */
  readonly uids: Readonly<Record<Principal, Uid>>;
  readonly as: (who: Principal) => Asking;
}

/** An item as a client announces it. */
export const announced = (uploader: Uid, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...announce({ uploader, fileName: '바다.jpg', size: 3, albums: [ALL] }),
  addedAt: SERVER_TIME,
  ...more,
});

/** Makes a world of its own. The stranger owns another library: a role counts where it was given only. */
export async function makeWorld(): Promise<World> {
  const uids = Object.fromEntries(PRINCIPALS.map((who) => [who, freshUid(who)])) as Record<Principal, Uid>;
  const { owner, editor, viewer, stranger } = uids;
  const library = await seedLibrary({ [owner]: 'owner', [editor]: 'editor', [viewer]: 'viewer' });
  await seedLibrary({ [stranger]: 'owner' });
  await seedAlbum(library, [owner, editor, viewer]);
  const item = await seedItem(library, { uploader: owner, state: 'ready' });
  await Promise.all([
    seed(paths.member(library, owner), { name: '할머니', joinedAt: new Date() }),
    seed(paths.counter(library, 0), { items: 1, bytes: 3 }),
    seed(paths.entry(library, ALL, item), { kind: 'photo', state: 'ready', by: owner }),
    seed(paths.lease(library, item), { until: new Date() }),
    seed(paths.invite(`invite-${library}`), { library, role: 'owner', for: `${stranger}@example.com`, by: owner }),
  ]);
  return { library, item, uids, as: (who) => as(who === 'nobody' ? undefined : uids[who]) };
}

/** How one kind of document is tried: one that is there, one that is not, and what a client would best write. */
export interface Attempt {
  readonly there: () => Promise<string> | string;
  readonly missing: () => Promise<string> | string;
  readonly collection: string;
  readonly where?: Where;
  readonly body: Record<string, unknown>;
}

/** The best that `who` can try at each door. */
export const ATTEMPTS: Readonly<Record<Door, (world: World, who: Principal) => Attempt>> = {
  user: ({ uids }, who) => ({
    there: () => seed(paths.user(uids[who]), { locale: 'ko', seenAt: new Date() }),
    missing: () => unseed(paths.user(uids[who])),
    collection: 'users',
    body: { locale: 'en', seenAt: SERVER_TIME },
  }),
  library: ({ library, uids }, who) => ({
    there: () => paths.library(library),
    missing: () => paths.library(freshLibrary()),
    collection: paths.libraries(),
    // Who is in no library could ask for their own, and is answered with none: so they ask for the owner's.
    where: ['members', 'ARRAY_CONTAINS', may(who, 'see-library') ? uids[who] : uids.owner],
    body: { name: 'x', timeZone: 'Asia/Seoul', roles: { [uids[who]]: 'owner' }, members: [uids[who]] },
  }),
  member: ({ library, uids }, who) => ({
    there: () => paths.member(library, uids.owner),
    missing: () => paths.member(library, uids[who]),
    collection: paths.members(library),
    body: { name: 'x', joinedAt: SERVER_TIME },
  }),
  counter: ({ library }) => ({
    there: () => paths.counter(library, 0),
    missing: () => paths.counter(library, 1),
    collection: `${paths.library(library)}/counters`,
    body: { items: 0, bytes: 0 },
  }),
  item: ({ library, uids }, who) => ({
    there: async () =>
      paths.item(library, await seedItem(library, { uploader: uids.owner, state: 'uploading', days: 8 })),
    missing: () => paths.item(library, freshItem()),
    collection: paths.items(library),
    body: announced(uids[who]),
  }),
  album: ({ library, uids }, who) => ({
    there: () => paths.album(library, ALL),
    missing: () => paths.album(library, freshAlbum()),
    collection: paths.albums(library),
    where: ['readers', 'ARRAY_CONTAINS', uids[who]],
    body: { title: 'x', by: uids[who], audience: { kind: 'library' }, readers: [uids[who]], count: 0 },
  }),
  entry: ({ library, item, uids }, who) => ({
    there: () => paths.entry(library, ALL, item),
    missing: () => paths.entry(library, ALL, freshItem()),
    collection: paths.entries(library, ALL),
    body: { kind: 'photo', state: 'ready', by: uids[who] },
  }),
  lease: ({ library, item }) => ({
    there: () => paths.lease(library, item),
    missing: () => paths.lease(library, freshItem()),
    collection: `${paths.library(library)}/work`,
    body: { until: SERVER_TIME },
  }),
  invite: ({ library, uids }, who) => ({
    there: () => paths.invite(`invite-${library}`),
    missing: () => paths.invite(`invite-${freshAlbum()}`),
    collection: paths.invites(),
    where: ['for', 'EQUAL', `${uids[who]}@example.com`],
    body: { library, role: 'owner', for: `${uids[who]}@example.com`, by: uids[who], at: SERVER_TIME },
  }),
  access: (_world, who) => ({
    there: () => paths.access(),
    missing: () => 'installation/another',
    collection: 'installation',
    body: { owners: [`${who}@example.com`], allowed: [] },
  }),
};

/** An album that only these readers see. */
export const albumFor = (library: LibraryId, readers: readonly Uid[]): Promise<AlbumId> =>
  seedAlbum(library, readers, freshAlbum());
