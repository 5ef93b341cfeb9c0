import {
  ALL,
  announce,
  paths,
  PRINCIPALS,
  type AlbumId,
  type CircleId,
  type InviteId,
  type ItemId,
  type LibraryId,
  type SubmissionId,
  type Principal,
  type Uid,
} from '@maru/model';
import {
  newAlbumId,
  newItemId,
  newUid,
  seed,
  seedAlbum,
  seedItem,
  seedLibrary,
  seedSubmission,
} from '../harness/seed.ts';
import { SERVER_TIME } from '../harness/firestore-values.ts';
import { clientAs, type RulesClient } from './client.ts';

/**
 * Everyone who makes requests: the principals, and for each a custom token with the same uid, as a stolen signing key could mint it. The
 * token of a paired TV is a custom token anyway: a forged one lacks its claim.
 */
export const CALLERS = [
  ...PRINCIPALS,
  'forged owner',
  'forged editor',
  'forged viewer',
  'forged guest',
  'forged tv',
  'forged stranger',
] as const;
export type Caller = (typeof CALLERS)[number];

/** The principal whose uid a caller uses. */
export const principalOf = (caller: Caller): Principal =>
  (caller.startsWith('forged ') ? caller.slice('forged '.length) : caller) as Principal;

/** Whether the caller signed in as that principal. */
export const isGenuine = (caller: Caller): boolean => caller === principalOf(caller);

/** The sort key of the tombstone in the fixture. */
export const SORT_KEY = '2019-05-03T14:10:00';

/** A library with one person of every kind and one document of every kind. */
export interface Fixture {
  readonly library: LibraryId;
  readonly item: ItemId;
  /** An album of all members, the guest and the TV, which the viewer let in. */
  readonly album: AlbumId;
  readonly circle: CircleId;
  /** The guest's submission. */
  readonly submission: SubmissionId;
  readonly invite: InviteId;
  /** The uid of each principal; that of `nobody` is unused. */
  readonly uids: Readonly<Record<Principal, Uid>>;
  readonly as: (caller: Caller) => RulesClient;
}

/** An item as a client announces it. */
export const announcedItem = (uploader: Uid, fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...announce({ uploader, fileName: '바다.jpg', size: 3, albums: [ALL] }),
  addedAt: SERVER_TIME,
  ...fields,
});

function clientOf(uids: Record<Principal, Uid>, library: LibraryId, caller: Caller): RulesClient {
  if (caller === 'nobody') return clientAs(undefined);
  if (caller === 'tv') return clientAs(uids.tv, { provider: 'custom', claims: { tv: library } });
  return clientAs(uids[principalOf(caller)], isGenuine(caller) ? {} : { provider: 'custom' });
}

/** Creates a fixture. The stranger owns another library, since roles count only in their own library. */
export async function createFixture(): Promise<Fixture> {
  const uids = Object.fromEntries(PRINCIPALS.map((caller) => [caller, newUid(caller)])) as Record<Principal, Uid>;
  const { owner, editor, viewer, guest, stranger } = uids;
  const members = [owner, editor, viewer];
  const circle = newAlbumId() as string as CircleId;
  const invite = newItemId().repeat(2) as InviteId;
  const library = await seedLibrary({ [owner]: 'owner', [editor]: 'editor', [viewer]: 'viewer' });
  const [album, item, submission] = await Promise.all([
    seedAlbum(library, [...members, guest], newAlbumId(), [guest]),
    seedItem(library, { uploader: owner, state: 'ready' }),
    seedSubmission(library, { by: guest }),
    seedLibrary({ [stranger]: 'owner' }),
    seedAlbum(library, members),
  ]);
  await Promise.all([
    seed(paths.member(library, owner), { name: '할머니', joinedAt: new Date() }),
    seed(paths.circle(library, circle), { name: '엄마 쪽', members: [viewer] }),
    seed(paths.activity(library, '1'), { did: 'joined', at: new Date(), by: viewer, byName: '할머니' }),
    seed(paths.tv(library, uids.tv), {
      ...{ member: viewer, name: '거실', albums: [album] },
      ...{ pairedAt: new Date(), until: new Date(Date.now() + 3_600_000) },
    }),
    seed(paths.counter(library, 0), { items: 1, bytes: 3 }),
    seed(paths.entry(library, album, item), { kind: 'photo', state: 'ready', by: owner }),
    seed(paths.entry(library, ALL, item), { kind: 'photo', state: 'ready', by: owner }),
    seed(paths.tombstone(library, album, item, SORT_KEY), { state: 'removed', changed: new Date() }),
    seed(paths.outlinePage(library, album, 0), { data: 'x' }),
    seed(paths.sheet(library, album, item), { data: 'x' }),
    seed(paths.lease(library, item), { until: new Date() }),
    seed(paths.stream(library, item), { done: [] }),
    seed(paths.streamPart(library, item, '0'), { until: new Date() }),
    seed(paths.rotation(library, '1'), { albums: [album], everything: false, at: new Date() }),
    seed(paths.invite(invite), { library, as: 'owner', for: `${stranger}@example.com`, by: owner }),
  ]);
  return { library, item, album, circle, submission, invite, uids, as: (caller) => clientOf(uids, library, caller) };
}

/** Creates an album with these readers, some of them guests. */
export const createAlbum = (
  library: LibraryId,
  readers: readonly Uid[],
  guests: readonly Uid[] = [],
): Promise<AlbumId> => seedAlbum(library, readers, newAlbumId(), guests);
