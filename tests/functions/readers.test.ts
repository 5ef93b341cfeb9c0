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
import { signInAs, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { createFamily, tryCall } from './members.ts';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function chanceOf(seed: number): () => number {
  let held = seed;
  return () => {
    held = (held + 0x6d2b79f5) | 0;
    let mixed = Math.imul(held ^ (held >>> 15), 1 | held);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** All that says who sees what of a library, as it is stored. */
async function stored(library: LibraryId) {
  const { roles, members } = readLibrary(await inspect.doc(paths.library(library)));
  const circles = new Map(
    [...(await inspect.docs(paths.circles(library)))].map(([id, held]) => [id, readCircle(held)]),
  );
  const albums = new Map([...(await inspect.docs(paths.albums(library)))].map(([id, held]) => [id, readAlbum(held)]));
  return { roles, members, circles, albums };
}

/** Looks whether `readers` are whom roles, circles, audiences and guests make them, reckoned here person by person. */
async function mustHold(library: LibraryId, everybody: readonly Person[], after: string): Promise<void> {
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
    const sees = (uid: Uid): boolean =>
      uid in guests ||
      roles[uid] === 'owner' ||
      roles[uid] === 'editor' ||
      (isMember(uid) && audience.kind === 'library') ||
      (isMember(uid) && people.includes(uid)) ||
      chosen.some((id) => circles.get(id)?.members.includes(uid));
    const seeing = everybody.map(({ uid }) => uid as Uid).filter(sees);
    expect([...readers], after).toEqual(seeing.sort());
  }
  for (const { uid } of everybody) {
    const visited = [...(await inspect.docs(paths.guestMemberships(uid as Uid))).keys()].sort();
    expect(visited, after).toEqual([...albums].flatMap(([id, { guests }]) => (uid in guests ? [id] : [])).sort());
  }
}

/** A call that somebody makes. */
interface Step {
  readonly by: Person;
  readonly name: EndpointName;
  readonly ask: object;
}

/** Any change to who sees what, of all that may be tried now: the caller may be refused. */
async function anyStep(
  library: LibraryId,
  host: Person,
  others: readonly Person[],
  chance: () => number,
): Promise<Step> {
  const one = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const some = <T>(list: readonly T[]): T[] => list.filter(() => chance() < 0.5);
  const { roles, circles, albums } = await stored(library);
  const members = Object.keys(roles) as Uid[];
  const uid = one(others).uid as Uid;
  const circle = one([...circles.keys()]) as CircleId | undefined;
  const album = one([...albums.keys()]) as AlbumId;
  const audience = one([
    { kind: 'library' },
    { kind: 'people', people: some(members), circles: some([...circles.keys()]) },
  ]);
  const guested = album === ALL ? undefined : one(Object.keys(albums.get(album)?.guests ?? {}));
  const steps: Step[] = [
    { by: host, name: 'changeRole', ask: { uid, role: one(ROLES) } },
    { by: host, name: 'removeMember', ask: { uid } },
    { by: one(others), name: 'leaveLibrary', ask: {} },
    { by: host, name: 'createCircle', ask: { name: '모임', members: some(members) } },
    { by: host, name: 'updateCircle', ask: { circle, name: '모임', members: some(members) } },
    { by: host, name: 'deleteCircle', ask: { circle } },
    { by: host, name: 'setAudience', ask: { album, audience, guestsMayAdd: 'no' } },
    { by: host, name: 'setAudience', ask: { album, audience, guestsMayAdd: 'no' } },
    {
      by: host,
      name: 'shareAlbums',
      ask: { albums: [album], people: some(members), circles: some([...circles.keys()]) },
    },
    { by: host, name: 'createAlbum', ask: { title: '앨범', audience } },
    { by: host, name: 'removeGuest', ask: { album, uid: guested ?? uid } },
    { by: others.find((who) => who.uid === guested) ?? one(others), name: 'leaveAlbum', ask: { album } },
  ];
  const { by, name, ask } = one(steps);
  return { by, name, ask: { library, ...ask } };
}

/** Lets somebody come: as a member by address, or as the guest of an album by a link. */
async function come(library: LibraryId, host: Person, who: Person, chance: () => number): Promise<string> {
  const { albums } = await stored(library);
  const album = [...albums.keys()].filter((id) => id !== ALL)[0] as AlbumId | undefined;
  if (album !== undefined && chance() < 0.5) {
    const { secret } = await host.call('createInviteLink', { library, as: 'guest', album, uses: 1, days: 1 });
    return JSON.stringify(['redeemInvite', await tryCall(who, 'redeemInvite', { secret })]);
  }
  await host.call('inviteByEmail', { library, address: who.address, role: chance() < 0.3 ? 'editor' : 'viewer' });
  return JSON.stringify(['onSignIn', await tryCall(who, 'onSignIn', {})]);
}

const SEED = 1;
const PATIENCE = 300_000;

test(
  'readers are whom audiences make them after any order of changes, repeated and overlapping',
  async () => {
    const chance = chanceOf(SEED);
    const { library, host, people, end } = await createFamily('viewer', 'viewer', 'editor');
    const strangers = [await signInAs('이모'), await signInAs('삼촌')];
    const others = [...people, ...strangers];
    const everybody = [host, ...others];
    await host.call('createAlbum', { library, title: '처음', audience: { kind: 'library' } });
    const told: string[] = [];
    for (let round = 0; round < 24; round++) {
      if (chance() < 0.3) {
        const who = others[Math.floor(chance() * others.length)] as Person;
        told.push(await come(library, host, who, chance));
      }
      // One, the same twice at once, or three that know nothing of each other.
      const first = await anyStep(library, host, others, chance);
      const how = Math.floor(chance() * 3);
      const steps = how === 0 ? [first] : how === 1 ? [first, first] : [first];
      while (how === 2 && steps.length < 3) steps.push(await anyStep(library, host, others, chance));
      const answers = await Promise.all(steps.map(({ by, name, ask }) => tryCall(by, name, ask)));
      for (const answer of answers)
        expect(['string', 'object'], JSON.stringify(answer)).toContain(
          answer instanceof Error ? 'error' : typeof answer,
        );
      told.push(JSON.stringify(steps.map(({ name }, i) => [name, answers[i]])));
      await mustHold(library, everybody, told.slice(-4).join('\n'));
    }
    expect(told.filter((line) => line.includes('answered')).length).toBeGreaterThan(8);
    await Promise.all([end(), ...strangers.map((one) => one.close())]);
  },
  PATIENCE,
);
