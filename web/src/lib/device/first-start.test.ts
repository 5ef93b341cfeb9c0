import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { accountIn, isInstalled, manifestFor, pointManifest, startsEmpty, takeFirstStart } from './first-start.ts';
import { remembered } from './startup-state.ts';

const mother = { name: '김영숙 & 엄마', address: 'mother+maru@example.com' };
const father = { name: '한상철', address: 'father@example.com' };
const startUrl = (account: typeof mother): string =>
  (manifestFor(account, 'https://maru.example') as { start_url: string }).start_url;
const hashOf = (account: typeof mother): string => new URL(startUrl(account)).hash;

/** A window that was opened at `hash`, as the installed app or in a browser. */
function opened(hash: string, standalone = true) {
  const replaced: string[] = [];
  const history = { state: { page: 1 }, replaceState: (_: unknown, __: string, to: string) => replaced.push(to) };
  const window = {
    location: { hash, pathname: '/', search: '' },
    history,
    navigator: { standalone },
    matchMedia: () => ({ matches: false }),
  };
  return { window: window as unknown as Window, replaced };
}

beforeEach(() => {
  localStorage.clear();
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('the manifest of somebody is the same app, with whole addresses, and names them in the fragment alone', () => {
  const made = manifestFor(mother, 'https://maru.example') as { icons: { src: string }[] };
  expect(made).toMatchObject({ id: '/', scope: 'https://maru.example/', display: 'standalone', short_name: '마루' });
  expect(made.icons.map(({ src }) => src)).toContain('https://maru.example/icons/any-192.png');
  const { origin, pathname, search, hash } = new URL(startUrl(mother));
  expect([origin, pathname, search]).toEqual(['https://maru.example', '/', '']);
  expect(accountIn(hash)).toEqual(mother);
});

test('a start names an account or nobody: text of one line and a bounded length', () => {
  const say = (as: string, name: string): string => `#${new URLSearchParams({ as, name }).toString()}`;
  for (const hash of [
    ...['', '#', '#as=', '#as=mother@example.com', '#name=a&as=a@b.c', '#as=%E0%A4%A&name=a'],
    ...[say('mother', '엄마'), say('a b@example.com', '엄마'), say('<b>@<i>', '엄마'), say('엄마@example.com', '엄마')],
    ...[
      say('a@b.c', ''),
      say('a@b.c', ' '),
      say('a@b.c', '\u200B'),
      say('a@b.c', '두\n줄'),
      say('a@b.c', 'ㄱ'.repeat(81)),
    ],
    ...[say(`${'a'.repeat(250)}@b.kr`, '엄마'), `${say('a@b.c', '엄마')}&x=${'x'.repeat(2000)}`],
  ])
    expect(accountIn(hash), hash).toBeUndefined();
  expect(accountIn(say('a@b.c', '<img src=x>'))).toEqual({ address: 'a@b.c', name: '<img src=x>' });
});

test('the first start takes whom it names out of the address, and remembers them', () => {
  const known = remembered(localStorage);
  const { window, replaced } = opened(hashOf(mother));
  takeFirstStart(window, known);
  expect(known.account).toEqual(mother);
  expect(known.person).toBeUndefined();
  expect(replaced).toEqual(['/']);
});

test('it overrules nobody who is remembered, and names nobody again who signed out', () => {
  const known = remembered(localStorage);
  known.account = father;
  takeFirstStart(opened(hashOf(mother)).window, known);
  expect(known.account).toEqual(father);
  known.account = undefined;
  const { window, replaced } = opened(hashOf(mother));
  takeFirstStart(window, known);
  expect(known.account).toBeUndefined();
  expect(replaced).toEqual(['/']);
});

test('a link in a browser names nobody, and leaves the address all the same', () => {
  const known = remembered(localStorage);
  const { window, replaced } = opened(hashOf(mother), false);
  takeFirstStart(window, known);
  expect(known.hasBegun).toBe(false);
  expect(replaced).toEqual(['/']);
});

test("an address without it is left alone: an invite's secret is not ours to take", () => {
  const { window, replaced } = opened('#abcdefghijklmnopqrstuvwxyz234567');
  takeFirstStart(window, remembered(localStorage));
  expect(replaced).toEqual([]);
});

test('what is on the home screen is known by either word', () => {
  const at = (standalone: boolean | undefined, matches: boolean): boolean =>
    isInstalled({
      navigator: { ...(standalone !== undefined && { standalone }) },
      matchMedia: () => ({ matches }),
    } as never);
  expect([at(undefined, false), at(false, false), at(true, false), at(undefined, true)]).toEqual([
    ...[false, false, true, true],
  ]);
  expect(startsEmpty({ vendor: 'Apple Computer, Inc.' })).toBe(true);
  expect(startsEmpty({ vendor: 'Google Inc.' })).toBe(false);
});

test('the link is the manifest of who is here, and the plain one when they are gone', async () => {
  const link = document.createElement('link');
  link.href = '/manifest.webmanifest';
  const plain = link.href;
  let made: Blob | undefined;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    made = blob as Blob;
    return 'blob:made';
  });
  const revoke = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
  const undo = pointManifest(link, mother);
  expect(link.href).toBe('blob:made');
  const { start_url } = JSON.parse((await made?.text()) ?? '') as { start_url: string };
  expect(accountIn(new URL(start_url).hash)).toEqual(mother);
  undo();
  expect(link.href).toBe(plain);
  expect(revoke).toHaveBeenCalledWith('blob:made');
  pointManifest(link, undefined)();
  expect(link.href).toBe(plain);
});
