import { isAlbumId, isLibraryId, isUid, type AlbumId, type LibraryId, type Uid } from '../ids.ts';
import { ROLES, type Library, type Role } from './member.ts';
import { can, principalOf, type Action } from '../access/policy.ts';
import { Reader } from '../read.ts';

/** What an invite lets somebody be: a member by role, or the guest of one album. */
export const INVITE_ROLES = [...ROLES, 'guest'] as const;
export type InviteRole = Role | 'guest';

const RANK: Readonly<Record<InviteRole, number>> = { guest: 1, viewer: 2, editor: 3, owner: 4 };

/** Whether somebody who is this may less than who is that. */
export const isLowerRole = (one: InviteRole, other: InviteRole): boolean => RANK[one] < RANK[other];

/** Somebody who came by an invite. */
export interface Redemption {
  readonly uid: Uid;
  readonly name: string;
  readonly at: number;
}

/**
 * What waits for one person or for a room full of people: `invites/{hash}`, readable by nobody. The hash is that of a link's
 * secret, or of the library and the address that it waits for.
 */
export interface Invite {
  readonly library: LibraryId;
  readonly as: InviteRole;
  /** The album that a guest sees, or on which a member lands. */
  readonly album?: AlbumId;
  /** How many people may come by it. */
  readonly uses: number;
  readonly usedBy: readonly Redemption[];
  /** Ms since 1970; nobody comes by it afterwards. */
  readonly until: number;
  /** A lower-case address; only who signs in with it, verified, may come. */
  readonly for?: string;
  readonly by: Uid;
  readonly at: number;
}

function readRedeemed(value: unknown): Redemption {
  const r = new Reader('invite.usedBy', value);
  return { uid: r.is('uid', isUid), name: r.text('name'), at: r.instant('at') };
}

const isAny = (value: unknown): value is unknown => value !== undefined;

/** An invite from its document; throws BadDocument. */
export function readInvite(value: unknown): Invite {
  const r = new Reader('invite', value);
  const album = r.maybe('album', (field) => r.is(field, isAlbumId));
  const address = r.maybe('for', r.text);
  const as = r.oneOf('as', INVITE_ROLES);
  if (as === 'guest' && album === undefined) r.bad('album');
  return {
    library: r.is('library', isLibraryId),
    as,
    uses: r.number('uses'),
    usedBy: r.list('usedBy', isAny).map(readRedeemed),
    until: r.instant('until'),
    by: r.is('by', isUid),
    at: r.instant('at'),
    ...(album !== undefined && { album }),
    ...(address !== undefined && { for: address }),
  };
}

/** An invite as its document; instants are Dates, which SDKs store as timestamps. */
export const writeInvite = (invite: Invite): Record<string, unknown> => ({
  ...invite,
  usedBy: invite.usedBy.map((one) => ({ ...one, at: new Date(one.at) })),
  until: new Date(invite.until),
  at: new Date(invite.at),
});

/** What the policy calls inviting somebody as this. */
export const inviteAction = (as: InviteRole): Action => (as === 'guest' ? 'invite-guest' : 'invite-member');

/** Whether its maker may make such an invite still: with who was removed, left or may less now, their invites end. */
export const isInviterAllowed = ({ as, by }: Pick<Invite, 'as' | 'by'>, roles: Library['roles']): boolean =>
  can(principalOf({ roles }, by), inviteAction(as));

/** Why an invite lets nobody in any more at `now` (ms), or undefined where it still waits. */
export function closedReason(
  { uses, usedBy, until }: Pick<Invite, 'uses' | 'usedBy' | 'until'>,
  now: number,
): 'invite-over' | 'invite-used' | undefined {
  if (usedBy.length >= uses) return 'invite-used';
  return now >= until ? 'invite-over' : undefined;
}

/** Why an invite does not let this person in at `now` (ms), or undefined where it does. Nobody comes by one twice. */
export function inviteRefusal(
  invite: Invite,
  { uid, address }: { readonly uid: Uid; readonly address: string },
  now: number,
): 'invite-over' | 'invite-used' | 'wrong-person' | undefined {
  if (invite.for !== undefined && invite.for !== address) return 'wrong-person';
  return invite.usedBy.some((one) => one.uid === uid) ? 'invite-used' : closedReason(invite, now);
}
