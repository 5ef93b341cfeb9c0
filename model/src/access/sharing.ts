import { readersOf, type Album, type Audience } from '../library/album.ts';
import type { Circle } from '../library/circle.ts';
import type { AlbumId, CircleId, Uid } from '../ids.ts';
import type { Library, Role } from '../library/member.ts';

/** What of an album says who sees it. */
export type SharedAlbum = Pick<Album, 'audience' | 'guests' | 'readers'>;

/**
 * Who is in a library and who sees what of it. Everything that changes people is a function from one to the next: `readers`
 * is never carried on, but computed anew by each.
 */
export interface Sharing {
  readonly roles: Library['roles'];
  /** In the order in which they came. */
  readonly members: readonly Uid[];
  readonly circles: ReadonlyMap<CircleId, Circle>;
  readonly albums: ReadonlyMap<AlbumId, SharedAlbum>;
}

/** The same with every album's `readers` as its audience, guests and the roles have it. */
export function withReaders(sharing: Sharing): Sharing {
  const albums = new Map(
    [...sharing.albums].map(([id, album]) => [id, { ...album, readers: readersOf(album, sharing, sharing.circles) }]),
  );
  return { ...sharing, albums };
}

/** The owners of a library. */
export const ownersOf = (roles: Library['roles']): Uid[] =>
  (Object.entries(roles) as [Uid, Role][]).filter(([, role]) => role === 'owner').map(([uid]) => uid);

/** With this person in this role; who was a member before stays where they were. */
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

/** Without this person anywhere: no role, in no circle, chosen for no album, guest of none. Who comes back begins anew. */
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

/** With this circle as it is now, or without it. An album that was for a circle that is gone is not for it any more. */
export function withCircle(sharing: Sharing, id: CircleId, circle: Circle | undefined): Sharing {
  const circles = new Map(sharing.circles);
  if (circle) return withReaders({ ...sharing, circles: circles.set(id, circle) });
  circles.delete(id);
  const forget = (audience: Audience): Audience =>
    audience.kind === 'library' ? audience : { ...audience, circles: audience.circles.filter((one) => one !== id) };
  const albums = new Map([...sharing.albums].map(([a, album]) => [a, { ...album, audience: forget(album.audience) }]));
  return withReaders({ ...sharing, circles, albums });
}

/** With these albums as `change` has them; ids that name none are left out. */
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

/** With this guest of an album. */
export const withGuest = (sharing: Sharing, album: AlbumId, uid: Uid, guest: Album['guests'][Uid]): Sharing =>
  withAlbums(sharing, [album], ({ audience, guests }) => ({ audience, guests: { ...guests, [uid]: guest } }));

/** Without this guest of an album. */
export const withoutGuest = (sharing: Sharing, album: AlbumId, uid: Uid): Sharing =>
  withAlbums(sharing, [album], ({ audience, guests }) => ({ audience, guests: withoutKey(guests, uid) }));

/** For these people and circles besides; an album of the whole library stays so. */
export const widened = (audience: Audience, people: readonly Uid[], circles: readonly CircleId[]): Audience =>
  audience.kind === 'library'
    ? audience
    : {
        kind: 'people',
        people: [...new Set([...audience.people, ...people])],
        circles: [...new Set([...audience.circles, ...circles])],
      };

/** What somebody saw before and does not any more: albums, or `everything` where somebody who saw every item does not now. */
export interface Loss {
  readonly albums: readonly AlbumId[];
  readonly everything: boolean;
}

const sawEverything = ({ roles }: Sharing): Uid[] =>
  (Object.entries(roles) as [Uid, Role][]).filter(([, role]) => role !== 'viewer').map(([uid]) => uid);

/** What anybody lost between two; their URLs have to end. */
export function lossBetween(before: Sharing, after: Sharing): Loss {
  const still = new Set(sawEverything(after));
  const albums = [...before.albums].filter(([id, { readers }]) => {
    const now = new Set(after.albums.get(id)?.readers ?? []);
    return readers.some((uid) => !now.has(uid));
  });
  return { albums: albums.map(([id]) => id), everything: sawEverything(before).some((uid) => !still.has(uid)) };
}
