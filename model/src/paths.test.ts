import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ALL,
  type AlbumId,
  type CircleId,
  type InviteId,
  type ItemId,
  type LibraryId,
  type SubmissionId,
  type Uid,
} from './ids.ts';
import {
  incomingName,
  MASTER,
  objectUrl,
  originalName,
  parseIncomingName,
  parseOriginalName,
  parseRenditionName,
  paths,
  renditionFolder,
  renditionName,
  variantPlaylist,
  chunkFile,
} from './paths.ts';

// The model is compiled without DOM and Node types; the tests run in Node.
declare const URL: new (
  url: string,
  base?: string,
) => { href: string; pathname: string; searchParams: { get: (name: string) => string | null } };

const L = 'abcdefghij234567abcd' as LibraryId;
const I = 'abcdefghijklmnopqrstuvwxyz234567' as ItemId;
const A = 'zyxwvutsrq765432zyxw' as AlbumId;
const C = 'cccccccccc765432zyxw' as CircleId;
const O = 'oooooooooo765432zyxw' as SubmissionId;
const H = 'ab'.repeat(32) as InviteId;

const letters = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz234567')),
    minLength: length,
    maxLength: length,
  });
const library = letters(20).map((id) => id as LibraryId);
const item = letters(32).map((id) => id as ItemId);

describe('the object name of an original', () => {
  test('can be parsed', () => {
    fc.assert(
      fc.property(library, item, (l, i) => {
        expect(parseOriginalName(originalName(l, i))).toEqual({ library: l, item: i });
      }),
    );
  });

  test('is below 1,024 bytes', () => {
    expect(originalName(L, I).length).toBeLessThan(100);
  });

  test.each([
    '',
    '/',
    'originals',
    `originals/${L}`,
    `originals/${L}/`,
    `originals/${L}/${I}/`,
    `originals/${L}/${I}/x`,
    `/originals/${L}/${I}`,
    `originals//${L}/${I}`,
    `Originals/${L}/${I}`,
    `incoming/${L}/${I}`,
    `r/${L}/${I}`,
    `originals/../${I}`,
    `originals/${L}/..`,
    `originals/${L}/../${L}/${I}`,
    `originals%2F${L}%2F${I}`,
    `originals/${L}%2F${I}`,
    `originals/${L}/${I}%00`,
    `originals/${L}/${I}\n`,
    `originals/${L}/${I.toUpperCase()}`,
    `originals/${L}/${I.slice(1)}가`,
    `originals/${L}/${I.slice(1)}\u{1F600}`,
    `originals/${ALL}/${I}`,
  ])('is not %j', (name) => {
    expect(parseOriginalName(name)).toBeUndefined();
  });

  test('is parsed only in its exact form', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(2), fc.string({ maxLength: 3 }), (at, removed, inserted) => {
        const valid = originalName(L, I);
        const name = valid.slice(0, at) + inserted + valid.slice(at + removed);
        const parsed = parseOriginalName(name);
        return parsed === undefined || originalName(parsed.library, parsed.item) === name;
      }),
    );
  });
});

describe('the object name of a submission', () => {
  const uid = fc
    .string({ unit: fc.constantFrom(...Array.from('azAZ09_:-')), minLength: 1, maxLength: 128 })
    .map((id) => id as Uid);

  test('can be parsed', () => {
    const submission = letters(20).map((id) => id as SubmissionId);
    fc.assert(
      fc.property(library, uid, submission, (l, u, s) => {
        expect(parseIncomingName(incomingName(l, u, s))).toEqual({ library: l, uid: u, submission: s });
      }),
    );
  });

  test.each([
    '',
    'incoming',
    `incoming/${L}/u1`,
    `incoming/${L}/u1/`,
    `incoming/${L}//${O}`,
    `incoming/${L}/u1/${O}/`,
    `incoming/${L}/u1/${O}/x`,
    `/incoming/${L}/u1/${O}`,
    `Incoming/${L}/u1/${O}`,
    `incoming/../u1/${O}`,
    `incoming/${L}/../${O}`,
    `incoming/${L}/u1/..`,
    `incoming/${L}/u1%2F${O}`,
    `incoming/${L}/엄마/${O}`,
    `incoming/${L}/u1/${O}\n`,
    `incoming/${L}/u1/${O.toUpperCase()}`,
    `incoming/${L}/u1/${O.slice(1)}가`,
    `incoming/${L}/u1/${I}`,
    `originals/${L}/u1/${O}`,
  ])('is not %j', (name) => {
    expect(parseIncomingName(name)).toBeUndefined();
  });
});

