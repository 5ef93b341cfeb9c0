import { createHash } from 'node:crypto';
import {
  ApiError,
  BASE32_DIGITS,
  MAX_TV_PAIRINGS,
  MAX_TVS,
  paths,
  readTv,
  TV_CODE_S,
  TV_DAYS,
  type AlbumId,
  type InviteId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noQueue } from '../../testing/unused-ports.ts';
import type { Caller } from '../access/caller.ts';
import type { Fields } from '../ports/documents.ts';
import { leaveLibrary, removeMember } from '../sharing/members.ts';
import { claimTv, findTvPairing, pairTv, startTvPairing } from './pair-tv.ts';
import { listTvs, removeTv } from './tvs.ts';

const library = 'a'.repeat(20) as LibraryId;
const [trip, secret] = ['b', 'c'].map((letter) => letter.repeat(20)) as [AlbumId, AlbumId];
const [father, mother, aunt] = ['father', 'mother', 'aunt'].map((uid): Caller => ({ uid: uid as Uid })) as [
  Caller,
  Caller,
  Caller,
];
const fingerprint = (text: string): InviteId => createHash('sha256').update(text).digest('hex') as InviteId;
const [own, other] = ['s'.repeat(32), 'o'.repeat(32)];
const notFound = new ApiError('not-found');
const forbidden = new ApiError('forbidden');

/** A different id for every number, in base32. */
const idAt = (n: number): string =>
  n
    .toString(32)
    .padStart(8, '0')
    .replaceAll(/./g, (digit) => BASE32_DIGITS[Number.parseInt(digit, 32)] ?? '');

/** A library of three: the father sees both albums, mother and aunt one. */
function world() {
  const people = [father, mother, aunt].map(({ uid }) => uid);
  const roles = Object.fromEntries(people.map((uid, i) => [uid, i === 0 ? 'owner' : 'viewer']));
  const album = (readers: readonly Uid[]): Fields => ({
    ...{ title: '여름', by: 'father', audience: { kind: 'people', people: [], circles: [] }, readers, count: 0 },
    ...{ createdAt: new Date(0), guests: {} },
  });
  const documents = new Map<string, Fields>([
    [paths.library(library), { name: '집', timeZone: 'UTC', roles, members: people }],
    [paths.album(library, trip), album(people)],
    [paths.album(library, secret), album([father.uid])],
    [paths.member(library, mother.uid), { name: '엄마', joinedAt: new Date(0) }],
  ]);
  let now = 1_000_000;
  let n = 0;
  const removed: Uid[] = [];
  const rotations: string[] = [];
  const ports = {
    store: fakeDocuments(documents),
    clock: { now: () => now, sleep: () => Promise.resolve(), every: () => () => undefined },
    ids: {
      ...noIds,
      random: () => idAt((n += 1)),
      secret: () => `tv-${(n += 1)}`,
      fingerprint,
    },
    queue: {
      ...noQueue,
      rotateTokens: ({ rotation }: { rotation: string }) => Promise.resolve(void rotations.push(rotation)),
    },
    log: () => undefined,
    accounts: { remove: (uid: Uid) => Promise.resolve(void removed.push(uid)) },
    sessions: {
      person: () => Promise.resolve(undefined),
      customToken: (tv: Uid, claims: object) => Promise.resolve(`${tv} ${JSON.stringify(claims)}`),
      appCheckToken: () => Promise.resolve(undefined),
      lastSeen: (uids: readonly Uid[]) => Promise.resolve(new Map(uids.slice(-1).map((uid) => [uid, 5]))),
    },
  };
  const start = async (verifier = own) =>
    (await startTvPairing(ports, undefined, { name: '거실 TV', challenge: fingerprint(verifier) })).code;
  const pair = (code: string, { by = mother, albums = [trip] } = {}) => pairTv(ports, by, { library, code, albums });
  const claim = (code: string, verifier = own) => claimTv(ports, undefined, { code, secret: verifier });
  const tvs = async (by: Caller) => (await listTvs(ports, by, { library })).tvs.map(({ id }) => id);
  return { documents, ports, removed, rotations, start, pair, claim, tvs, wait: (s: number) => (now += s * 1000) };
}

test('a TV gets its token with its secret after a member confirmed its code, once', async () => {
  const { documents, ports, start, pair, claim, tvs } = world();
  const code = await start();
  expect(await claim(code)).toEqual({ isWaiting: true });
  expect(await findTvPairing(ports, mother, { code })).toEqual({ name: '거실 TV', startedAt: 1_000_000 });
  const { tv } = await pair(code, { albums: [trip, trip] });
  const claimed = { isWaiting: false, token: `${tv} ${JSON.stringify({ tv: library })}`, library, tv };
  // Twice: the first response may be lost.
  for (const _ of [1, 2]) expect(await claim(code)).toEqual(claimed);
  expect(documents.get(paths.tv(library, tv))).toEqual({
    ...{ member: mother.uid, name: '거실 TV', albums: [trip] },
    ...{ pairedAt: new Date(1_000_000), until: new Date(1_000_000 + TV_DAYS * 86_400_000) },
  });
  expect(await tvs(mother)).toEqual([tv]);
  await expect(pair(code)).rejects.toEqual(notFound);
  await expect(findTvPairing(ports, mother, { code })).rejects.toEqual(notFound);
  const stored = JSON.stringify([...documents]);
  for (const hidden of [code, own]) expect(stored).not.toContain(hidden);
});

