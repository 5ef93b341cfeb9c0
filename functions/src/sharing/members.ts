import {
  isLowerRole,
  paths,
  readMember,
  ApiError,
  roleOf,
  withoutPerson,
  withRole,
  type ApiRequest,
  type ApiResponse,
  type LibraryId,
  type Uid,
} from '@maru/model';
import type { Accounts } from '../ports/deletion.ts';
import type { Transaction } from '../ports/documents.ts';
import { removeTvsOf } from '../tvs/tvs.ts';
import type { Caller } from '../access/caller.ts';
import { changeSharing } from './change-sharing.ts';
import { requirePermission } from '../library/people.ts';
import { recordRevocation, type SharingPorts } from './sharing-state.ts';

/** A member's name, for the activity log. */
async function nameOfMember(tx: Transaction, library: LibraryId, uid: Uid): Promise<{ person: string } | undefined> {
  const fields = await tx.read(paths.member(library, uid));
  return fields && { person: readMember(fields).name };
}

/** Changes a member's role; the same role changes nothing. */
export async function changeRole(
  ports: SharingPorts,
  caller: Caller,
  { library, uid, role }: ApiRequest<'changeRole'>,
): Promise<ApiResponse<'changeRole'>> {
  await changeSharing(ports, caller, library, async (state, tx) => {
    requirePermission(state.library, caller, 'manage-members');
    const had = roleOf(state, uid);
    if (had === undefined) throw new ApiError('not-found');
    if (had === role) return undefined;
    const person = await nameOfMember(tx, library, uid);
    return {
      after: withRole(state, uid, role),
      activities: [{ type: 'changed-role', ...person, as: role }],
      // Without this, an old invite link would restore the higher role.
      writeMore: (at) => {
        if (isLowerRole(role, had)) recordRevocation(tx, paths.revocation(library, uid), at);
      },
    };
  });
  return {};
}

/** Makes another member an owner and the caller an editor. */
export async function transferOwnership(
  ports: SharingPorts,
  caller: Caller,
  { library, to }: ApiRequest<'transferOwnership'>,
): Promise<ApiResponse<'transferOwnership'>> {
  if (to === caller.uid) throw new ApiError('invalid-request');
  await changeSharing(ports, caller, library, async (state, tx) => {
    requirePermission(state.library, caller, 'manage-members');
    if (roleOf(state, to) === undefined) throw new ApiError('not-found');
    const person = await nameOfMember(tx, library, to);
    const after = withRole(withRole(state, to, 'owner'), caller.uid, 'editor');
    return { after, activities: [{ type: 'transferred', ...person }] };
  });
  return {};
}

/** Removes a member; only an invite created afterwards admits them again. Does nothing for anyone else. */
export async function removeMember(
  ports: SharingPorts & { readonly accounts: Accounts },
  caller: Caller,
  { library, uid }: ApiRequest<'removeMember'>,
): Promise<ApiResponse<'removeMember'>> {
  if (uid === caller.uid) throw new ApiError('invalid-request');
  await changeSharing(ports, caller, library, async (state, tx) => {
    requirePermission(state.library, caller, 'manage-members');
    if (roleOf(state, uid) === undefined) return undefined;
    const person = await nameOfMember(tx, library, uid);
    return {
      after: withoutPerson(state, uid),
      activities: [{ type: 'removed', ...person }],
      writeMore: (at) => recordRevocation(tx, paths.revocation(library, uid), at),
    };
  });
  await removeTvsOf(ports, library, uid);
  return {};
}

/** Removes the caller from a library; the items that they added stay. */
export async function leaveLibrary(
  ports: SharingPorts & { readonly accounts: Accounts },
  caller: Caller,
  { library }: ApiRequest<'leaveLibrary'>,
): Promise<ApiResponse<'leaveLibrary'>> {
  await changeSharing(ports, caller, library, (state) => {
    requirePermission(state.library, caller, 'leave');
    return { after: withoutPerson(state, caller.uid), activities: [{ type: 'left' }] };
  });
  await removeTvsOf(ports, library, caller.uid);
  return {};
}
