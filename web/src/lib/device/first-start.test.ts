import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  accountIn,
  isInstalled,
  manifestFor,
  pointManifest,
  startsEmpty,
  importAccountFromStartUrl,
} from './first-start.ts';
import { startupState } from './startup-state.ts';

const mother = { name: '김영숙 & 엄마', address: 'mother+maru@example.com' };
const father = { name: '한상철', address: 'father@example.com' };
const startUrl = (account: typeof mother): string =>
  (manifestFor(account, 'https://maru.example') as { start_url: string }).start_url;
const hashOf = (account: typeof mother): string => new URL(startUrl(account)).hash;

/** A window at `hash`, of the installed app or of a browser. */
function windowAt(hash: string, standalone = true) {
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

test('the manifest of an account has the same id, absolute URLs, and the account in the fragment only', () => {
  const manifest = manifestFor(mother, 'https://maru.example') as { icons: { src: string }[] };
  expect(manifest).toMatchObject({
    id: '/',
    scope: 'https://maru.example/',
    display: 'standalone',
    short_name: '마루',
  });
  expect(manifest.icons.map(({ src }) => src)).toContain('https://maru.example/icons/any-192.png');
  const { origin, pathname, search, hash } = new URL(startUrl(mother));
  expect([origin, pathname, search]).toEqual(['https://maru.example', '/', '']);
  expect(accountIn(hash)).toEqual(mother);
});

test('reads an account from a fragment and rejects malformed ones', () => {
  const hashWith = (as: string, name: string): string => `#${new URLSearchParams({ as, name }).toString()}`;
  for (const hash of [
    ...['', '#', '#as=', '#as=mother@example.com', '#name=a&as=a@b.c', '#as=%E0%A4%A&name=a'],
    ...[
      hashWith('mother', '엄마'),
      hashWith('a b@example.com', '엄마'),
      hashWith('<b>@<i>', '엄마'),
      hashWith('엄마@example.com', '엄마'),
    ],
    ...[
      hashWith('a@b.c', ''),
      hashWith('a@b.c', ' '),
      hashWith('a@b.c', '\u200B'),
      hashWith('a@b.c', '두\n줄'),
      hashWith('a@b.c', 'ㄱ'.repeat(81)),
    ],
    ...[hashWith(`${'a'.repeat(250)}@b.kr`, '엄마'), `${hashWith('a@b.c', '엄마')}&x=${'x'.repeat(2000)}`],
  ])
    expect(accountIn(hash), hash).toBeUndefined();
  expect(accountIn(hashWith('a@b.c', '<img src=x>'))).toEqual({ address: 'a@b.c', name: '<img src=x>' });
});

test('the first start removes the account from the URL and remembers it', () => {
  const state = startupState(localStorage);
  const { window, replaced } = windowAt(hashOf(mother));
  importAccountFromStartUrl(window, state);
  expect(state.account).toEqual(mother);
  expect(state.person).toBeUndefined();
  expect(replaced).toEqual(['/']);
});

test('keeps a remembered account, and none after a sign-out', () => {
  const state = startupState(localStorage);
  state.account = father;
  importAccountFromStartUrl(windowAt(hashOf(mother)).window, state);
  expect(state.account).toEqual(father);
  state.account = undefined;
  const { window, replaced } = windowAt(hashOf(mother));
  importAccountFromStartUrl(window, state);
  expect(state.account).toBeUndefined();
  expect(replaced).toEqual(['/']);
});

test('a browser only removes the account from the URL', () => {
  const state = startupState(localStorage);
  const { window, replaced } = windowAt(hashOf(mother), false);
  importAccountFromStartUrl(window, state);
  expect(state.wasUsed).toBe(false);
  expect(replaced).toEqual(['/']);
});

test("leaves an invite's secret in the URL", () => {
  const { window, replaced } = windowAt('#abcdefghijklmnopqrstuvwxyz234567');
  importAccountFromStartUrl(window, startupState(localStorage));
  expect(replaced).toEqual([]);
});

test('detects the installed app by either property', () => {
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

test('the link points at the manifest of the account until undone', async () => {
  const link = document.createElement('link');
  link.href = '/manifest.webmanifest';
  const original = link.href;
  let blob: Blob | undefined;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((object) => {
    blob = object as Blob;
    return 'blob:manifest';
  });
  const revoke = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
  const undo = pointManifest(link, mother);
  expect(link.href).toBe('blob:manifest');
  const { start_url } = JSON.parse((await blob?.text()) ?? '') as { start_url: string };
  expect(accountIn(new URL(start_url).hash)).toEqual(mother);
  undo();
  expect(link.href).toBe(original);
  expect(revoke).toHaveBeenCalledWith('blob:manifest');
  pointManifest(link, undefined)();
  expect(link.href).toBe(original);
});
