import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Album } from '../library/album.ts';
import { ALL, TRASH, type AlbumId, type Uid } from '../ids.ts';
import { ROLES, type Role } from '../library/member.ts';
import {
  ACTIONS,
  can,
  canDownloadItem,
  canViewAlbum,
  POLICY,
  principalOf,
  PRINCIPALS,
  type Action,
  type Principal,
} from './policy.ts';

const uid = (text: string): Uid => text as Uid;
const library = { roles: { [uid('o')]: 'owner', [uid('e')]: 'editor', [uid('v')]: 'viewer' } as Record<Uid, Role> };
type AlbumAccess = Pick<Album, 'readers' | 'guests'>;
const albumOf = (readers: readonly string[], guests: readonly string[] = []): AlbumAccess => ({
  readers: readers.map(uid),
  guests: Object.fromEntries(guests.map((id) => [id, { name: id, since: 0 }])),
});

test('POLICY allows each principal exactly these actions', () => {
  const allowed = (principal: Principal): Action[] => ACTIONS.filter((action) => can(principal, action));
  const nobody: Action[] = ['preview-invite'];
  const stranger: Action[] = ['edit-own-settings', 'request-access', ...nobody];
  const viewer: Action[] = [
    'view-library',
    'view-members',
    'view-album',
    'download-original',
    'edit-favourites',
    'save-play-positions',
    'save-looks',
    'leave',
    'pair-tv',
    ...stranger,
  ];
  const editor: Action[] = [
    ...viewer,
    'view-items',
    'view-circles',
    'view-submissions',
    'retry',
    'reprocess',
    'add-items',
    'moderate-submissions',
    'create-album',
    'edit-album',
    'delete-own-album',
    'edit-items',
    'remove-from-album',
    'trash-own-items',
    'share-album',
    'invite-guest',
    'remove-guest',
    'manage-circles',
  ];
  const expected: Record<Principal, Action[]> = {
    owner: [
      ...editor,
      'view-activity',
      'help-viewers',
      'reprocess-all',
      'invite-member',
      'restrict-all',
      'delete-album',
      'trash-items',
      'purge-items',
      'answer-requests',
      'manage-members',
      'delete-library',
    ],
    editor,
    viewer: [...viewer, 'keep-own-care'],
    guest: ['view-album', 'submit-items', 'leave', ...stranger],
    tv: ['view-album', 'view-own-tv'],
    stranger,
    nobody,
  };
  for (const principal of PRINCIPALS)
    expect(allowed(principal).sort(), principal).toEqual([...expected[principal]].sort());
});

test('a principal may do everything that less trusted ones may', () => {
  // Only guests submit, because the others add directly, and only viewers are helped; TVs are not part of the order.
  const ranked = PRINCIPALS.filter((principal) => principal !== 'tv');
  for (const action of ACTIONS.filter((one) => one !== 'submit-items' && one !== 'keep-own-care')) {
    const allowed = ranked.map((principal) => can(principal, action));
    expect(allowed, action).toEqual([...allowed].sort((a, b) => Number(b) - Number(a)));
    expect(POLICY[action].length).toBeGreaterThan(0);
  }
});

describe('principalOf', () => {
  test('returns the role of a member', () => {
    const principals = ['o', 'e', 'v', 'x'].map((id) => principalOf(library, uid(id)));
    expect(principals).toEqual([...ROLES, 'stranger']);
    expect(principalOf(library, undefined)).toBe('nobody');
  });

  test('returns guest for guests of the given album who are not members', () => {
    const album = albumOf([], ['x', 'v']);
    expect(['x', 'v', 'y'].map((id) => principalOf(library, uid(id), album))).toEqual(['guest', 'viewer', 'stranger']);
    expect(principalOf(library, uid('x'), albumOf([]))).toBe('stranger');
    expect(principalOf(library, undefined, album)).toBe('nobody');
  });

  test('treats uids that are names of object properties as strangers', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(principalOf(library, uid(name), albumOf([])), name).toBe('stranger');
    }
  });
});

const PEOPLE = ['o', 'e', 'v', 'x', 'g'];
const person = fc.constantFrom(...PEOPLE);
const people = fc.uniqueArray(person);

describe('canViewAlbum', () => {
  test('allows readers who are members or guests of the album', () => {
    const album = albumOf(['v', 'x', 'g'], ['g', 'y']);
    const allowed = ['v', 'e', 'o', 'x', 'g', 'y'].map((id) => canViewAlbum(library, album, uid(id)));
    expect(allowed).toEqual([true, false, false, false, true, false]);
    expect(canViewAlbum(library, album, undefined)).toBe(false);
  });

  test('refuses everybody else', () => {
    fc.assert(
      fc.property(people, people, person, (readers, guests, who) => {
        const isKnown = ['o', 'e', 'v', ...guests].includes(who);
        expect(canViewAlbum(library, albumOf(readers, guests), uid(who))).toBe(readers.includes(who) && isKnown);
      }),
    );
  });
});

describe('canDownloadItem', () => {
  const ids = ['a', 'b', ALL] as AlbumId[];
  const itemAlbums = fc.uniqueArray(fc.constantFrom(...ids, 'gone' as AlbumId));

  test('allows members the items of each album that they can view', () => {
    const album = fc.record({ readers: people, guests: people });
    fc.assert(
      fc.property(fc.constantFrom(...ids), album, itemAlbums, person, (id, { readers, guests }, contained, who) => {
        const view = { library, id, album: albumOf(readers, guests), uid: uid(who) };
        const isMember = Object.hasOwn(library.roles, who);
        expect(canDownloadItem(view, { albums: contained })).toBe(
          contained.includes(id) && isMember && canViewAlbum(library, view.album, view.uid),
        );
      }),
    );
  });

  test('allows an item in the trash only there, and a deleted one nowhere', () => {
    const readers = ['o', 'e', 'v'];
    const albums = [
      { id: ALL, album: albumOf(readers) },
      { id: TRASH, album: albumOf(['o', 'e']) },
    ];
    const allowedIn = (item: Parameters<typeof canDownloadItem>[1]) =>
      albums.map((one) => readers.filter((who) => canDownloadItem({ library, ...one, uid: uid(who) }, item)));
    expect(allowedIn({ albums: [ALL] })).toEqual([readers, []]);
    expect(allowedIn({ albums: [ALL], trashedAt: 1 })).toEqual([[], ['o', 'e']]);
    expect(allowedIn({ albums: [ALL], deletedAt: 1 })).toEqual([[], []]);
  });

  test('refuses everything when signed out', () => {
    const view = { library, id: ALL, album: albumOf(['o', 'undefined'], ['undefined']), uid: undefined };
    expect(canDownloadItem(view, { albums: [ALL] })).toBe(false);
  });
});
