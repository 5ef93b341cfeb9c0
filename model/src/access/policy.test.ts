import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Album } from '../library/album.ts';
import { ALL, type AlbumId, type Uid } from '../ids.ts';
import { ROLES, type Role } from '../library/member.ts';
import {
  ACTIONS,
  can,
  canViewAlbum,
  canViewItem,
  SURFACES,
  POLICY,
  principalOf,
  PRINCIPALS,
  type Action,
  type Principal,
} from './policy.ts';

const uid = (text: string): Uid => text as Uid;
const library = { roles: { [uid('o')]: 'owner', [uid('e')]: 'editor', [uid('v')]: 'viewer' } as Record<Uid, Role> };
type Seen = Pick<Album, 'readers' | 'guests'>;
const albumOf = (readers: readonly string[], guests: readonly string[] = []): Seen => ({
  readers: readers.map(uid),
  guests: Object.fromEntries(guests.map((id) => [id, { name: id, since: 0 }])),
});

test('the table is what the family was told', () => {
  const allowed = (who: Principal): Action[] => ACTIONS.filter((action) => can(who, action));
  const anybody: Action[] = ['preview-invite'];
  const stranger: Action[] = ['edit-own-settings', 'request-access', ...anybody];
  const looks: Action[] = ['view-library', 'view-members', 'view-album'];
  const sees: Action[] = ['view-items', 'view-circles', 'view-submissions'];
  const makes: Action[] = ['retry', 'reprocess'];
  const tends: Action[] = [...makes, 'add-items', 'moderate-submissions', 'create-album', 'share-album'];
  const hosts: Action[] = ['invite-guest', 'remove-guest'];
  const owns: Action[] = [
    'reprocess-all',
    'invite-member',
    'restrict-all',
    'answer-requests',
    'manage-members',
    'delete-library',
  ];
  const told: Record<Principal, Action[]> = {
    owner: [
      ...looks,
      ...sees,
      'view-activity',
      'download-original',
      ...tends,
      ...hosts,
      ...owns,
      'manage-circles',
      'leave',
      ...stranger,
    ],
    editor: [...looks, ...sees, 'download-original', ...tends, ...hosts, 'manage-circles', 'leave', ...stranger],
    viewer: [...looks, 'download-original', 'leave', ...stranger],
    guest: ['view-album', 'submit-items', 'leave', ...stranger],
    tv: [],
    stranger,
    nobody: anybody,
  };
  for (const who of PRINCIPALS) expect(allowed(who).sort(), who).toEqual([...told[who]].sort());
});

test('who is trusted with more may do all that others may', () => {
  // A guest's offering is the way in of who may not add at once; a TV is nobody's more or less.
  const ranked = PRINCIPALS.filter((who) => who !== 'tv');
  for (const action of ACTIONS.filter((one) => one !== 'submit-items')) {
    const allowed = ranked.map((who) => can(who, action));
    expect(allowed, action).toEqual([...allowed].sort((a, b) => Number(b) - Number(a)));
    expect(POLICY[action].length).toBeGreaterThan(0);
  }
});

describe('who somebody is', () => {
  test('by their role', () => {
    const who = ['o', 'e', 'v', 'x'].map((id) => principalOf(library, uid(id)));
    expect(who).toEqual([...ROLES, 'stranger']);
    expect(principalOf(library, undefined)).toBe('nobody');
  });

  test('a guest of the album at hand only, and a member before a guest', () => {
    const album = albumOf([], ['x', 'v']);
    expect(['x', 'v', 'y'].map((id) => principalOf(library, uid(id), album))).toEqual(['guest', 'viewer', 'stranger']);
    expect(principalOf(library, uid('x'), albumOf([]))).toBe('stranger');
    expect(principalOf(library, undefined, album)).toBe('nobody');
  });

  test('a name that every object has is a stranger’s all the same', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(principalOf(library, uid(name), albumOf([])), name).toBe('stranger');
    }
  });
});

const PEOPLE = ['o', 'e', 'v', 'x', 'g'];
const anybody = fc.constantFrom(...PEOPLE);
const some = fc.uniqueArray(anybody);

describe('who may look at an album', () => {
  test('its readers, as long as they are members or its guests', () => {
    const album = albumOf(['v', 'x', 'g'], ['g', 'y']);
    const looks = ['v', 'e', 'o', 'x', 'g', 'y'].map((id) => canViewAlbum(library, album, uid(id)));
    expect(looks).toEqual([true, false, false, false, true, false]);
    expect(canViewAlbum(library, album, undefined)).toBe(false);
  });

  test('nobody whom it does not name', () => {
    fc.assert(
      fc.property(some, some, anybody, (readers, guests, who) => {
        const known = ['o', 'e', 'v', ...guests].includes(who);
        expect(canViewAlbum(library, albumOf(readers, guests), uid(who))).toBe(readers.includes(who) && known);
      }),
    );
  });
});

describe('what may be seen', () => {
  const ids = ['a', 'b', ALL] as AlbumId[];
  const where = fc.uniqueArray(fc.constantFrom(...ids, 'gone' as AlbumId));

  test('in every place is what one may look at through an album that it is in, and a guest takes nothing away', () => {
    const album = fc.record({ readers: some, guests: some });
    fc.assert(
      fc.property(fc.array(album, { minLength: 3, maxLength: 3 }), where, anybody, (made, held, who) => {
        const albums = new Map(ids.map((id, i) => [id, albumOf(made[i]?.readers ?? [], made[i]?.guests)]));
        const onlooker = { library, albums, uid: uid(who) };
        const seen = held.filter((id) => {
          const through = albums.get(id);
          return through && canViewAlbum(library, through, uid(who));
        });
        const isMember = who in library.roles;
        for (const place of SURFACES) {
          const open = place === 'export' && !isMember ? [] : seen;
          expect(canViewItem(onlooker, { albums: held }, place), place).toBe(open.length > 0);
          for (const id of [...ids, 'gone' as AlbumId]) {
            expect(canViewItem(onlooker, { albums: held }, place, id), `${place} through ${id}`).toBe(
              open.includes(id),
            );
          }
        }
      }),
    );
  });

  test('is nothing, for who is signed out', () => {
    const albums = new Map([[ALL, albumOf(['o', 'undefined'], ['undefined'])]]);
    for (const place of SURFACES) {
      expect(canViewItem({ library, albums, uid: undefined }, { albums: [ALL] }, place), place).toBe(false);
    }
  });
});
