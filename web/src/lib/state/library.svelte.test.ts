import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { ACTIONS, isAvailable, can } from '@maru/model/access/policy';
import { ALL, type LibraryId, type Uid } from '@maru/model/ids';
import type { Library, Role } from '@maru/model/library/member';
import type { OfflineStore } from '../device/offline-store.ts';
import type { Cloud, Watcher } from '../firebase/cloud.ts';
import { LibraryView, type Memberships } from './library.svelte.ts';

const id = 'a'.repeat(20) as LibraryId;
const me = 'me' as Uid;

/** The actions that a role may do in a library, which may be deleted. */
function allowedActions(role: Role, deleteAt?: number) {
  const library = { name: '집', timeZone: 'Asia/Seoul', roles: { [me]: role }, members: [me] };
  const ended = deleteAt === undefined ? library : { ...library, deleteAt };
  const memberships = {
    libraries: { current: [[id, ended]] },
    guestMemberships: { current: [] },
  } as unknown as Memberships;
  const view = new LibraryView({} as Cloud, {} as OfflineStore, memberships, me, id);
  return ACTIONS.filter((action) => view.can(action));
}

/** Memberships that are unknown until `set` gives the libraries. */
function unknownMemberships() {
  let libraries = $state.raw<Memberships['libraries']['current']>();
  const memberships = {
    libraries: {
      get current() {
        return libraries;
      },
    },
    guestMemberships: { current: undefined },
  } as unknown as Memberships;
  return { memberships, set: (known: typeof libraries) => (libraries = known) };
}

test.each(['owner', 'editor', 'viewer'] as const)(
  'allows the %s of a deleted library only what the server would accept',
  (role) => {
    const before = allowedActions(role);
    expect(before).toEqual(ACTIONS.filter((action) => can(role, action)));
    const after = allowedActions(role, 1);
    expect(after).toEqual(before.filter((action) => isAvailable({ deleteAt: 1 }, action)));
    expect(after.length).toBeLessThan(before.length);
    expect(after).toContain('leave');
  },
);

test('loads the albums together with the memberships, and stops when this person turns out to be no member', async () => {
  const { memberships, set } = unknownMemberships();
  const stop = vi.fn();
  const watchAlbums = vi.fn(() => stop);
  const store = { read: () => Promise.resolve(undefined) } as unknown as OfflineStore;
  const view = new LibraryView({ watchAlbums } as unknown as Cloud, store, memberships, me, id);
  const end = $effect.root(() => {
    $effect(() => void view.album(ALL));
  });
  flushSync();
  expect(watchAlbums).toHaveBeenCalledOnce();
  set([]);
  flushSync();
  await vi.waitFor(() => expect(stop).toHaveBeenCalledOnce());
  end();
});

test('loads the albums again that were refused before this person was known to be a member', async () => {
  const { memberships, set } = unknownMemberships();
  const seen: unknown[] = [];
  const watchers: Watcher<readonly unknown[]>[] = [];
  const watchAlbums = (_: unknown, __: unknown, watcher: Watcher<readonly unknown[]>) => {
    watchers.push(watcher);
    return () => undefined;
  };
  const store = { read: () => Promise.resolve(undefined), write: () => undefined } as unknown as OfflineStore;
  const view = new LibraryView({ watchAlbums } as unknown as Cloud, store, memberships, me, id);
  const end = $effect.root(() => {
    $effect(() => void seen.push(view.albums));
  });
  flushSync();
  watchers[0]?.fail('forbidden');
  await Promise.resolve();
  flushSync();
  expect(view.albumsState).toBe('forbidden');
  expect(watchers).toHaveLength(1);
  set([[id, { name: '집', timeZone: 'Asia/Seoul', roles: { [me]: 'viewer' }, members: [me] } as unknown as Library]]);
  flushSync();
  expect(watchers).toHaveLength(2);
  watchers[1]?.next([]);
  flushSync();
  expect(seen.at(-1)).toEqual([]);
  watchers[1]?.fail('forbidden');
  flushSync();
  expect(watchers).toHaveLength(2);
  end();
});
