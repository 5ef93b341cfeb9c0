import { mayMend, originalName, paths, readItem, Refused, type Calls } from '@maru/model';
import type { Clock, Originals, Queue, Store } from '../ports.ts';
import type { Caller } from './caller.ts';
import { libraryFor } from './people.ts';

/**
 * Makes a failed item again. Renditions that nobody has seen are written again under the same rev; those of an item
 * that was ready once are left as they are, and the next rev is made.
 */
export async function tryAgain(
  { store, originals, queue, clock }: { store: Store; originals: Originals; queue: Queue; clock: Clock },
  caller: Caller,
  { library, item }: Calls['tryAgain']['ask'],
): Promise<Calls['tryAgain']['answer']> {
  await libraryFor(store, library, caller, 'try-again');
  const stat = await originals.stat(originalName(library, item));
  const isAsked = await store.transact(async (tx) => {
    await libraryFor(tx, library, caller, 'try-again');
    const fields = await tx.read(paths.item(library, item));
    if (!fields) throw new Refused('not-found');
    const known = readItem(fields);
    if (known.state !== 'failed') return false;
    if (known.failure === undefined || !mayMend(known.failure)) throw new Refused('may-not');
    if (!stat) throw new Refused('not-found');
    tx.update(paths.item(library, item), {
      state: 'processing',
      failure: undefined,
      rev: known.made ? known.rev + 1 : known.rev,
      changed: new Date(clock.now()),
    });
    return true;
  });
  if (isAsked && stat) await queue.make({ library, item, generation: stat.generation });
  return {};
}
