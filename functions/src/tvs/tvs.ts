import {
  ApiError,
  can,
  compact,
  isUid,
  NO_NAME,
  paths,
  principalOf,
  readLibrary,
  readMember,
  readTv,
  type ApiRequest,
  type ApiResponse,
  type Library,
  type LibraryId,
  type Tv,
  type Uid,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { requireLibrary } from '../library/people.ts';
import type { Accounts } from '../ports/deletion.ts';
import type { Store } from '../ports/documents.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { Clock } from '../ports/system.ts';
import { enqueueRotation, writeRotation, type SharingPorts } from '../sharing/sharing-state.ts';

/** Whether a TV is the caller's, or they are an owner of its library. */
const mayEnd = (library: Library, { uid }: Caller, { member }: Tv): boolean =>
  member === uid || can(principalOf(library, uid), 'manage-members');

/** Lists the open TVs of a library that the caller may end, the last seen first. */
export async function listTvs(
  { store, clock, sessions }: { store: Store; clock: Clock; sessions: Sessions },
  caller: Caller,
  { library }: ApiRequest<'listTvs'>,
): Promise<ApiResponse<'listTvs'>> {
  const found = await requireLibrary(store, library, caller, 'view-library');
  const open = (await store.find(paths.tvs(library), {})).flatMap(({ id, fields }) => {
    const tv = readTv(fields);
    return isUid(id) && tv.until > clock.now() && mayEnd(found, caller, tv) ? [{ id, ...tv }] : [];
  });
  const [seen, members] = await Promise.all([
    sessions.lastSeen(open.map(({ id }) => id)),
    store.readAll(open.map(({ member }) => paths.member(library, member))),
  ]);
  const at = ({ id }: { id: Uid }): number => seen.get(id) ?? 0;
  const tvs = open
    .map((tv, i) => ({ ...tv, by: members[i] ? readMember(members[i]).name : NO_NAME }))
    .sort((a, b) => at(b) - at(a))
    .map(({ id, name, by, member, albums, until }) =>
      compact({ id, name, by, isOwn: member === caller.uid, albums, until, seenAt: seen.get(id) }),
    );
  return { tvs };
}

/** Ends a TV's access, and requests new tokens for the albums whose URLs it knows. */
export async function removeTv(
  ports: SharingPorts & { readonly accounts: Accounts },
  caller: Caller,
  { library, tv }: ApiRequest<'removeTv'>,
): Promise<ApiResponse<'removeTv'>> {
  const { store, ids, clock, accounts } = ports;
  const rotation = await store.transact(async (tx) => {
    const [libraryFields, fields] = await tx.readAll([paths.library(library), paths.tv(library, tv)]);
    if (!libraryFields) throw new ApiError('forbidden');
    if (!fields) return undefined;
    const found = readTv(fields);
    if (!mayEnd(readLibrary(libraryFields), caller, found)) throw new ApiError('forbidden');
    tx.remove(paths.tv(library, tv));
    return writeRotation(tx, library, { albums: found.albums, everything: false }, clock.now(), ids);
  });
  if (rotation === undefined) return {};
  await enqueueRotation(ports, library, rotation);
  await accounts.remove(tv);
  return {};
}

/** Ends the TVs of somebody who left a library. Rules refused them already, and the tokens are rotated because the person lost access. */
export async function removeTvsOf(
  { store, accounts }: { store: Store; accounts: Accounts },
  library: LibraryId,
  member: Uid,
): Promise<void> {
  const ended = await store.transact(async (tx) => {
    const found = await tx.find(paths.tvs(library), { where: ['member', '==', member] });
    for (const { path } of found) tx.remove(path);
    return found;
  });
  for (const { id } of ended) await accounts.remove(id as Uid);
}
