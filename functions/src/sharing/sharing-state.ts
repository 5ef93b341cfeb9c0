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
  type Sharing,
  type Uid,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import type { Clock, Ids, Log } from '../ports/system.ts';
import type { Queue } from '../ports/queue.ts';
import { expiryAfter } from '../maintenance/expiry.ts';

/** What changing who sees what needs. */
export interface SharingPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly queue: Queue;
  readonly log: Log;
}

/** A library as it is read before anything about its people is written. */
export interface LibraryState extends Sharing {
  readonly id: LibraryId;
  readonly library: Library;
  readonly albums: ReadonlyMap<AlbumId, Album>;
}

/** The circles of a library. */
export const circlesOf = async (tx: Transaction, library: LibraryId): Promise<Circles> =>
  new Map((await tx.find(paths.circles(library), {})).map(({ id, fields }) => [id as CircleId, readCircle(fields)]));

/** Reads who is in a library and who sees what of it; undefined where there is none. */
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

/** Whether two parts of a sharing are the same; their readers give every field in one order. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const guestsAsFields = (guests: Album['guests']): Fields =>
  Object.fromEntries(Object.entries(guests).map(([uid, { name, since }]) => [uid, { name, since: new Date(since) }]));

function writeVisits(
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

/** Marks that somebody lost a library, or an album of it (`paths.removal`, `paths.narrowing`): see `isLostSince`. */
export const recordRevocation = (tx: Transaction, path: string, at: number): void => tx.set(path, { at: new Date(at) });

const lossSchema = v.object({ at: instant });

/** Whether somebody lost what an invite of `made` (ms) leads to at that time or later: only one that is made afterwards lets them in. */
export const isRevokedSince = (mark: Fields | undefined, made: number): boolean =>
  mark !== undefined && parse('loss', lossSchema, mark).at >= made;

/**
 * Writes what is not as it was: roles, circles, audiences, readers, guests and their visits. Where somebody lost something,
 * a rotation is written too: its id comes back, for `rotate` to be asked for once all is written.
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
  for (const circle of before.circles.keys()) if (!after.circles.has(circle)) tx.remove(paths.circle(id, circle));
  for (const [circle, now] of after.circles)
    if (!isSame(before.circles.get(circle), now)) tx.set(paths.circle(id, circle), { ...now });
  for (const [album, now] of after.albums) {
    const was = before.albums.get(album);
    if (!was) continue;
    const { audience, readers, guests } = now;
    writeVisits(tx, id, album, was, now);
    // Who is no member any more has a mark for the whole library.
    for (const uid of was.readers)
      if (!readers.includes(uid) && Object.hasOwn(after.roles, uid))
        recordRevocation(tx, paths.albumRevocation(id, album, uid), at);
    if (!isSame([was.audience, was.readers, was.guests], [audience, readers, guests]))
      tx.update(paths.album(id, album), { audience, readers: [...readers], guests: guestsAsFields(guests) });
  }
  const loss = lostAccess(before, after);
  if (!loss.everything && loss.albums.length === 0) return undefined;
  const rotation = ids.album();
  tx.set(paths.rotation(id, rotation), { ...loss, albums: [...loss.albums], at: new Date(at) });
  return rotation;
}

/** Lets a rotation begin. It is written already: one that cannot be asked for now is found by the sweeper. */
export async function enqueueRotation(
  { queue, log }: Pick<SharingPorts, 'queue' | 'log'>,
  library: LibraryId,
  rotation: string | undefined,
): Promise<void> {
  if (rotation === undefined) return;
  try {
    await queue.rotateTokens({ library, rotation });
  } catch (error) {
    log('could not ask for a rotation', { library, rotation, why: String(error) });
  }
}

/** Tells the owners what happened, in the transaction that does it. */
export function logActivity(tx: Transaction, library: LibraryId, { at, ...what }: Activity, ids: Ids): void {
  const path = paths.activity(library, `${new Date(at).toISOString()}-${ids.album()}`);
  tx.set(path, { ...what, at: new Date(at), ...expiryAfter(at, ACTIVITY_DAYS) });
}
