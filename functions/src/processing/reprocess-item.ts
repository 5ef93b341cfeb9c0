import {
  isReprocessing,
  isRetryable,
  originalName,
  paths,
  readItem,
  ApiError,
  type Action,
  type ApiRequest,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Fields, Store } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import type { Originals } from '../ports/objects.ts';
import type { Queue } from '../ports/queue.ts';
import type { Caller } from '../access/caller.ts';
import { enqueueProcessing } from '../ingest/choose-queue.ts';
import { requireLibrary } from '../library/people.ts';

interface AgainPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly queue: Queue;
  readonly clock: Clock;
}

/**
 * What an item becomes that failed and is tried again. Renditions that nobody has seen are written again under the same rev;
 * those of an item that was ready once are left as they are, and the next rev is made.
 */
const triedAgain = ({ mediaInfo, rev }: Item): Fields => ({
  state: 'processing',
  failure: undefined,
  rev: mediaInfo ? rev + 1 : rev,
});

/** What an item becomes that is asked to be made again; undefined where there is nothing to ask for: it has not ended yet, or trying cannot mend it. */
export function reprocessUpdate(item: Item): Fields | undefined {
  const { state, failure, rev } = item;
  if (state === 'ready') return isReprocessing(item) ? undefined : { targetRev: rev + 1, failure: undefined };
  return state === 'failed' && failure !== undefined && isRetryable(failure) ? triedAgain(item) : undefined;
}

/** Asks for one item, `as` what says what becomes of it, and lets it be made; what is asked for twice is made once. */
async function ask(
  ports: AgainPorts,
  caller: Caller,
  action: Action,
  { library, item }: { readonly library: LibraryId; readonly item: ItemId },
  as: (item: Item) => Fields | undefined,
): Promise<Record<string, never>> {
  const { store, originals, clock } = ports;
  await requireLibrary(store, library, caller, action);
  const stat = await originals.stat(originalName(library, item));
  const asked = await store.transact(async (tx) => {
    await requireLibrary(tx, library, caller, action);
    const fields = await tx.read(paths.item(library, item));
    if (!fields) throw new ApiError('not-found');
    const known = readItem(fields);
    if (known.state === 'failed' && (known.failure === undefined || !isRetryable(known.failure)))
      throw new ApiError('forbidden');
    const becomes = as(known);
    if (!becomes) return undefined;
    if (!stat) throw new ApiError('not-found');
    tx.update(paths.item(library, item), { ...becomes, changed: new Date(clock.now()) });
    return known;
  });
  if (asked && stat)
    await enqueueProcessing(ports, { library, item, generation: stat.generation }, asked, asked.state === 'ready');
  return {};
}

/** Makes a failed item again. */
export const retryItem = (
  ports: AgainPorts,
  caller: Caller,
  asked: ApiRequest<'retryItem'>,
): Promise<Record<string, never>> =>
  ask(ports, caller, 'retry', asked, (item) => (item.state === 'failed' ? triedAgain(item) : undefined));

/** Makes a ready item again, as the next rev, while this one is shown; one that failed is tried again. */
export const reprocessItem = (
  ports: AgainPorts,
  caller: Caller,
  asked: ApiRequest<'reprocessItem'>,
): Promise<Record<string, never>> => ask(ports, caller, 'reprocess', asked, reprocessUpdate);
