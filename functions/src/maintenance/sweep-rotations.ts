import { instant, parse, paths, SWEEP_AFTER_S, type LibraryId } from '@maru/model';
import * as v from 'valibot';
import type { Store } from '../ports/documents.ts';
import type { Clock, Log } from '../ports/system.ts';
import type { Queue } from '../ports/queue.ts';
import { isLocked } from '../token-rotation/rotation-lock.ts';

interface Ports {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

const oldestSchema = v.object({ at: instant });

/** Asks again for the rotations of a library that nobody works at: their task was lost. Gives how many it asked for. */
export async function sweepRotations({ store, queue, clock, log }: Ports, library: LibraryId): Promise<number> {
  const [oldest] = await store.find(paths.rotations(library), { order: ['at', 'asc'], limit: 1 });
  if (!oldest) return 0;
  try {
    const since = parse('rotation', oldestSchema, oldest.fields).at;
    if (clock.now() < since + SWEEP_AFTER_S * 1000 || (await isLocked(store, library, clock.now()))) return 0;
    // Whoever comes works off all of them.
    await queue.rotateTokens({ library, rotation: oldest.id });
    log('swept', { library, rotation: oldest.id });
    return 1;
  } catch (error) {
    log('could not be swept', { library, rotation: oldest.id, why: String(error) });
    return 0;
  }
}
