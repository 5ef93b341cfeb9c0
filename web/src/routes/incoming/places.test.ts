import { expect, test } from 'vitest';
import { can, type Principal } from '@maru/model/access/policy';
import { ALL, type LibraryId } from '@maru/model/ids';
import type { Album } from '@maru/model/library/album';
import type { Account } from '#lib/state/account.svelte.ts';
import type { App } from '#lib/state/app.svelte.ts';
import { placesToAdd } from './places.ts';

const app = { coverImage: () => ({}) } as unknown as App;

interface Known {
  readonly role: Principal;
  readonly albums: Readonly<Record<string, Album['guestUploads']>>;
}

/** An account that knows these libraries and their albums, latest first. */
function accountOf(libraries: Readonly<Record<string, Known>>): Account {
  const entries = Object.entries(libraries);
  const views = new Map(
    entries.map(([id, { role, albums }]) => {
      const of = (album: string) => {
        if (album !== ALL && !(album in albums)) return undefined;
        const audience = { kind: 'people', people: [], circles: [] };
        return { title: album, guestUploads: albums[album] ?? 'no', audience, guests: {}, readers: [] };
      };
      const isGuestAlbum = () => role === 'guest';
      const view = {
        ...{ id, people: [], albumsState: 'live', isGuestAlbum, album: of },
        albums: Object.keys(albums).map((album) => [album, of(album)]),
        albumState: () => 'live',
        can: (action: Parameters<typeof can>[1]) => can(role, action),
      };
      return [id, view];
    }),
  );
  return {
    libraries: entries.filter(([, { role }]) => role !== 'guest').map(([id]) => [id, { name: `${id} 집` }]),
    guestMemberships: entries
      .filter(([, { role }]) => role === 'guest')
      .flatMap(([library, { albums }]) => Object.keys(albums).map((album) => [album, { library, since: 0 }])),
    library: (id: LibraryId) => views.get(id),
  } as unknown as Account;
}

const listed = (account: Account, recent: readonly string[] = []) =>
  placesToAdd(app, account, recent).map(({ view, albums }) => [view.id, albums?.map(({ id }) => id)]);

test('lists the albums to which a person may add, and no others', () => {
  const account = accountOf({
    ours: { role: 'editor', albums: { jeju: 'no', tapes: 'no' } },
    aunts: { role: 'viewer', albums: { garden: 'no' } },
    friends: { role: 'guest', albums: { party: 'moderated', secret: 'no' } },
    closed: { role: 'guest', albums: { school: 'no' } },
  });
  expect(listed(account)).toEqual([
    ['ours', ['jeju', 'tapes', ALL]],
    ['friends', ['party']],
  ]);
  expect(placesToAdd(app, account, []).map(({ name }) => name)).toEqual(['ours 집', undefined]);
});

test('lists what the person used last first, among albums and libraries', () => {
  const account = accountOf({
    ours: { role: 'editor', albums: { jeju: 'no', tapes: 'no' } },
    aunts: { role: 'owner', albums: { garden: 'no', school: 'no' } },
  });
  expect(listed(account, ['aunts/school', 'ours/all', 'gone/album'])).toEqual([
    ['aunts', ['school', 'garden', ALL]],
    ['ours', [ALL, 'jeju', 'tapes']],
  ]);
});
