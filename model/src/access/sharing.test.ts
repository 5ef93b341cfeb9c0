import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL, type AlbumId, type CircleId, type Uid } from '../ids.ts';
import { ROLES, type Role } from '../library/member.ts';
import { canViewAlbum, canViewItem, SURFACES } from './policy.ts';
import {
  lossBetween,
  ownersOf,
  withReaders,
  widened,
  withAlbums,
  withCircle,
  withGuest,
  withoutGuest,
  withoutPerson,
  withRole,
  type Sharing,
} from './sharing.ts';

const PEOPLE = ['anna', 'ben', 'cho', 'dad', 'constructor'] as Uid[];
const CIRCLES = ['mums', 'dads'] as string[] as CircleId[];
const ALBUMS = [ALL, 'summer', 'winter'] as AlbumId[];
const NOWHERE = 'nowhere' as AlbumId;

const empty: Sharing = {
  roles: {},
  members: [],
  circles: new Map(),
  albums: new Map(ALBUMS.map((id) => [id, { audience: { kind: 'library' }, guests: {}, readers: [] }])),
};

/** The same told as plain facts: who is what, who is in what, what was chosen. Knows nothing of readers. */
interface Facts {
  readonly roles: Map<Uid, Role>;
  readonly circles: Map<CircleId, Set<Uid>>;
  readonly albums: Map<AlbumId, { isForAll: boolean; people: Set<Uid>; circles: Set<CircleId>; guests: Set<Uid> }>;
}
const noFacts = (): Facts => ({
  roles: new Map(),
  circles: new Map(),
  albums: new Map(
    ALBUMS.map((id) => [id, { isForAll: true, people: new Set(), circles: new Set(), guests: new Set() }]),
  ),
});

/** Whether somebody sees an album, person by person and from nothing else than the facts. */
function sees({ roles, circles, albums }: Facts, uid: Uid, id: AlbumId): boolean {
  const album = albums.get(id);
  if (!album) return false;
  if (album.guests.has(uid)) return true;
  const role = roles.get(uid);
  if (role === undefined) return false;
  if (role === 'owner' || role === 'editor' || album.isForAll || album.people.has(uid)) return true;
  return CIRCLES.some((circle) => album.circles.has(circle) && circles.get(circle)?.has(uid));
}

/** One change, to the sharing and to the facts. */
interface Step {
  readonly said: string;
  readonly change: (sharing: Sharing) => Sharing;
  readonly note: (facts: Facts) => void;
}

const person = fc.constantFrom(...PEOPLE);
const people = fc.uniqueArray(person);
const circle = fc.constantFrom(...CIRCLES);
const circles = fc.uniqueArray(circle);
const album = fc.constantFrom(...ALBUMS, NOWHERE);
const albums = fc.uniqueArray(album);

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(person, fc.constantFrom(...ROLES)).map(([uid, role]) => ({
    said: `${uid} is ${role}`,
    change: (sharing: Sharing) => withRole(sharing, uid, role),
    note: (facts: Facts) => void facts.roles.set(uid, role),
  })),
  person.map((uid) => ({
    said: `${uid} goes`,
    change: (sharing: Sharing) => withoutPerson(sharing, uid),
    note: (facts: Facts) => {
      facts.roles.delete(uid);
      for (const one of facts.circles.values()) one.delete(uid);
      for (const one of facts.albums.values()) {
        one.people.delete(uid);
        one.guests.delete(uid);
      }
    },
  })),
  fc.tuple(circle, people).map(([id, members]) => ({
    said: `${id} is ${members.join(' and ')}`,
    change: (sharing: Sharing) => withCircle(sharing, id, { name: id, members }),
    note: (facts: Facts) => void facts.circles.set(id, new Set(members)),
  })),
  circle.map((id) => ({
    said: `${id} is no circle`,
    change: (sharing: Sharing) => withCircle(sharing, id, undefined),
    note: (facts: Facts) => {
      facts.circles.delete(id);
      for (const one of facts.albums.values()) one.circles.delete(id);
    },
  })),
  fc.tuple(albums, fc.option(fc.tuple(people, circles))).map(([ids, some]) => ({
    said: `${ids.join(' and ')} for ${some ? some.flat().join(' and ') : 'all'}`,
    change: (sharing: Sharing) =>
      withAlbums(sharing, ids, ({ guests }) => ({
        guests,
        audience: some ? { kind: 'people', people: some[0], circles: some[1] } : { kind: 'library' },
      })),
    note: (facts: Facts) => {
      for (const id of ids) {
        const one = facts.albums.get(id);
        const [chosen, groups] = some ?? [[], []];
        if (one) Object.assign(one, { isForAll: !some, people: new Set(chosen), circles: new Set(groups) });
      }
    },
  })),
  fc.tuple(albums, people, circles).map(([ids, more, groups]) => ({
    said: `${ids.join(' and ')} for ${[...more, ...groups].join(' and ')} too`,
    change: (sharing: Sharing) =>
      withAlbums(sharing, ids, ({ guests, audience }) => ({ guests, audience: widened(audience, more, groups) })),
    note: (facts: Facts) => {
      for (const one of ids.map((id) => facts.albums.get(id))) {
        if (!one || one.isForAll) continue;
        for (const uid of more) one.people.add(uid);
        for (const id of groups) one.circles.add(id);
      }
    },
  })),
  fc.tuple(album, person).map(([id, uid]) => ({
    said: `${uid} is a guest of ${id}`,
    change: (sharing: Sharing) => withGuest(sharing, id, uid, { name: uid, since: 7 }),
    note: (facts: Facts) => void facts.albums.get(id)?.guests.add(uid),
  })),
  fc.tuple(album, person).map(([id, uid]) => ({
    said: `${uid} is no guest of ${id}`,
    change: (sharing: Sharing) => withoutGuest(sharing, id, uid),
    note: (facts: Facts) => void facts.albums.get(id)?.guests.delete(uid),
  })),
);
const sequence = fc.array(steps, { maxLength: 30 });

