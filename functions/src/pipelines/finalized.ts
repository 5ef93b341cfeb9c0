import { originalName, parseOriginalName, paths, readItem } from '@maru/model';
import type { Clock, Originals, Queue, Store } from '../ports.ts';

/** What became of an event: `why` is for the log. */
export type Outcome = { readonly act: true } | { readonly act: false; readonly why: string };

const ignored = (why: string): Outcome => ({ act: false, why });

/**
 * An object is complete in the originals bucket. Drops the token that the upload's answer showed, marks the item
 * and lets it be made; events that come twice or too late change nothing.
 */
export async function finalized(
  ports: { store: Store; originals: Originals; queue: Queue; clock: Clock },
  object: { name: string; generation: string },
): Promise<Outcome> {
  const parsed = parseOriginalName(object.name);
  if (!parsed) return ignored('not the name of an original');
  const { library, item } = parsed;
  const stat = await ports.originals.stat(originalName(library, item));
  if (!stat) return ignored('no such object any more');
  if (stat.generation !== object.generation) return ignored('another generation came after it');
  await ports.originals.dropTokens(object.name);
  const why = await ports.store.transact(async (tx) => {
    const fields = await tx.read(paths.item(library, item));
    if (!fields) return 'nobody announced it';
    const { state } = readItem(fields);
    if (state !== 'uploading') return `it is ${state}`;
    tx.update(paths.item(library, item), { state: 'processing', changed: new Date(ports.clock.now()) });
    return undefined;
  });
  if (why !== undefined) return ignored(why);
  await ports.queue.make({ library, item, generation: object.generation });
  return { act: true };
}
