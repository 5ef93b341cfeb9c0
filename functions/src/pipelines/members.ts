import {
  isLowerRole,
  paths,
  readMember,
  Refused,
  roleOf,
  withoutPerson,
  withRole,
  type Calls,
  type LibraryId,
  type Uid,
} from '@maru/model';
import type { Transaction } from '../ports/documents.ts';
import type { Caller } from './caller.ts';
import { change } from './change.ts';
import { mustMay } from './people.ts';
import { markLoss, type SharingPorts } from './sharing.ts';

/** The name of a member, to be told to owners. */
async function nameOfMember(tx: Transaction, library: LibraryId, uid: Uid): Promise<{ whom: string } | undefined> {
  const fields = await tx.read(paths.member(library, uid));
  return fields && { whom: readMember(fields).name };
}

/** Gives a member another role; the same again changes nothing. */
export async function changeRole(
  ports: SharingPorts,
  caller: Caller,
  { library, uid, role }: Calls['changeRole']['ask'],
): Promise<Calls['changeRole']['answer']> {
  await change(ports, caller, library, async (house, tx) => {
    mustMay(house.library, caller, 'manage-members');
    const had = roleOf(house, uid);
    if (had === undefined) throw new Refused('not-found');
    if (had === role) return undefined;
    const whom = await nameOfMember(tx, library, uid);
    return {
      after: withRole(house, uid, role),
      told: [{ did: 'changed-role', ...whom, as: role }],
      // Who may less now does not come back to more by a link that they still have.
      besides: (at) => {
        if (isLowerRole(role, had)) markLoss(tx, paths.revocation(library, uid), at);
      },
    };
  });
  return {};
}

/** Makes another member owner, and the caller editor. */
export async function transfer(
  ports: SharingPorts,
  caller: Caller,
  { library, to }: Calls['transfer']['ask'],
): Promise<Calls['transfer']['answer']> {
  if (to === caller.uid) throw new Refused('bad-input');
  await change(ports, caller, library, async (house, tx) => {
    mustMay(house.library, caller, 'manage-members');
    if (roleOf(house, to) === undefined) throw new Refused('not-found');
    const whom = await nameOfMember(tx, library, to);
    const after = withRole(withRole(house, to, 'owner'), caller.uid, 'editor');
    return { after, told: [{ did: 'transferred', ...whom }] };
  });
  return {};
}

/** Takes a member out of a library: only an invite that is made afterwards lets them in again. Who is out already stays so. */
export async function removeMember(
  ports: SharingPorts,
  caller: Caller,
  { library, uid }: Calls['removeMember']['ask'],
): Promise<Calls['removeMember']['answer']> {
  if (uid === caller.uid) throw new Refused('bad-input');
  await change(ports, caller, library, async (house, tx) => {
    mustMay(house.library, caller, 'manage-members');
    if (roleOf(house, uid) === undefined) return undefined;
    const whom = await nameOfMember(tx, library, uid);
    return {
      after: withoutPerson(house, uid),
      told: [{ did: 'removed', ...whom }],
      besides: (at) => markLoss(tx, paths.revocation(library, uid), at),
    };
  });
  return {};
}

/** Leaves a library; what one added stays. */
export async function leave(
  ports: SharingPorts,
  caller: Caller,
  { library }: Calls['leave']['ask'],
): Promise<Calls['leave']['answer']> {
  await change(ports, caller, library, (house) => {
    mustMay(house.library, caller, 'leave');
    return { after: withoutPerson(house, caller.uid), told: [{ did: 'left' }] };
  });
  return {};
}