/** Every sharing on the way, with the facts at each. */
function* walk(taken: readonly Step[]): Generator<{ step: Step; before: Sharing; after: Sharing; facts: Facts }> {
  const facts = noFacts();
  let before = empty;
  for (const step of taken) {
    const after = step.change(before);
    step.note(facts);
    yield { step, before, after, facts };
    before = after;
  }
}

const readersIn = (sharing: Sharing, id: AlbumId): readonly Uid[] => sharing.albums.get(id)?.readers ?? [];

describe('after any changes in any order', () => {
  test('the readers are who the facts say', () => {
    fc.assert(
      fc.property(sequence, (taken) => {
        for (const { step, after, facts } of walk(taken)) {
          for (const id of [...ALBUMS, NOWHERE]) {
            expect(readersIn(after, id), `${step.said}: ${id}`).toEqual(
              PEOPLE.filter((uid) => sees(facts, uid, id)).sort(),
            );
          }
          expect([...after.members].sort(), step.said).toEqual([...facts.roles.keys()].sort());
          expect(new Map(Object.entries(after.roles)), step.said).toEqual(facts.roles);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the same change again, and reckoning again, change nothing', () => {
    fc.assert(
      fc.property(sequence, (taken) => {
        for (const { step, after } of walk(taken)) {
          expect(step.change(after), step.said).toEqual(after);
          expect(withReaders(after)).toEqual(after);
        }
      }),
    );
  });

  test('who reads an album may look at it, and nobody else: both say the same', () => {
    fc.assert(
      fc.property(sequence, (taken) => {
        for (const { step, after, facts } of walk(taken)) {
          for (const [id, one] of after.albums) {
            for (const uid of PEOPLE) {
              expect(canViewAlbum(after, one, uid), `${step.said}: ${uid}, ${id}`).toBe(sees(facts, uid, id));
            }
          }
        }
      }),
    );
  });

  test('an item is seen where the facts say, in every place', () => {
    fc.assert(
      fc.property(sequence, albums, (taken, held) => {
        for (const { after, facts } of walk(taken)) {
          for (const uid of PEOPLE) {
            for (const place of SURFACES) {
              const expected = held.some((id) => sees(facts, uid, id) && (place !== 'export' || facts.roles.has(uid)));
              expect(canViewItem({ library: after, albums: after.albums, uid }, { albums: held }, place)).toBe(
                expected,
              );
            }
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test('what anybody lost is what they saw before and do not now', () => {
    fc.assert(
      fc.property(sequence, (taken) => {
        const tends = ({ roles }: Sharing, uid: Uid): boolean => Object.hasOwn(roles, uid) && roles[uid] !== 'viewer';
        for (const { step, before, after } of walk(taken)) {
          const lost = ALBUMS.filter((id) =>
            PEOPLE.some((uid) => readersIn(before, id).includes(uid) && !readersIn(after, id).includes(uid)),
          );
          const everything = PEOPLE.some((uid) => tends(before, uid) && !tends(after, uid));
          expect(lossBetween(before, after), step.said).toEqual({ albums: lost, everything });
        }
      }),
    );
  });

  test('nothing names who has gone', () => {
    fc.assert(
      fc.property(sequence, person, (taken, uid) => {
        const last = [...walk(taken)].at(-1)?.after ?? empty;
        const { roles, members, circles: groups, albums: held } = withoutPerson(last, uid);
        expect(JSON.stringify([roles, members, [...groups], [...held]])).not.toContain(`"${uid}"`);
      }),
    );
  });
});

test('an album that is gone was lost by who saw it', () => {
  const before = withRole(empty, PEOPLE[0] as Uid, 'viewer');
  const after = { ...before, albums: new Map([...before.albums].filter(([id]) => id === ALL)) };
  expect(lossBetween(before, after)).toEqual({ albums: ['summer', 'winter'], everything: false });
});

test('owners are told from others', () => {
  const roles = { anna: 'owner', ben: 'editor', cho: 'owner', dad: 'viewer' } as Record<Uid, Role>;
  expect(ownersOf(roles)).toEqual(['anna', 'cho']);
});