describe('the object name of a rendition', () => {
  const file = fc.oneof(
    fc.constantFrom('grid', 'screen', 'poster', MASTER),
    fc.nat().map((index) => chunkFile('1080', index)),
    fc.constantFrom('360', 'sound').map(variantPlaylist),
  );

  test('can be parsed', () => {
    fc.assert(
      fc.property(library, item, fc.integer({ min: 1, max: 999_999_999 }), file, (l, i, rev, f) => {
        const name = renditionName(l, i, rev, f);
        expect(parseRenditionName(name)).toEqual({ library: l, item: i, rev, file: f });
        expect(name.startsWith(renditionFolder(l, i, rev))).toBe(true);
      }),
    );
  });

  test('has a different prefix for every rev, item and library', () => {
    const folders = [
      renditionFolder(L, I, 1),
      renditionFolder(L, I, 11),
      renditionFolder(L, `${I.slice(0, 31)}b` as ItemId, 1),
      renditionFolder(`${L.slice(0, 19)}b` as LibraryId, I, 1),
    ];
    for (const one of folders) expect(folders.filter((other) => other.startsWith(one))).toEqual([one]);
  });

  test.each([
    `r/${L}/${I}/1`,
    `r/${L}/${I}/1/`,
    `r/${L}/${I}/0/grid`,
    `r/${L}/${I}/01/grid`,
    `r/${L}/${I}/-1/grid`,
    `r/${L}/${I}/1e3/grid`,
    `r/${L}/${I}/1234567890/grid`,
    `r/${L}/${I}/1/../grid`,
    `r/${L}/${I}/1/stream//360.m3u8`,
    `r/${L}/${I}//grid`,
    `r/${L}/../1/grid`,
    `r%2F${L}/${I}/1/grid`,
    `originals/${L}/${I}`,
    `/r/${L}/${I}/1/grid`,
  ])('is not %j', (name) => {
    expect(parseRenditionName(name)).toBeUndefined();
  });
});

test('object names of one kind are not parsed as another kind', () => {
  expect(parseRenditionName(originalName(L, I))).toBeUndefined();
  const uid = 'u1' as Uid;
  expect(parseOriginalName(renditionName(L, I, 1, 'grid'))).toBeUndefined();
  expect(parseOriginalName(incomingName(L, uid, O))).toBeUndefined();
  expect(parseRenditionName(incomingName(L, uid, O))).toBeUndefined();
  expect(parseIncomingName(originalName(L, I))).toBeUndefined();
  expect(parseIncomingName(renditionName(L, I, 1, 'grid'))).toBeUndefined();
});

