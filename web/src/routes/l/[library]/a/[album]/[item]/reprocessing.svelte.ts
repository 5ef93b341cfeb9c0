import type { ItemId } from '@maru/model/ids';
import { isReprocessing } from '@maru/model/library/item';
import { FAILURE_MESSAGES } from '#lib/features/labels/failures.ts';
import { m } from '#lib/paraglide/messages.js';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { AsyncAction } from '../../../../../async-action.svelte.ts';

/** What the viewer shows. */
interface ReprocessingContext {
  readonly view: LibraryView;
  readonly current: ItemId;
}

/** Reprocesses the item in the viewer, and reports how that goes. */
export class Reprocessing {
  readonly #context: () => ReprocessingContext;
  readonly #request = new AsyncAction();
  /** The last item that was reprocessed here. Only its state is listened to, because each item costs a read. */
  #requested = $state<ItemId>();
  readonly #item = $derived.by(() => {
    const { view, current } = this.#context();
    return this.#requested === current ? view.item(current) : undefined;
  });

  constructor(context: () => ReprocessingContext) {
    this.#context = context;
  }

  /** Whether the current item is being reprocessed. */
  get isRunning(): boolean {
    return this.#item !== undefined && isReprocessing(this.#item);
  }

  /** What to say about it: that it runs or has failed. */
  get status(): string | undefined {
    const item = this.#item;
    if (item?.state !== 'ready') return undefined;
    if (isReprocessing(item)) return m.reprocess_running();
    return item.failure === undefined ? undefined : `${m.reprocess_failed()} ${FAILURE_MESSAGES[item.failure]()}`;
  }

  /** Requests it for the current item. Returns the message of an error, if any. */
  async start(): Promise<string | undefined> {
    const { view, current } = this.#context();
    const result = await this.#request.run(() => view.call('reprocessItem', { item: current }));
    if (result.ok) this.#requested = current;
    return this.#request.error;
  }
}
