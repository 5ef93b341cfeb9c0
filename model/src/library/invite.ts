import * as v from 'valibot';
import { isAlbumId, isLibraryId, isUid, type Uid } from '../ids.ts';
import { ROLES, type Library, type Role } from './member.ts';
import { can, principalOf, type Action } from '../access/policy.ts';
import { guarded, instant, number, parse, type DocumentOf } from '../schema.ts';

/** What an invite lets somebody be: a member by role, or the guest of one album. */
export const INVITE_ROLES = [...ROLES, 'guest'] as const;
export type InviteRole = Role | 'guest';

const RANK: Readonly<Record<InviteRole, number>> = { guest: 1, viewer: 2, editor: 3, owner: 4 };

/** Whether somebody who is this may less than who is that. */
export const isLowerRole = (one: InviteRole, other: InviteRole): boolean => RANK[one] < RANK[other];

const redemptionSchema = v.object({ uid: guarded(isUid), name: v.string(), at: instant });

const inviteSchema = v.pipe(
  v.object({
    library: guarded(isLibraryId),
    as: v.picklist(INVITE_ROLES),
    /** The album that a guest sees, or on which a member lands. */
    album: v.exactOptional(guarded(isAlbumId)),
    /** How many people may redeem it. */
    uses: number,
    usedBy: v.array(redemptionSchema),
    /** Ms since 1970; nobody redeems it afterwards. */
    expiresAt: instant,
    /** A lower-case address; only who signs in with it, verified, may redeem it. */
    for: v.exactOptional(v.string()),
    by: guarded(isUid),
    at: instant,
  }),
  v.forward(
    v.check(({ as, album }) => as !== 'guest' || album !== undefined),
    ['album'],
  ),
);

/**
 * What waits for one person or for a room full of people: `invites/{hash}`, readable by nobody. The hash is that of a link's
 * secret, or of the library and the address that it waits for.
 */
export type Invite = DocumentOf<typeof inviteSchema>;

/** An invite from its document; throws BadDocument. */
export const readInvite = (value: unknown): Invite => parse('invite', inviteSchema, value);

/** An invite as its document; instants are Dates, which SDKs store as timestamps. */
export const writeInvite = (invite: Invite): Record<string, unknown> => ({
  ...invite,
  usedBy: invite.usedBy.map((one) => ({ ...one, at: new Date(one.at) })),
  expiresAt: new Date(invite.expiresAt),
  at: new Date(invite.at),
});

/** What the policy calls inviting somebody as this. */
export const inviteAction = (as: InviteRole): Action => (as === 'guest' ? 'invite-guest' : 'invite-member');

/** Whether its maker may make such an invite still: with who was removed, left or may less now, their invites end. */
export const isInviterAllowed = ({ as, by }: Pick<Invite, 'as' | 'by'>, roles: Library['roles']): boolean =>
  can(principalOf({ roles }, by), inviteAction(as));

/** Why an invite lets nobody in any more at `now` (ms), or undefined where it still waits. */
export function closedReason(
  { uses, usedBy, expiresAt }: Pick<Invite, 'uses' | 'usedBy' | 'expiresAt'>,
  now: number,
): 'invite-expired' | 'invite-used' | undefined {
  if (usedBy.length >= uses) return 'invite-used';
  return now >= expiresAt ? 'invite-expired' : undefined;
}

/** Why an invite does not let this person in at `now` (ms), or undefined where it does. Nobody comes by one twice. */
export function inviteRefusal(
  invite: Invite,
  { uid, address }: { readonly uid: Uid; readonly address: string },
  now: number,
): 'invite-expired' | 'invite-used' | 'wrong-person' | undefined {
  if (invite.for !== undefined && invite.for !== address) return 'wrong-person';
  return invite.usedBy.some((one) => one.uid === uid) ? 'invite-used' : closedReason(invite, now);
}
