import { instant, parse, paths, type LibraryId } from '@maru/model';
import * as v from 'valibot';
import type { Store, Transaction } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import { LeaseHeld } from '../processing/lease.ts';

/** What working off the rotations of a library needs to be the only one that does. */
export interface LockPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** How long a turn lasts unless it is extended, in milliseconds: after a crash another may begin. */
const TURN_MS = 30_000;

/** The turn of one `rotate` at a library's rotations: `paths.rotationLock`. */
export interface RotationLock {
  readonly library: LibraryId;
  readonly holder: string;
  /** Throws where somebody else may have begun since. */
  readonly mustHold: () => void;
  /** The same in a transaction, as its first read: what it writes counts only while the turn is held. */
  readonly mustHoldIn: (tx: Transaction) => Promise<void>;
}

const turnSchema = v.object({ holder: v.string(), until: instant });

/** A turn from its document; throws BadDocument. */
export const readRotationLock = (value: unknown): v.InferOutput<typeof turnSchema> => parse('turn', turnSchema, value);

/** Whether somebody works at a library's rotations at `now` (ms). */
export async function isLocked(store: Pick<Store, 'read'>, library: LibraryId, now: number): Promise<boolean> {
  const fields = await store.read(paths.rotationLock(library));
  return fields !== undefined && readRotationLock(fields).until > now;
}

class Lost extends Error {
  constructor() {
    super('another rotate has the turn');
    this.name = 'Lost';
  }
}

/** Tells `story` while nobody else works at this library's rotations; throws Busy where somebody does. */
export async function withRotationLock<T>(
  { store, clock, ids }: LockPorts,
  library: LibraryId,
  story: (turn: RotationLock) => Promise<T>,
): Promise<T> {
  const path = paths.rotationLock(library);
  const holder = ids.token();
  let until = 0;
  const write = (
    from: number,
    ms: number,
    mayTake: (held: ReturnType<typeof readRotationLock> | undefined) => boolean,
  ) =>
    store.transact(async (tx) => {
      const held = await tx.read(path);
      if (!mayTake(held && readRotationLock(held))) return false;
      if (ms > 0) tx.set(path, { holder, until: new Date(from + ms) });
      else tx.remove(path);
      return true;
    });
  const extend = async (): Promise<void> => {
    const now = clock.now();
    until = (await write(now, TURN_MS, (held) => held?.holder === holder)) ? now + TURN_MS : 0;
  };
  const began = clock.now();
  if (!(await write(began, TURN_MS, (held) => held === undefined || held.until <= began))) throw new LeaseHeld();
  until = began + TURN_MS;
  // A beat that fails is made good by the next: three fit into one turn.
  const stop = clock.every(TURN_MS / 3, () => void extend().catch(() => undefined));
  const turn: RotationLock = {
    library,
    holder,
    mustHold: () => {
      if (clock.now() >= until) throw new Lost();
    },
    mustHoldIn: async (tx) => {
      const held = await tx.read(path);
      if (held === undefined || readRotationLock(held).holder !== holder) throw new Lost();
    },
  };
  try {
    return await story(turn);
  } finally {
    stop();
    // A turn that cannot be given back ends by itself.
    await write(0, 0, (held) => held?.holder === holder).catch(() => undefined);
  }
}
