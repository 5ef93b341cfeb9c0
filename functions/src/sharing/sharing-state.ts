import {
  ACTIVITY_DAYS,
  instant,
  lostAccess,
  parse,
  paths,
  readAlbum,
  readCircle,
  readLibrary,
  type Activity,
  type Album,
  type AlbumId,
  type CircleId,
  type Circles,
  type Guest,
  type Library,
  type LibraryId,
  type LostAccess,
  type Sharing,
  type Uid,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import type { Clock, Ids, Log } from '../ports/system.ts';
import type { Queue } from '../ports/queue.ts';
import { expiryAfter } from '../maintenance/expiry.ts';

/** The ports of everything that changes sharing. */
export interface SharingPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly queue: Queue;
  readonly log: Log;
}

/** A library's sharing as read at the start of a transaction. */
export interface LibraryState extends Sharing {
  readonly id: LibraryId;
  readonly library: Library;
  readonly albums: ReadonlyMap<AlbumId, Album>;
}

/** The circles of a library. */
export const circlesOf = async (tx: Transaction, library: LibraryId): Promise<Circles> =>
  new Map((await tx.find(paths.circles(library), {})).map(({ id, fields }) => [id as CircleId, readCircle(fields)]));

/** Reads a library's members, circles and albums; undefined if it does not exist. */
export async function readLibraryState(tx: Transaction, id: LibraryId): Promise<LibraryState | undefined> {
  const fields = await tx.read(paths.library(id));
  if (!fields) return undefined;
  const library = readLibrary(fields);
  const albums = await tx.find(paths.albums(id), {});
  return {
    id,
    library,
    roles: library.roles,
    members: library.members,
    circles: await circlesOf(tx, id),
    albums: new Map(albums.map((found) => [found.id as AlbumId, readAlbum(found.fields)])),
  };
}

/** Whether two parts of a sharing are equal. They come from the model's readers, which fix the order of fields. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const guestsAsFields = (guests: Album['guests']): Fields =>
  Object.fromEntries(Object.entries(guests).map(([uid, { name, since }]) => [uid, { name, since: new Date(since) }]));

function writeGuestMemberships(
  tx: Transaction,
  library: LibraryId,
  album: AlbumId,
  before: Album,
  after: Pick<Album, 'guests'>,
): void {
  for (const uid of Object.keys(before.guests) as Uid[])
    if (!Object.hasOwn(after.guests, uid)) tx.remove(paths.guestMembership(uid, album));
  for (const [uid, { since }] of Object.entries(after.guests) as [Uid, Guest][])
    if (!Object.hasOwn(before.guests, uid))
      tx.set(paths.guestMembership(uid, album), { library, since: new Date(since) });
}

/** Records that someone lost access to a library or an album (`paths.revocation`, `paths.albumRevocation`): see `isInviteOlderThanRevocation`. */
export const recordRevocation = (tx: Transaction, path: string, at: number): void => tx.set(path, { at: new Date(at) });

const revocationSchema = v.object({ at: instant });

/** Whether access was revoked at or after `invitedAt` (ms): such an invite does not restore it. */
export const isInviteOlderThanRevocation = (revocation: Fields | undefined, invitedAt: number): boolean =>
  revocation !== undefined && parse('revocation', revocationSchema, revocation).at >= invitedAt;

/**
 * Writes the differences between two sharings: roles, circles, audiences, readers, guests and guest memberships; the care of those who are no longer members
 * is deleted. If someone lost access, also writes a rotation and returns its id, to be enqueued after the transaction.
 */
export function writeSharing(
  tx: Transaction,
  before: LibraryState,
  after: Sharing,
  at: number,
  ids: Ids,
): string | undefined {
  const { id, roles, members } = before;
  if (!isSame(roles, after.roles) || !isSame(members, after.members))
    tx.update(paths.library(id), { roles: after.roles, members: [...after.members] });
  for (const uid of members) if (!after.members.includes(uid)) tx.remove(paths.care(id, uid));
  for (const circle of before.circles.keys()) if (!after.circles.has(circle)) tx.remove(paths.circle(id, circle));
  for (const [circle, now] of after.circles)
    if (!isSame(before.circles.get(circle), now)) tx.set(paths.circle(id, circle), { ...now });
  for (const [album, now] of after.albums) {
    const was = before.albums.get(album);
    if (!was) continue;
    const { audience, readers, guests } = now;
    writeGuestMemberships(tx, id, album, was, now);
    // Someone who is no longer a member has a revocation for the whole library.
    for (const uid of was.readers)
      if (!readers.includes(uid) && Object.hasOwn(after.roles, uid))
        recordRevocation(tx, paths.albumRevocation(id, album, uid), at);
    if (!isSame([was.audience, was.readers, was.guests], [audience, readers, guests]))
      tx.update(paths.album(id, album), { audience, readers: [...readers], guests: guestsAsFields(guests) });
  }
  const loss = lostAccess(before, after);
  if (!loss.everything && loss.albums.length === 0) return undefined;
  return writeRotation(tx, id, loss, at, ids);
}

/** Requests new tokens for what somebody lost access to. Returns the rotation for `enqueueRotation`. */
export function writeRotation(
  tx: Transaction,
  library: LibraryId,
  { albums, everything }: LostAccess,
  at: number,
  ids: Pick<Ids, 'random'>,
): string {
  const rotation = ids.random();
  tx.set(paths.rotation(library, rotation), { albums: [...albums], everything, at: new Date(at) });
  return rotation;
}

/** Enqueues a rotation. If that fails, the sweeper finds its document. */
export async function enqueueRotation(
  { queue, log }: Pick<SharingPorts, 'queue' | 'log'>,
  library: LibraryId,
  rotation: string | undefined,
): Promise<void> {
  if (rotation === undefined) return;
  try {
    await queue.rotateTokens({ library, rotation });
  } catch (error) {
    log('could not enqueue a rotation', { library, rotation, error: String(error) });
  }
}

/** Adds an entry to the activity log, in the transaction that it is about. */
export function logActivity(tx: Transaction, library: LibraryId, { at, ...activity }: Activity, ids: Ids): void {
  const path = paths.activity(library, `${new Date(at).toISOString()}-${ids.random()}`);
  tx.set(path, { ...activity, at: new Date(at), ...expiryAfter(at, ACTIVITY_DAYS) });
}
