import {
  ALL,
  paths,
  readAlbum,
  readCircle,
  readLibrary,
  ROLES,
  type AlbumId,
  type EndpointName,
  type CircleId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { randomFrom } from '../../model/testing/random.ts';
import { signInAs, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { createFamily, tryCall } from './members.ts';

/** The stored roles, circles and albums of a library. */
async function stored(library: LibraryId) {
  const { roles, members } = readLibrary(await inspect.doc(paths.library(library)));
  const circles = new Map(
    [...(await inspect.docs(paths.circles(library)))].map(([id, state]) => [id, readCircle(state)]),
  );
  const albums = new Map([...(await inspect.docs(paths.albums(library)))].map(([id, state]) => [id, readAlbum(state)]));
  return { roles, members, circles, albums };
}

/** Recomputes the readers of every album person by person and compares. */
async function expectConsistent(library: LibraryId, everyone: readonly Person[], after: string): Promise<void> {
  const { roles, members, circles, albums } = await stored(library);
  const isMember = (uid: string): boolean => Object.keys(roles).includes(uid);
  expect([...members].sort(), after).toEqual(Object.keys(roles).sort());
  expect(Object.values(roles), after).toContain('owner');
  for (const circle of circles.values())
    expect(
      circle.members.filter((uid) => !isMember(uid)),
      after,
    ).toEqual([]);
  for (const { audience, guests, readers } of albums.values()) {
    const people: readonly string[] = audience.kind === 'people' ? audience.people : [];
    const chosen: readonly string[] = audience.kind === 'people' ? audience.circles : [];
    expect(
      people.filter((uid) => !isMember(uid)),
      after,
    ).toEqual([]);
    expect(
      chosen.filter((id) => !circles.has(id)),
      after,
    ).toEqual([]);
    const canView = (uid: Uid): boolean =>
      uid in guests ||
      roles[uid] === 'owner' ||
      roles[uid] === 'editor' ||
      (isMember(uid) && audience.kind === 'library') ||
      (isMember(uid) && people.includes(uid)) ||
      chosen.some((id) => circles.get(id)?.members.includes(uid));
    const expected = everyone.map(({ uid }) => uid as Uid).filter(canView);
    expect([...readers], after).toEqual(expected.sort());
  }
  for (const { uid } of everyone) {
    const memberships = [...(await inspect.docs(paths.guestMemberships(uid as Uid))).keys()].sort();
    expect(memberships, after).toEqual([...albums].flatMap(([id, { guests }]) => (uid in guests ? [id] : [])).sort());
  }
}

/** A call by a person. */
interface Step {
  readonly by: Person;
  readonly name: EndpointName;
  readonly ask: object;
}

/** Returns a random change of the library, which may be refused. */
async function randomStep(
  library: LibraryId,
  owner: Person,
  others: readonly Person[],
  random: () => number,
): Promise<Step> {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const some = <T>(list: readonly T[]): T[] => list.filter(() => random() < 0.5);
  const { roles, circles, albums } = await stored(library);
  const members = Object.keys(roles) as Uid[];
  const uid = one(others).uid as Uid;
  const circle = one([...circles.keys()]) as CircleId | undefined;
  const album = one([...albums.keys()]) as AlbumId;
  const audience = one([
    { kind: 'library' },
    { kind: 'people', people: some(members), circles: some([...circles.keys()]) },
  ]);
  const guestUid = album === ALL ? undefined : one(Object.keys(albums.get(album)?.guests ?? {}));
  const steps: Step[] = [
    { by: owner, name: 'changeRole', ask: { uid, role: one(ROLES) } },
    { by: owner, name: 'removeMember', ask: { uid } },
    { by: one(others), name: 'leaveLibrary', ask: {} },
    { by: owner, name: 'createCircle', ask: { name: '모임', members: some(members) } },
    { by: owner, name: 'updateCircle', ask: { circle, name: '모임', members: some(members) } },
    { by: owner, name: 'deleteCircle', ask: { circle } },
    { by: owner, name: 'setAudience', ask: { album, audience, guestUploads: 'no' } },
    { by: owner, name: 'setAudience', ask: { album, audience, guestUploads: 'no' } },
    {
      by: owner,
      name: 'shareAlbums',
      ask: { albums: [album], people: some(members), circles: some([...circles.keys()]) },
    },
    { by: owner, name: 'createAlbum', ask: { title: '앨범', audience } },
    { by: owner, name: 'removeGuest', ask: { album, uid: guestUid ?? uid } },
    { by: others.find((person) => person.uid === guestUid) ?? one(others), name: 'leaveAlbum', ask: { album } },
  ];
  const { by, name, ask: request } = one(steps);
  return { by, name, ask: { library, ...request } };
}

/** Adds a person, as a member by email or as a guest by a link. */
async function addRandomPerson(
  library: LibraryId,
  owner: Person,
  person: Person,
  random: () => number,
): Promise<string> {
  const { albums } = await stored(library);
  const album = [...albums.keys()].filter((id) => id !== ALL)[0] as AlbumId | undefined;
  if (album !== undefined && random() < 0.5) {
    const { secret } = await owner.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 1 });
    return JSON.stringify(['redeemInvite', await tryCall(person, 'redeemInvite', { secret })]);
  }
  await owner.call('inviteByEmail', { library, address: person.address, role: random() < 0.3 ? 'editor' : 'viewer' });
  return JSON.stringify(['onSignIn', await tryCall(person, 'onSignIn', {})]);
}

const SEED = 1;
/** Few, because the order of changes is tested in the model; these show that concurrent calls do not interfere. */
const ROUNDS = 10;
const TIMEOUT_MS = 300_000;

test(
  'readers match the audiences after any order of changes, repeated and concurrent',
  async () => {
    const random = randomFrom(SEED);
    const { library, owner, people, close } = await createFamily('viewer', 'viewer', 'editor');
    const strangers = [await signInAs('이모'), await signInAs('삼촌')];
    const others = [...people, ...strangers];
    const everyone = [owner, ...others];
    await owner.call('createAlbum', { library, title: '처음', audience: { kind: 'library' } });
    const log: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      if (random() < 0.3) {
        const person = others[Math.floor(random() * others.length)] as Person;
        log.push(await addRandomPerson(library, owner, person, random));
      }
      // The same call twice, or three different calls, concurrently.
      const first = await randomStep(library, owner, others, random);
      const steps = [first];
      if (random() < 0.3) steps.push(first);
      else while (steps.length < 3) steps.push(await randomStep(library, owner, others, random));
      const results = await Promise.all(steps.map(({ by, name, ask: request }) => tryCall(by, name, request)));
      for (const result of results)
        expect(['string', 'object'], JSON.stringify(result)).toContain(
          result instanceof Error ? 'error' : typeof result,
        );
      log.push(JSON.stringify(steps.map(({ name }, i) => [name, results[i]])));
      await expectConsistent(library, everyone, log.slice(-4).join('\n'));
    }
    expect(log.filter((line) => line.includes('"response"')).length).toBeGreaterThan(5);
    await Promise.all([close(), ...strangers.map((one) => one.close())]);
  },
  TIMEOUT_MS,
);
