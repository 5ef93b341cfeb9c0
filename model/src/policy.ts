import type { Uid } from './ids.ts';
import type { Library, Role } from './member.ts';

/** Who asks: by role in the library at hand, or none. `stranger` is signed in, `nobody` is not. */
export const PRINCIPALS = ['owner', 'editor', 'viewer', 'stranger', 'nobody'] as const;
export type Principal = (typeof PRINCIPALS)[number];

/** What can be asked for in a library. Where an album is meant, being one of its readers is asked for besides (`mayLook`). */
export const ACTIONS = [
  'see-library',
  'see-members',
  'see-album',
  'see-items',
  'add-items',
  'try-again',
  'make-album',
  'invite',
  'keep-own-settings',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The one table. The UI shows or hides by it, functions refuse by it, the rules' tests are generated from it. */
export const POLICY: Readonly<Record<Action, readonly Principal[]>> = {
  'see-library': ['owner', 'editor', 'viewer'],
  'see-members': ['owner', 'editor', 'viewer'],
  'see-album': ['owner', 'editor', 'viewer'],
  'see-items': ['owner', 'editor'],
  'add-items': ['owner', 'editor'],
  'try-again': ['owner', 'editor'],
  'make-album': ['owner', 'editor'],
  invite: ['owner'],
  'keep-own-settings': ['owner', 'editor', 'viewer', 'stranger'],
};

/** Whether this principal may do this. */
export const may = (principal: Principal, action: Action): boolean => POLICY[action].includes(principal);

/** Who `uid` is to a library; undefined is somebody signed out. */
export function principalOf(library: Pick<Library, 'roles'>, uid: Uid | undefined): Principal {
  if (uid === undefined) return 'nobody';
  // By hasOwn, lest a uid named `constructor` had one.
  const role: Role | undefined = Object.hasOwn(library.roles, uid) ? library.roles[uid] : undefined;
  return role ?? 'stranger';
}

/** Whether this person may look at this album and its entries. */
export const mayLook = (
  library: Pick<Library, 'roles'>,
  album: { readers: readonly Uid[] },
  uid: Uid | undefined,
): boolean => uid !== undefined && may(principalOf(library, uid), 'see-album') && album.readers.includes(uid);
