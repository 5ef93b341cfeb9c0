import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL, type AlbumId, type CircleId, type Uid } from '../ids.ts';
import { ROLES, type Role } from '../library/member.ts';
import { canDownloadItem, canViewAlbum } from './policy.ts';
import {
  lostAccess,
  ownersOf,
  withReaders,
  widenAudience,
  withAlbums,
  withCircle,
  withDeletion,
  withGuest,
  withoutGuest,
  withoutPerson,
  withRole,
  type Sharing,
} from './sharing.ts';

const PEOPLE = ['anna', 'ben', 'cho', 'dad', 'constructor'] as Uid[];
const CIRCLES = ['mums', 'dads'] as string[] as CircleId[];
const ALBUMS = [ALL, 'summer', 'winter'] as AlbumId[];
const MISSING = 'missing' as AlbumId;

const empty: Sharing = {
  roles: {},
  members: [],
  circles: new Map(),
  albums: new Map(ALBUMS.map((id) => [id, { audience: { kind: 'library' }, guests: {}, readers: [] }])),
};

/** A simple model of sharing to compare with, which does not know `readers`. */
interface Model {
  readonly roles: Map<Uid, Role>;
  readonly circles: Map<CircleId, Set<Uid>>;
  readonly albums: Map<
    AlbumId,
    { isForLibrary: boolean; people: Set<Uid>; circles: Set<CircleId>; guests: Set<Uid>; isDeleted?: boolean }
  >;
}
const emptyModel = (): Model => ({
  roles: new Map(),
  circles: new Map(),
  albums: new Map(
    ALBUMS.map((id) => [id, { isForLibrary: true, people: new Set(), circles: new Set(), guests: new Set() }]),
  ),
});

/** Returns whether a person sees an album, according to the model. */
function canSee({ roles, circles, albums }: Model, uid: Uid, id: AlbumId): boolean {
  const album = albums.get(id);
  if (!album || album.isDeleted) return false;
  if (album.guests.has(uid)) return true;
  const role = roles.get(uid);
  if (role === undefined) return false;
  if (role === 'owner' || role === 'editor' || album.isForLibrary || album.people.has(uid)) return true;
  return CIRCLES.some((circle) => album.circles.has(circle) && circles.get(circle)?.has(uid));
}

/** A change of the sharing, and the same change of the model. */
interface Step {
  readonly description: string;
  readonly change: (sharing: Sharing) => Sharing;
  readonly applyTo: (model: Model) => void;
}

const person = fc.constantFrom(...PEOPLE);
const people = fc.uniqueArray(person);
const circle = fc.constantFrom(...CIRCLES);
const circles = fc.uniqueArray(circle);
const album = fc.constantFrom(...ALBUMS, MISSING);
const albums = fc.uniqueArray(album);

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(person, fc.constantFrom(...ROLES)).map(([uid, role]) => ({
    description: `${uid} is ${role}`,
    change: (sharing: Sharing) => withRole(sharing, uid, role),
    applyTo: (model: Model) => void model.roles.set(uid, role),
  })),
  person.map((uid) => ({
    description: `${uid} is removed`,
    change: (sharing: Sharing) => withoutPerson(sharing, uid),
    applyTo: (model: Model) => {
      model.roles.delete(uid);
      for (const one of model.circles.values()) one.delete(uid);
      for (const one of model.albums.values()) {
        one.people.delete(uid);
        one.guests.delete(uid);
      }
    },
  })),
  fc.tuple(circle, people).map(([id, members]) => ({
    description: `circle ${id} is ${members.join(' and ')}`,
    change: (sharing: Sharing) => withCircle(sharing, id, { name: id, members }),
    applyTo: (model: Model) => void model.circles.set(id, new Set(members)),
  })),
  circle.map((id) => ({
    description: `circle ${id} is removed`,
    change: (sharing: Sharing) => withCircle(sharing, id, undefined),
    applyTo: (model: Model) => {
      model.circles.delete(id);
      for (const one of model.albums.values()) one.circles.delete(id);
    },
  })),
  fc.tuple(albums, fc.option(fc.tuple(people, circles))).map(([ids, some]) => ({
    description: `${ids.join(' and ')} for ${some ? some.flat().join(' and ') : 'all'}`,
    change: (sharing: Sharing) =>
      withAlbums(sharing, ids, ({ guests }) => ({
        guests,
        audience: some ? { kind: 'people', people: some[0], circles: some[1] } : { kind: 'library' },
      })),
    applyTo: (model: Model) => {
      for (const id of ids) {
        const one = model.albums.get(id);
        const [chosen, groups] = some ?? [[], []];
        if (one) Object.assign(one, { isForLibrary: !some, people: new Set(chosen), circles: new Set(groups) });
      }
    },
  })),
  fc.tuple(albums, people, circles).map(([ids, more, groups]) => ({
    description: `${ids.join(' and ')} for ${[...more, ...groups].join(' and ')} too`,
    change: (sharing: Sharing) =>
      withAlbums(sharing, ids, ({ guests, audience }) => ({ guests, audience: widenAudience(audience, more, groups) })),
    applyTo: (model: Model) => {
      for (const one of ids.map((id) => model.albums.get(id))) {
        if (!one || one.isForLibrary) continue;
        for (const uid of more) one.people.add(uid);
        for (const id of groups) one.circles.add(id);
      }
    },
  })),
  fc.tuple(album, person).map(([id, uid]) => ({
    description: `${uid} is a guest of ${id}`,
    change: (sharing: Sharing) => withGuest(sharing, id, uid, { name: uid, since: 7 }),
    applyTo: (model: Model) => void model.albums.get(id)?.guests.add(uid),
  })),
  fc.tuple(album, person).map(([id, uid]) => ({
    description: `${uid} is not a guest of ${id}`,
    change: (sharing: Sharing) => withoutGuest(sharing, id, uid),
    applyTo: (model: Model) => void model.albums.get(id)?.guests.delete(uid),
  })),
  fc.tuple(album, fc.boolean()).map(([id, isDeleted]) => ({
    description: `${id} is ${isDeleted ? 'deleted' : 'restored'}`,
    change: (sharing: Sharing) => withDeletion(sharing, id, isDeleted ? 7 : undefined),
    applyTo: (model: Model) => {
      const one = model.albums.get(id);
      if (one) one.isDeleted = isDeleted;
    },
  })),
);
const sequences = fc.array(steps, { maxLength: 30 });