test('a guessed code, another secret and an expired code give nothing', async () => {
  const { start, pair, claim, ports, wait } = world();
  const code = await start();
  await pair(code);
  await expect(claim(code, other)).rejects.toEqual(notFound);
  const guessed = 'ZZZZZZZZ';
  await expect(claim(guessed)).rejects.toEqual(notFound);
  await expect(pair(guessed)).rejects.toEqual(notFound);
  await expect(findTvPairing(ports, mother, { code: guessed })).rejects.toEqual(notFound);
  const late = await start();
  wait(TV_CODE_S);
  for (const end of [
    () => pair(late),
    () => claim(late),
    () => claim(code),
    () => findTvPairing(ports, mother, { code: late }),
  ])
    await expect(end()).rejects.toEqual(notFound);
});

test('two TVs never have one code, and open codes are limited', async () => {
  const { ports, start, wait } = world();
  const first = await start();
  const same = { ...ports, ids: { ...ports.ids, random: () => idAt(1) } };
  const startSame = () => startTvPairing(same, undefined, { name: 'x', challenge: fingerprint(other) });
  await expect(startSame()).rejects.toEqual(new ApiError('limit-reached'));
  wait(TV_CODE_S);
  expect((await startSame()).code).toBe(first);
  const { documents } = world();
  const crowded = { ...ports, store: fakeDocuments(documents) };
  for (let i = 0; i < MAX_TV_PAIRINGS; i += 1)
    documents.set(`${paths.tvPairings()}/${String(i)}`, { startedAt: new Date(ports.clock.now() - 1000) });
  const startCrowded = () => startTvPairing(crowded, undefined, { name: 'x', challenge: fingerprint(own) });
  await expect(startCrowded()).rejects.toEqual(new ApiError('limit-reached'));
  wait(TV_CODE_S);
  expect(await startCrowded()).toHaveProperty('code');
});

test('a member chooses only albums that they see, and only members let a TV in', async () => {
  const { documents, start, pair } = world();
  const code = await start();
  for (const albums of [[secret], [trip, secret], ['d'.repeat(20) as AlbumId]])
    await expect(pair(code, { albums })).rejects.toEqual(forbidden);
  documents.set(paths.album(library, trip), {
    ...documents.get(paths.album(library, trip)),
    guests: { guest: { name: 'x', since: new Date(0) } },
    readers: ['guest'],
  });
  for (const uid of ['guest', 'stranger'])
    await expect(pair(code, { by: { uid: uid as Uid } })).rejects.toEqual(forbidden);
  await pair(code, { by: father, albums: [secret] });
});

test('a library has a limited number of TVs; those whose time is over are removed by the next', async () => {
  const { removed, start, pair, tvs, wait } = world();
  const first = await pair(await start(), { by: father });
  for (let i = 1; i < MAX_TVS; i += 1) await pair(await start());
  await expect(pair(await start())).rejects.toEqual(new ApiError('limit-reached'));
  wait(TV_DAYS * 86_400);
  expect(await tvs(father)).toEqual([]);
  await pair(await start());
  expect(removed).toHaveLength(MAX_TVS);
  expect(removed).toContain(first.tv);
});

test('a TV is listed for and removed by the member who let it in and owners, with new tokens for its albums', async () => {
  const { documents, ports, removed, rotations, start, pair, claim, tvs } = world();
  const code = await start();
  const { tv } = await pair(code);
  const { tv: fathers } = await pair(await start(), { by: father, albums: [secret] });
  expect((await listTvs(ports, mother, { library })).tvs).toMatchObject([
    { id: tv, by: '엄마', isOwn: true, seenAt: 5 },
  ]);
  expect(await tvs(aunt)).toEqual([]);
  expect((await tvs(father)).sort()).toEqual([tv, fathers].sort());
  await expect(removeTv(ports, aunt, { library, tv })).rejects.toEqual(forbidden);
  await expect(removeTv(ports, mother, { library, tv: fathers })).rejects.toEqual(forbidden);
  await removeTv(ports, father, { library, tv });
  await removeTv(ports, father, { library, tv });
  expect(removed).toEqual([tv]);
  expect(rotations).toHaveLength(1);
  expect(documents.get(paths.rotation(library, rotations[0] ?? ''))).toMatchObject({
    albums: [trip],
    everything: false,
  });
  await expect(claim(code)).rejects.toEqual(notFound);
});

test.each(['removed', 'leaves'])('the TVs of somebody who %s end', async (how) => {
  const { documents, ports, removed, start, pair } = world();
  const { tv } = await pair(await start());
  const { tv: kept } = await pair(await start(), { by: father });
  if (how === 'leaves') await leaveLibrary(ports, mother, { library });
  else await removeMember(ports, father, { library, uid: mother.uid });
  expect(removed).toEqual([tv]);
  expect(documents.has(paths.tv(library, tv))).toBe(false);
  expect(readTv(documents.get(paths.tv(library, kept))).member).toBe(father.uid);
});