test('Firestore paths have these values', () => {
  const uid = 'u1' as Uid;
  const root = `libraries/${L}`;
  const expectedPaths: Record<keyof typeof paths, [string, string]> = {
    user: [paths.user(uid), 'users/u1'],
    guestMemberships: [paths.guestMemberships(uid), 'users/u1/guestMemberships'],
    guestMembership: [paths.guestMembership(uid, A), `users/u1/guestMemberships/${A}`],
    favourites: [paths.favourites(uid, L), `users/u1/favourites/${L}`],
    allFavourites: [paths.allFavourites(uid), 'users/u1/favourites'],
    playPositions: [paths.playPositions(uid, L), `users/u1/playPositions/${L}`],
    allPlayPositions: [paths.allPlayPositions(uid), 'users/u1/playPositions'],
    looks: [paths.looks(uid, L), `users/u1/looks/${L}`],
    allLooks: [paths.allLooks(uid), 'users/u1/looks'],
    libraries: [paths.libraries(), 'libraries'],
    library: [paths.library(L), root],
    members: [paths.members(L), `${root}/members`],
    member: [paths.member(L, uid), `${root}/members/u1`],
    circles: [paths.circles(L), `${root}/circles`],
    care: [paths.care(L, uid), `${root}/care/u1`],
    circle: [paths.circle(L, C), `${root}/circles/${C}`],
    submissions: [paths.submissions(L), `${root}/submissions`],
    submission: [paths.submission(L, O), `${root}/submissions/${O}`],
    activities: [paths.activities(L), `${root}/activity`],
    activity: [paths.activity(L, '5-x'), `${root}/activity/5-x`],
    counters: [paths.counters(L), `${root}/counters`],
    counter: [paths.counter(L, 3), `${root}/counters/3`],
    items: [paths.items(L), `${root}/items`],
    item: [paths.item(L, I), `${root}/items/${I}`],
    albums: [paths.albums(L), `${root}/albums`],
    album: [paths.album(L, A), `${root}/albums/${A}`],
    entries: [paths.entries(L, A), `${root}/albums/${A}/entries`],
    entry: [paths.entry(L, ALL, I), `${root}/albums/all/entries/${I}`],
    tombstone: [paths.tombstone(L, A, I, '~1'), `${root}/albums/${A}/entries/${I}~~1`],
    outline: [paths.outline(L, A), `${root}/albums/${A}/outline`],
    outlinePage: [paths.outlinePage(L, A, 2), `${root}/albums/${A}/outline/2`],
    sheets: [paths.sheets(L, A), `${root}/albums/${A}/sheets`],
    sheet: [paths.sheet(L, A, I), `${root}/albums/${A}/sheets/${I}`],
    lease: [paths.lease(L, I), `${root}/work/lease-${I}`],
    streams: [paths.streams(L), `${root}/streams`],
    stream: [paths.stream(L, I), `${root}/streams/${I}`],
    streamParts: [paths.streamParts(L, I), `${root}/streams/${I}/parts`],
    streamPart: [paths.streamPart(L, I, 'sound-1'), `${root}/streams/${I}/parts/sound-1`],
    reprocessings: [paths.reprocessings(L), `${root}/reprocessing`],
    reprocessing: [paths.reprocessing(L, ALL), `${root}/reprocessing/all`],
    staleItems: [paths.staleItems(L), `${root}/stale`],
    staleItem: [paths.staleItem(L, I), `${root}/stale/${I}`],
    rotations: [paths.rotations(L), `${root}/rotations`],
    rotation: [paths.rotation(L, 'r1'), `${root}/rotations/r1`],
    rotationLock: [paths.rotationLock(L), `${root}/work/rotation-lock`],
    dailyUsage: [paths.dailyUsage(L, uid, '2026-11-21'), `${root}/work/usage-2026-11-21-u1`],
    revocation: [paths.revocation(L, uid), `${root}/work/revoked-u1`],
    albumRevocation: [paths.albumRevocation(L, A, uid), `${root}/work/album-revoked-${A}-u1`],
    invites: [paths.invites(), 'invites'],
    invite: [paths.invite(H), `invites/${H}`],
    requests: [paths.requests(), 'requests'],
    request: [paths.request(uid), 'requests/u1'],
    rates: [paths.rates(uid), 'rates/u1'],
    access: [paths.access(), 'installation/access'],
    signInCodes: [paths.signInCodes(), 'signInCodes'],
    signInCode: [paths.signInCode(H), `signInCodes/${H}`],
    programs: [paths.programs(), 'programs'],
    program: [paths.program(uid), 'programs/u1'],
    tvs: [paths.tvs(L), `${root}/tvs`],
    tv: [paths.tv(L, uid), `${root}/tvs/u1`],
    tvPairings: [paths.tvPairings(), 'tvPairings'],
    tvPairing: [paths.tvPairing(H), `tvPairings/${H}`],
  };
  for (const [name, [path, expected]] of Object.entries(expectedPaths)) expect(path, name).toBe(expected);
});

test('the URL of an object contains its name as one path segment', () => {
  const name = renditionName(L, I, 2, 'stream/360.m3u8');
  const url = new URL(objectUrl('https://host.example', 'bucket', name, 'a-token'));
  expect(url.pathname.split('/').slice(0, 5)).toEqual(['', 'v0', 'b', 'bucket', 'o']);
  expect(url.pathname.split('/')).toHaveLength(6);
  expect(decodeURIComponent(url.pathname.split('/')[5] ?? '')).toBe(name);
  expect([url.searchParams.get('alt'), url.searchParams.get('token')]).toEqual(['media', 'a-token']);
});