/** Applies steps one by one. */
function* walk(sequence: readonly Step[]): Generator<{ step: Step; before: Sharing; after: Sharing; model: Model }> {
  const model = emptyModel();
  let before = empty;
  for (const step of sequence) {
    const after = step.change(before);
    step.applyTo(model);
    yield { step, before, after, model };
    before = after;
  }
}

const readersIn = (sharing: Sharing, id: AlbumId): readonly Uid[] => sharing.albums.get(id)?.readers ?? [];

describe('after any sequence of changes', () => {
  test('readers, members and roles match the model', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        for (const { step, after, model } of walk(sequence)) {
          for (const id of [...ALBUMS, MISSING]) {
            expect(readersIn(after, id), `${step.description}: ${id}`).toEqual(
              PEOPLE.filter((uid) => canSee(model, uid, id)).sort(),
            );
          }
          expect([...after.members].sort(), step.description).toEqual([...model.roles.keys()].sort());
          expect(new Map(Object.entries(after.roles)), step.description).toEqual(model.roles);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('repeating the last change, or recomputing readers, changes nothing', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        for (const { step, after } of walk(sequence)) {
          expect(step.change(after), step.description).toEqual(after);
          expect(withReaders(after)).toEqual(after);
        }
      }),
    );
  });

  test('canViewAlbum matches the model', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        for (const { step, after, model } of walk(sequence)) {
          for (const [id, one] of after.albums) {
            for (const uid of PEOPLE) {
              expect(canViewAlbum(after, one, uid), `${step.description}: ${uid}, ${id}`).toBe(canSee(model, uid, id));
            }
          }
        }
      }),
    );
  });

  test('canDownloadItem matches the model', () => {
    fc.assert(
      fc.property(sequences, albums, (sequence, contained) => {
        for (const { after, model } of walk(sequence)) {
          for (const uid of PEOPLE) {
            for (const [id, album] of after.albums) {
              const expected = contained.includes(id) && canSee(model, uid, id) && model.roles.has(uid);
              expect(canDownloadItem({ library: after, id, album, uid }, { albums: contained })).toBe(expected);
            }
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test('lostAccess returns the albums that somebody but an owner or editor saw before and does not see after', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        const isEditor = ({ roles }: Sharing, uid: Uid): boolean =>
          Object.hasOwn(roles, uid) && roles[uid] !== 'viewer';
        for (const { step, before, after } of walk(sequence)) {
          const lost = ALBUMS.filter((id) =>
            PEOPLE.some(
              (uid) =>
                readersIn(before, id).includes(uid) && !readersIn(after, id).includes(uid) && !isEditor(after, uid),
            ),
          );
          const everything = PEOPLE.some((uid) => isEditor(before, uid) && !isEditor(after, uid));
          expect(lostAccess(before, after), step.description).toEqual({ albums: lost, everything });
        }
      }),
    );
  });

  test('withoutPerson leaves no reference to the person', () => {
    fc.assert(
      fc.property(sequences, person, (sequence, uid) => {
        const last = [...walk(sequence)].at(-1)?.after ?? empty;
        const { roles, members, circles: groups, albums: shared } = withoutPerson(last, uid);
        expect(JSON.stringify([roles, members, [...groups], [...shared]])).not.toContain(`"${uid}"`);
      }),
    );
  });
});

test('lostAccess includes albums that were deleted', () => {
  const before = withRole(empty, PEOPLE[0] as Uid, 'viewer');
  const after = { ...before, albums: new Map([...before.albums].filter(([id]) => id === ALL)) };
  expect(lostAccess(before, after)).toEqual({ albums: ['summer', 'winter'], everything: false });
});

test('ownersOf returns the owners only', () => {
  const roles = { anna: 'owner', ben: 'editor', cho: 'owner', dad: 'viewer' } as Record<Uid, Role>;
  expect(ownersOf(roles)).toEqual(['anna', 'cho']);
});
