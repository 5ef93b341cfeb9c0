import { expect, test } from 'vitest';
import { ACTIONS, isAvailable, can } from '@maru/model/access/policy';
import type { LibraryId, Uid } from '@maru/model/ids';
import type { Role } from '@maru/model/library/member';
import type { OfflineStore } from '../device/offline-store.ts';
import type { Cloud } from '../firebase/cloud.ts';
import { LibraryView, type Standing } from './library.svelte.ts';

const id = 'a'.repeat(20) as LibraryId;
const me = 'me' as Uid;

/** What somebody may in a library, ended or not. */
function allowed(role: Role, endsAt?: number) {
  const library = { name: '집', timeZone: 'Asia/Seoul', roles: { [me]: role }, members: [me] };
  const ended = endsAt === undefined ? library : { ...library, endsAt };
  const standing = { libraries: { current: [[id, ended]] }, visits: { current: [] } } as unknown as Standing;
  const view = new LibraryView({} as Cloud, {} as OfflineStore, standing, me, id);
  return ACTIONS.filter((action) => view.may(action));
}

test.each(['owner', 'editor', 'viewer'] as const)(
  'an ended library offers the %s nothing that would be refused',
  (role) => {
    const before = allowed(role);
    expect(before).toEqual(ACTIONS.filter((action) => can(role, action)));
    const after = allowed(role, 1);
    expect(after).toEqual(before.filter((action) => isAvailable({ endsAt: 1 }, action)));
    expect(after.length).toBeLessThan(before.length);
    expect(after).toContain('leave');
  },
);
