import {
  ApiError,
  compact,
  isUid,
  paths,
  readProgramUser,
  type ApiRequest,
  type ApiResponse,
  type ProgramSession,
  type Uid,
} from '@maru/model';
import type { Accounts } from '../ports/deletion.ts';
import type { Store } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import type { Caller } from './caller.ts';

/** How old the last use of a session may be before it is noted again: not a write for each call. */
const NOTE_USE_AFTER_MS = 3_600_000;

/**
 * Throws ApiError unless the session of a person's program is still open: it may have been ended, while the program's ID token lasts up to an hour
 * longer. Notes that it was used.
 */
export async function requireOpenSession(
  { store, clock }: { store: Store; clock: Clock },
  person: Uid,
  program: Uid,
): Promise<void> {
  const path = paths.program(program);
  const fields = await store.read(path);
  const user = fields && readProgramUser(fields);
  if (user?.uid !== person) throw new ApiError('unauthenticated');
  if (clock.now() - (user.usedAt ?? 0) < NOTE_USE_AFTER_MS) return;
  await store.transact(async (tx) => {
    if (!(await tx.read(path))) throw new ApiError('unauthenticated');
    tx.update(path, { usedAt: new Date(clock.now()) });
  });
}

/** The sessions of a person's programs, also those that are over. */
async function sessionsOf(store: Store, person: Uid): Promise<ProgramSession[]> {
  const found = await store.find(paths.programs(), { where: ['uid', '==', person] });
  return found.flatMap(({ id, fields }) => {
    const { program, until, usedAt } = readProgramUser(fields);
    return isUid(id) ? [compact({ id, program, until, usedAt })] : [];
  });
}

/** Lists the open sessions of the caller's programs, the last used first. */
export async function listPrograms(
  { store, clock }: { store: Store; clock: Clock },
  { uid }: Caller,
): Promise<ApiResponse<'listPrograms'>> {
  const open = (await sessionsOf(store, uid)).filter(({ until }) => until > clock.now());
  return { programs: open.sort((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0)) };
}

/** What ending a session needs. */
export interface ProgramPorts {
  readonly store: Store;
  readonly accounts: Accounts;
}

async function removeProgram({ store, accounts }: ProgramPorts, program: Uid): Promise<void> {
  await accounts.remove(program);
  // Without it, rules and API refuse the ID token that the program still has.
  await store.transact((tx) => {
    tx.remove(paths.program(program));
    return Promise.resolve();
  });
}

/** Ends the sessions of a person's programs that end by `until` (ms since 1970), by default all. */
export async function removePrograms(ports: ProgramPorts, person: Uid, until = Infinity): Promise<void> {
  for (const session of await sessionsOf(ports.store, person))
    if (session.until <= until) await removeProgram(ports, session.id);
}

/** Ends the session of one of the caller's programs, or of the calling program. */
export async function endProgram(
  ports: ProgramPorts,
  { programUid }: Caller,
  { program = programUid }: ApiRequest<'endProgram'>,
): Promise<ApiResponse<'endProgram'>> {
  if (program !== undefined) await removeProgram(ports, program);
  return {};
}
