import type { Audience } from '../src/library/album.ts';
import type { AlbumId, CircleId, Uid } from '../src/ids.ts';
import type { Role } from '../src/library/member.ts';
import {
  withReaders,
  widenAudience,
  withAlbums,
  withCircle,
  withGuest,
  withoutGuest,
  withoutPerson,
  withRole,
  type SharedAlbum,
  type Sharing,
} from '../src/access/sharing.ts';

/** The members in every scenario: a family of two sides. `OUTSIDERS` have no role. */
export const FAMILY: Readonly<Record<string, Role>> = {
  anna: 'owner',
  ben: 'editor',
  mum: 'viewer',
  aunt: 'viewer',
  dad: 'viewer',
  uncle: 'viewer',
};
export const OUTSIDERS = ['kim', 'lee', 'eve', 'constructor', '__proto__'] as const;
const SIDES: Readonly<Record<string, string>> = { mums: 'mum aunt', dads: 'dad uncle' };

/** Names separated by spaces: `mum aunt`. */
export type Names = string;
const namesIn = (names: Names): string[] => names.split(' ').filter((name) => name !== '');
const uidsIn = (names: Names): Uid[] => namesIn(names) as Uid[];

/** A change of people or audiences. */
export type Step = (sharing: Sharing) => Sharing;

/** A library, a sequence of changes, and what everybody sees afterwards. */
export interface Scenario {
  readonly title: string;
  /** The audience of albums other than `all` (which is for everybody): `everybody`, or people and circles. */
  readonly albums?: Readonly<Record<string, Names>>;
  /** The guests of albums. */
  readonly guests?: Readonly<Record<string, Names>>;
  /** The albums of items; by default one photo in `all`. */
  readonly items?: Readonly<Record<string, Names>>;
  /** Changes, in this order. */
  readonly steps?: readonly Step[];
  /** What people see, as `album/item`, or `album/` if it is empty. People who are not named see nothing. */
  readonly sees: Readonly<Record<Names, string>>;
}

const audienceOf = (names: Names): Audience => {
  if (names === 'everybody') return { kind: 'library' };
  return {
    kind: 'people',
    people: uidsIn(names).filter((name) => !Object.hasOwn(SIDES, name)),
    circles: (namesIn(names) as CircleId[]).filter((name) => Object.hasOwn(SIDES, name)),
  };
};

const guestNamed = (name: string): { name: string; since: number } => ({ name, since: 0 });

/** Returns the sharing after all steps of a scenario. */
export function sharingOf({ albums = {}, guests = {}, steps = [] }: Scenario): Sharing {
  const sharedAlbums = Object.entries({ all: 'everybody', ...albums }).map(([id, audience]): [AlbumId, SharedAlbum] => {
    const invited = Object.fromEntries(namesIn(guests[id] ?? '').map((name) => [name, guestNamed(name)]));
    return [id as AlbumId, { audience: audienceOf(audience), guests: invited, readers: [] }];
  });
  const circles = Object.entries(SIDES).map(([id, members]): [CircleId, { name: string; members: Uid[] }] => [
    id as CircleId,
    { name: id, members: uidsIn(members) },
  ]);
  const initial: Sharing = {
    roles: FAMILY,
    members: Object.keys(FAMILY) as Uid[],
    circles: new Map(circles),
    albums: new Map(sharedAlbums),
  };
  return steps.reduce((sharing, step) => step(sharing), withReaders(initial));
}

/** Returns the albums of each item of a scenario. */
export const itemsOf = ({ items = { photo: 'all' } }: Scenario): Map<string, AlbumId[]> =>
  new Map(Object.entries(items).map(([item, albums]) => [item, namesIn(albums) as AlbumId[]]));

/** Returns what a person should see, as `album/item`. */
export const expectedOf = ({ sees }: Scenario, who: string): string[] =>
  Object.entries(sees).flatMap(([names, entries]) => (namesIn(names).includes(who) ? namesIn(entries) : []));

/** Adds a member, or changes their role. */
export const setRole =
  (who: string, role: Role): Step =>
  (sharing) =>
    withRole(sharing, who as Uid, role);

/** Removes a person, who left or was removed. */
export const removePerson =
  (who: string): Step =>
  (sharing) =>
    withoutPerson(sharing, who as Uid);

/** Sets the members of a circle. */
export const setCircle =
  (id: string, members: Names): Step =>
  (sharing) =>
    withCircle(sharing, id as CircleId, { name: id, members: uidsIn(members) });

/** Removes a circle. */
export const removeCircle =
  (id: string): Step =>
  (sharing) =>
    withCircle(sharing, id as CircleId, undefined);

/** Replaces the audience of albums. */
export const setAudience =
  (albums: Names, to: Names): Step =>
  (sharing) =>
    withAlbums(sharing, namesIn(albums) as AlbumId[], ({ guests }) => ({ guests, audience: audienceOf(to) }));

/** Adds people and circles to the audience of albums. */
export const shareWith =
  (albums: Names, to: Names): Step =>
  (sharing) =>
    withAlbums(sharing, namesIn(albums) as AlbumId[], ({ guests, audience }) => {
      const more = audienceOf(to);
      return { guests, audience: more.kind === 'people' ? widenAudience(audience, more.people, more.circles) : more };
    });

/** Adds a guest to an album. */
export const addGuest =
  (who: string, album: string): Step =>
  (sharing) =>
    withGuest(sharing, album as AlbumId, who as Uid, guestNamed(who));

/** Removes a guest from an album. */
export const removeGuest =
  (who: string, album: string): Step =>
  (sharing) =>
    withoutGuest(sharing, album as AlbumId, who as Uid);
