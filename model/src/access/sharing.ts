import { readersOf, type Album, type Audience } from '../library/album.ts';
import type { Circle } from '../library/circle.ts';
import type { AlbumId, CircleId, Uid } from '../ids.ts';
import type { Library, Role } from '../library/member.ts';

/** The fields of an album that determine who sees it. */
export type SharedAlbum = Pick<Album, 'audience' | 'guests' | 'readers' | 'deletedAt'>;

/**
 * The people of a library and their access to its albums. Every change is a pure function from one value to the next, which
 * recomputes all `readers`.
 */
export interface Sharing {
  readonly roles: Library['roles'];
  /** In the order of joining. */
  readonly members: readonly Uid[];
  readonly circles: ReadonlyMap<CircleId, Circle>;
  readonly albums: ReadonlyMap<AlbumId, SharedAlbum>;
}

/** Recomputes the `readers` of every album. */
export function withReaders(sharing: Sharing): Sharing {
  const albums = new Map(
    [...sharing.albums].map(([id, album]) => [id, { ...album, readers: readersOf(album, sharing, sharing.circles) }]),
  );
  return { ...sharing, albums };
}

/** Returns the owners of a library. */
export const ownersOf = (roles: Library['roles']): Uid[] =>
  (Object.entries(roles) as [Uid, Role][]).filter(([, role]) => role === 'owner').map(([uid]) => uid);

/** Adds a member, or changes their role. */
export const withRole = (sharing: Sharing, uid: Uid, role: Role): Sharing =>
  withReaders({
    ...sharing,
    roles: { ...sharing.roles, [uid]: role },
    members: sharing.members.includes(uid) ? sharing.members : [...sharing.members, uid],
  });

const without = (people: readonly Uid[], uid: Uid): Uid[] => people.filter((one) => one !== uid);

const withoutKey = <T>(record: Readonly<Record<Uid, T>>, uid: Uid): Record<Uid, T> =>
  Object.fromEntries(Object.entries(record).filter(([one]) => one !== uid));

const audienceWithout = (audience: Audience, uid: Uid): Audience =>
  audience.kind === 'library' ? audience : { ...audience, people: without(audience.people, uid) };

/** Removes a person from roles, circles, audiences and guests, so that they regain nothing if they join again. */
export function withoutPerson(sharing: Sharing, uid: Uid): Sharing {
  const circles = new Map(
    [...sharing.circles].map(([id, circle]) => [id, { ...circle, members: without(circle.members, uid) }]),
  );
  const albums = new Map(
    [...sharing.albums].map(([id, album]) => [
      id,
      { ...album, audience: audienceWithout(album.audience, uid), guests: withoutKey(album.guests, uid) },
    ]),
  );
  const { roles, members } = sharing;
  return withReaders({ roles: withoutKey(roles, uid), members: without(members, uid), circles, albums });
}

/** Sets a circle, or removes it (undefined), from audiences too. */
export function withCircle(sharing: Sharing, id: CircleId, circle: Circle | undefined): Sharing {
  const circles = new Map(sharing.circles);
  if (circle) return withReaders({ ...sharing, circles: circles.set(id, circle) });
  circles.delete(id);
  const withoutCircle = (audience: Audience): Audience =>
    audience.kind === 'library' ? audience : { ...audience, circles: audience.circles.filter((one) => one !== id) };
  const albums = new Map(
    [...sharing.albums].map(([a, album]) => [a, { ...album, audience: withoutCircle(album.audience) }]),
  );
  return withReaders({ ...sharing, circles, albums });
}

/** Applies `change` to albums; ignores ids of albums that do not exist. */
export function withAlbums(
  sharing: Sharing,
  ids: readonly AlbumId[],
  change: (album: SharedAlbum) => Pick<SharedAlbum, 'audience' | 'guests'>,
): Sharing {
  const albums = new Map(sharing.albums);
  for (const id of ids) {
    const album = albums.get(id);
    if (album) albums.set(id, { ...album, ...change(album) });
  }
  return withReaders({ ...sharing, albums });
}

/** Deletes an album at `deletedAt` (ms since 1970), or restores it (undefined). */
export function withDeletion(sharing: Sharing, id: AlbumId, deletedAt: number | undefined): Sharing {
  const album = sharing.albums.get(id);
  if (!album) return sharing;
  const { deletedAt: _, ...open } = album;
  const albums = new Map(sharing.albums).set(id, deletedAt === undefined ? open : { ...open, deletedAt });
  return withReaders({ ...sharing, albums });
}

/** Adds a guest to an album. */
export const withGuest = (sharing: Sharing, album: AlbumId, uid: Uid, guest: Album['guests'][Uid]): Sharing =>
  withAlbums(sharing, [album], ({ audience, guests }) => ({ audience, guests: { ...guests, [uid]: guest } }));

/** Removes a guest from an album. */
export const withoutGuest = (sharing: Sharing, album: AlbumId, uid: Uid): Sharing =>
  withAlbums(sharing, [album], ({ audience, guests }) => ({ audience, guests: withoutKey(guests, uid) }));

/** Adds people and circles to an audience. An album for the whole library stays unchanged. */
export const widenAudience = (audience: Audience, people: readonly Uid[], circles: readonly CircleId[]): Audience =>
  audience.kind === 'library'
    ? audience
    : {
        kind: 'people',
        people: [...new Set([...audience.people, ...people])],
        circles: [...new Set([...audience.circles, ...circles])],
      };

/**
 * Albums that somebody lost access to, not counting owners and editors, who see every item anyway; `everything` if an owner or editor is one no
 * longer.
 */
export interface LostAccess {
  readonly albums: readonly AlbumId[];
  readonly everything: boolean;
}

const editorsOf = ({ roles }: Sharing): Uid[] =>
  (Object.entries(roles) as [Uid, Role][]).filter(([, role]) => role !== 'viewer').map(([uid]) => uid);

/** Returns the access that anybody lost from `before` to `after`. The URLs of its renditions must be revoked. */
export function lostAccess(before: Sharing, after: Sharing): LostAccess {
  const editors = new Set(editorsOf(after));
  const albums = [...before.albums].filter(([id, { readers }]) => {
    const remaining = new Set(after.albums.get(id)?.readers ?? []);
    return readers.some((uid) => !remaining.has(uid) && !editors.has(uid));
  });
  return { albums: albums.map(([id]) => id), everything: editorsOf(before).some((uid) => !editors.has(uid)) };
}
