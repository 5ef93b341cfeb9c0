import * as v from 'valibot';
import { isAlbumId, isLibraryId, isUid, type Uid } from '../ids.ts';
import { ROLES, type Library, type Role } from './member.ts';
import { can, principalOf, type Action } from '../access/policy.ts';
import { guarded, instant, number, parse, type DocumentOf } from '../schema.ts';

/** What an invite grants: a role in the library, or access to one album as a guest. */
export const INVITE_ROLES = [...ROLES, 'guest'] as const;
export type InviteRole = Role | 'guest';

const RANK: Readonly<Record<InviteRole, number>> = { guest: 1, viewer: 2, editor: 3, owner: 4 };

/** Returns whether `one` has fewer permissions than `other`. */
export const isLowerRole = (one: InviteRole, other: InviteRole): boolean => RANK[one] < RANK[other];

const redemptionSchema = v.object({ uid: guarded(isUid), name: v.string(), at: instant });

const inviteSchema = v.pipe(
  v.object({
    library: guarded(isLibraryId),
    as: v.picklist(INVITE_ROLES),
    /** The album that a guest sees, or that opens first for a member. */
    album: v.exactOptional(guarded(isAlbumId)),
    /** The number of people who may redeem it. */
    uses: number,
    usedBy: v.array(redemptionSchema),
    /** When it expires, ms since 1970. */
    expiresAt: instant,
    /** If set, the lower-case email address that the redeeming account must have, verified. */
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
 * An invite for one or several people: `invites/{hash}`, read by functions only. The hash is that of the secret in its link, or of the
 * library and the email address.
 */
export type Invite = DocumentOf<typeof inviteSchema>;

/** Validates the document of an invite; throws BadDocument. */
export const readInvite = (value: unknown): Invite => parse('invite', inviteSchema, value);

/** Converts an invite to its document, with Dates, which SDKs store as timestamps. */
export const writeInvite = (invite: Invite): Record<string, unknown> => ({
  ...invite,
  usedBy: invite.usedBy.map((one) => ({ ...one, at: new Date(one.at) })),
  expiresAt: new Date(invite.expiresAt),
  at: new Date(invite.at),
});

/** Returns the action that creating such an invite requires. */
export const inviteAction = (as: InviteRole): Action => (as === 'guest' ? 'invite-guest' : 'invite-member');

/** Returns whether the inviter's current role still allows this invite. Invites become invalid when their creator leaves, is removed or is demoted. */
export const isInviterAllowed = ({ as, by }: Pick<Invite, 'as' | 'by'>, roles: Library['roles']): boolean =>
  can(principalOf({ roles }, by), inviteAction(as));

/** Returns why nobody can redeem an invite at `now` (ms since 1970), or undefined if it is open. */
export function closedReason(
  { uses, usedBy, expiresAt }: Pick<Invite, 'uses' | 'usedBy' | 'expiresAt'>,
  now: number,
): 'invite-expired' | 'invite-used' | undefined {
  if (usedBy.length >= uses) return 'invite-used';
  return now >= expiresAt ? 'invite-expired' : undefined;
}

/** Returns why a person cannot redeem an invite at `now` (ms since 1970), or undefined if they can. Each person can redeem it once. */
export function inviteRefusal(
  invite: Invite,
  { uid, address }: { readonly uid: Uid; readonly address: string },
  now: number,
): 'invite-expired' | 'invite-used' | 'wrong-person' | undefined {
  if (invite.for !== undefined && invite.for !== address) return 'wrong-person';
  return invite.usedBy.some((one) => one.uid === uid) ? 'invite-used' : closedReason(invite, now);
}
