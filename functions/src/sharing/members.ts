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
import type { Transaction } from '../ports/documents.ts';
import type { Caller } from '../access/caller.ts';
import { changeSharing } from './change-sharing.ts';
import { requirePermission } from '../library/people.ts';
import { recordRevocation, type SharingPorts } from './sharing-state.ts';

/** The name of a member, to be told to owners. */
async function nameOfMember(tx: Transaction, library: LibraryId, uid: Uid): Promise<{ person: string } | undefined> {
  const fields = await tx.read(paths.member(library, uid));
  return fields && { person: readMember(fields).name };
}

/** Gives a member another role; the same again changes nothing. */
export async function changeRole(
  ports: SharingPorts,
  caller: Caller,
  { library, uid, role }: ApiRequest<'changeRole'>,
): Promise<ApiResponse<'changeRole'>> {
  await changeSharing(ports, caller, library, async (house, tx) => {
    requirePermission(house.library, caller, 'manage-members');
    const had = roleOf(house, uid);
    if (had === undefined) throw new ApiError('not-found');
    if (had === role) return undefined;
    const person = await nameOfMember(tx, library, uid);
    return {
      after: withRole(house, uid, role),
      told: [{ type: 'changed-role', ...person, as: role }],
      // Who may less now does not come back to more by a link that they still have.
      besides: (at) => {
        if (isLowerRole(role, had)) recordRevocation(tx, paths.revocation(library, uid), at);
      },
    };
  });
  return {};
}

/** Makes another member owner, and the caller editor. */
export async function transferOwnership(
  ports: SharingPorts,
  caller: Caller,
  { library, to }: ApiRequest<'transferOwnership'>,
): Promise<ApiResponse<'transferOwnership'>> {
  if (to === caller.uid) throw new ApiError('invalid-request');
  await changeSharing(ports, caller, library, async (house, tx) => {
    requirePermission(house.library, caller, 'manage-members');
    if (roleOf(house, to) === undefined) throw new ApiError('not-found');
    const person = await nameOfMember(tx, library, to);
    const after = withRole(withRole(house, to, 'owner'), caller.uid, 'editor');
    return { after, told: [{ type: 'transferred', ...person }] };
  });
  return {};
}

/** Takes a member out of a library: only an invite that is made afterwards lets them in again. Who is out already stays so. */
export async function removeMember(
  ports: SharingPorts,
  caller: Caller,
  { library, uid }: ApiRequest<'removeMember'>,
): Promise<ApiResponse<'removeMember'>> {
  if (uid === caller.uid) throw new ApiError('invalid-request');
  await changeSharing(ports, caller, library, async (house, tx) => {
    requirePermission(house.library, caller, 'manage-members');
    if (roleOf(house, uid) === undefined) return undefined;
    const person = await nameOfMember(tx, library, uid);
    return {
      after: withoutPerson(house, uid),
      told: [{ type: 'removed', ...person }],
      besides: (at) => recordRevocation(tx, paths.revocation(library, uid), at),
    };
  });
  return {};
}

/** Leaves a library; what one added stays. */
export async function leaveLibrary(
  ports: SharingPorts,
  caller: Caller,
  { library }: ApiRequest<'leaveLibrary'>,
): Promise<ApiResponse<'leaveLibrary'>> {
  await changeSharing(ports, caller, library, (house) => {
    requirePermission(house.library, caller, 'leave');
    return { after: withoutPerson(house, caller.uid), told: [{ type: 'left' }] };
  });
  return {};
}
