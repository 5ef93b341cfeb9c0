import type { Audience } from '../src/library/album.ts';
import type { AlbumId, CircleId, Uid } from '../src/ids.ts';
import type { Role } from '../src/library/member.ts';
import {
  withReaders,
  widened,
  withAlbums,
  withCircle,
  withGuest,
  withoutGuest,
  withoutPerson,
  withRole,
  type SharedAlbum,
  type Sharing,
} from '../src/access/sharing.ts';

/** Who plays in every scenario: a family of two sides, and people from outside who have no role. */
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

/** Names in one text, e.g. `mum aunt`. */
export type Names = string;
const namesIn = (names: Names): string[] => names.split(' ').filter((name) => name !== '');
const uidsIn = (names: Names): Uid[] => namesIn(names) as Uid[];

/** One change of who is who and who sees what. */
export type Step = (sharing: Sharing) => Sharing;

/** A sentence, a small world, and who sees what in it. */
export interface Scenario {
  readonly says: string;
  /** Besides `all`, which is for everybody: `everybody`, or the people and circles that an album was chosen for. */
  readonly albums?: Readonly<Record<string, Names>>;
  /** The guests of an album. */
  readonly guests?: Readonly<Record<string, Names>>;
  /** The albums that an item is in; without a word there is one photo in `all`. */
  readonly items?: Readonly<Record<string, Names>>;
  /** What happens then, in this order. */
  readonly then?: readonly Step[];
  /** By names: what they see, as `album/item` (`album/` where there is nothing in it). Who is not named sees nothing. */
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

const as = (name: string): { name: string; since: number } => ({ name, since: 0 });

/** The sharing of a scenario after all that happens in it. */
export function sharingOf({ albums = {}, guests = {}, then = [] }: Scenario): Sharing {
  const shared = Object.entries({ all: 'everybody', ...albums }).map(([id, chosen]): [AlbumId, SharedAlbum] => {
    const who = Object.fromEntries(namesIn(guests[id] ?? '').map((name) => [name, as(name)]));
    return [id as AlbumId, { audience: audienceOf(chosen), guests: who, readers: [] }];
  });
  const circles = Object.entries(SIDES).map(([id, members]): [CircleId, { name: string; members: Uid[] }] => [
    id as CircleId,
    { name: id, members: uidsIn(members) },
  ]);
  const begun: Sharing = {
    roles: FAMILY,
    members: Object.keys(FAMILY) as Uid[],
    circles: new Map(circles),
    albums: new Map(shared),
  };
  return then.reduce((sharing, step) => step(sharing), withReaders(begun));
}

/** The items of a scenario: the albums that each is in. */
export const itemsOf = ({ items = { photo: 'all' } }: Scenario): Map<string, AlbumId[]> =>
  new Map(Object.entries(items).map(([item, albums]) => [item, namesIn(albums) as AlbumId[]]));

/** What this person should see, as `album/item`. */
export const expectedOf = ({ sees }: Scenario, who: string): string[] =>
  Object.entries(sees).flatMap(([names, what]) => (namesIn(names).includes(who) ? namesIn(what) : []));

/** Somebody joins in this role, or gets it. */
export const becomes =
  (who: string, role: Role): Step =>
  (sharing) =>
    withRole(sharing, who as Uid, role);

/** Somebody leaves, or is removed. */
export const goes =
  (who: string): Step =>
  (sharing) =>
    withoutPerson(sharing, who as Uid);

/** A circle has these members now. */
export const circleIs =
  (id: string, members: Names): Step =>
  (sharing) =>
    withCircle(sharing, id as CircleId, { name: id, members: uidsIn(members) });

/** A circle is removed. */
export const noCircle =
  (id: string): Step =>
  (sharing) =>
    withCircle(sharing, id as CircleId, undefined);

/** These albums are for these people and circles now, and no others. */
export const narrowed =
  (albums: Names, to: Names): Step =>
  (sharing) =>
    withAlbums(sharing, namesIn(albums) as AlbumId[], ({ guests }) => ({ guests, audience: audienceOf(to) }));

/** These albums are for these people and circles as well. */
export const sharedWith =
  (albums: Names, to: Names): Step =>
  (sharing) =>
    withAlbums(sharing, namesIn(albums) as AlbumId[], ({ guests, audience }) => {
      const more = audienceOf(to);
      return { guests, audience: more.kind === 'people' ? widened(audience, more.people, more.circles) : more };
    });

/** Somebody comes as guest of an album. */
export const visits =
  (who: string, album: string): Step =>
  (sharing) =>
    withGuest(sharing, album as AlbumId, who as Uid, as(who));

/** A guest leaves an album, or is taken out. */
export const staysAway =
  (who: string, album: string): Step =>
  (sharing) =>
    withoutGuest(sharing, album as AlbumId, who as Uid);
