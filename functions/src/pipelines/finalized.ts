import { originalName, parseOriginalName, paths, readItem, type Item } from '@maru/model';
import type { Clock, Originals, Queue, Store } from '../ports.ts';

/** What became of an event: `why` is for the log. */
export type Outcome = { readonly act: true } | { readonly act: false; readonly why: string };

const ignored = (why: string): Outcome => ({ act: false, why });

/** Whether an original of this item has still to come. What was damaged is gone: an object that is there now came after it. */
const isAwaited = ({ state, failure }: Item): boolean =>
  state === 'uploading' || (state === 'failed' && failure === 'damaged');

/**
 * An object is complete in the originals bucket. Drops the token that the upload's answer showed, holds the object, marks
 * the item and lets it be made; events that come twice or too late change nothing.
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
  await ports.originals.seal(object.name);
  const why = await ports.store.transact(async (tx) => {
    const fields = await tx.read(paths.item(library, item));
    if (!fields) return 'nobody announced it';
    const known = readItem(fields);
    if (!isAwaited(known)) return `it is ${known.state}`;
    const changed = new Date(ports.clock.now());
    tx.update(paths.item(library, item), { state: 'processing', failure: undefined, changed });
    return undefined;
  });
  if (why !== undefined) return ignored(why);
  await ports.queue.make({ library, item, generation: object.generation });
  return { act: true };
}
