import { instant, parse, paths, SWEEP_AFTER_S, type LibraryId } from '@maru/model';
import * as v from 'valibot';
import { isLocked } from '../concurrency/lock.ts';
import { sweepEach, type SweepPorts } from './sweep-each.ts';

const oldestSchema = v.object({ at: instant });

/** Enqueues a library's rotations again if nothing works on them: their task was lost. One task works on all of them. */
export async function sweepRotations(
  { store, queue, clock, log }: Pick<SweepPorts, 'store' | 'queue' | 'clock' | 'log'>,
  library: LibraryId,
): Promise<number> {
  const oldest = await store.find(paths.rotations(library), { order: ['at', 'asc'], limit: 1 });
  return sweepEach(log, library, 'rotation', oldest, async ({ id, fields }) => {
    const now = clock.now();
    if (now < parse('rotation', oldestSchema, fields).at + SWEEP_AFTER_S * 1000) return false;
    if (await isLocked(store, paths.rotationLock(library), now)) return false;
    await queue.rotateTokens({ library, rotation: id });
    return true;
  });
}
