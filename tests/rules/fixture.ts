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
 * Everybody who tries a door: the principals, and for each a custom token that names their uid, as a stolen key could mint it.
 * A paired TV's token is a custom one anyway.
 */
export const CALLERS = [
  ...PRINCIPALS,
  'false owner',
  'false editor',
  'false viewer',
  'false guest',
  'false stranger',
] as const;
export type Caller = (typeof CALLERS)[number];

/** Whose uid it is that somebody tries with. */
export const principalOf = (who: Caller): Principal =>
  (who.startsWith('false ') ? who.slice('false '.length) : who) as Principal;

/** Whether it is the person themselves. */
export const isGenuine = (who: Caller): boolean => who === principalOf(who);

/** A library with one person of every kind, and one document behind every door. */
export interface Fixture {
  readonly library: LibraryId;
  readonly item: ItemId;
  /** An album of all members and of the guest. */
  readonly album: AlbumId;
  readonly circle: CircleId;
  /** What the guest sends. */
  readonly submission: SubmissionId;
  readonly invite: InviteId;
  /** Everybody's uid; nobody's is that of a person who is signed out. */
  readonly uids: Readonly<Record<Principal, Uid>>;
  readonly as: (who: Caller) => RulesClient;
}

/** An item as a client announces it. */
export const announcedItem = (uploader: Uid, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...announce({ uploader, fileName: '바다.jpg', size: 3, albums: [ALL] }),
  addedAt: SERVER_TIME,
  ...more,
});

function clientOf(uids: Record<Principal, Uid>, library: LibraryId, who: Caller): RulesClient {
  if (who === 'nobody') return clientAs(undefined);
  if (who === 'tv') return clientAs(uids.tv, { provider: 'custom', claims: { tv: library } });
  return clientAs(uids[principalOf(who)], isGenuine(who) ? {} : { provider: 'custom' });
}

/** Makes a world of its own. The stranger owns another library: a role counts where it was given only. */
export async function createFixture(): Promise<Fixture> {
  const uids = Object.fromEntries(PRINCIPALS.map((who) => [who, newUid(who)])) as Record<Principal, Uid>;
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
    seed(paths.counter(library, 0), { items: 1, bytes: 3 }),
    seed(paths.entry(library, album, item), { kind: 'photo', state: 'ready', by: owner }),
    seed(paths.entry(library, ALL, item), { kind: 'photo', state: 'ready', by: owner }),
    seed(paths.lease(library, item), { until: new Date() }),
    seed(paths.rotation(library, '1'), { albums: [album], everything: false, at: new Date() }),
    seed(paths.invite(invite), { library, as: 'owner', for: `${stranger}@example.com`, by: owner }),
  ]);
  return { library, item, album, circle, submission, invite, uids, as: (who) => clientOf(uids, library, who) };
}

/** An album that only these readers see, these guests among them. */
export const createAlbum = (
  library: LibraryId,
  readers: readonly Uid[],
  guests: readonly Uid[] = [],
): Promise<AlbumId> => seedAlbum(library, readers, newAlbumId(), guests);
