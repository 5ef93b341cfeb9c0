import { isTemporary } from '@maru/model/api/error';
import type { ItemId } from '@maru/model/ids';
import { MAX_ITEMS_PER_ADD } from '@maru/model/limits';
import { waitToRetry } from './retry.ts';
import type { Network } from '@maru/model/upload/ports';

/** What is done to many items. */
export type BatchKind =
  'add' | 'remove' | 'only-in-albums' | 'caption' | 'date' | 'keep' | 'move' | 'place' | 'trash' | 'restore' | 'purge';

/** A task for many items: an endpoint that takes at most `MAX_ITEMS_PER_ADD` of them. */
export interface BatchTask {
  readonly kind: BatchKind;
  readonly items: readonly ItemId[];
  /** Calls the endpoint and returns the items that it changed. A call whose response was lost is repeated. */
  readonly send: (items: readonly ItemId[]) => Promise<readonly ItemId[]>;
}

/** A batch on screen. It is `waiting` for the network or for a rate, `failed` if the server refused it. */
export interface Batch {
  readonly id: number;
  readonly kind: BatchKind;
  readonly state: 'running' | 'waiting' | 'failed';
  /** The items that were sent, of `total`. */
  readonly sent: number;
  readonly total: number;
  /** Why it failed. */
  readonly error?: unknown;
}

/** How a batch ended: the number of items that were sent, and those that the server changed. */
export interface BatchResult {
  readonly sent: number;
  readonly changed: readonly ItemId[];
}

interface Run {
  readonly task: BatchTask;
  readonly changed: ItemId[];
  sent: number;
  isStopped: boolean;
  /** Ends its current wait. */
  wake?: AbortController;
}

/** A batch that takes longer than this is shown, ms. */
const SHOWN_AFTER_MS = 1000;

/** One person's batches in this window. They continue across pages and wait while offline; closing the window ends them. */
export class Batches {
  #shown = $state.raw<readonly Batch[]>([]);
  #count = 0;
  #running = $state(0);
  #isSuspended = false;
  #isClosed = false;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- components read only `#shown`
  readonly #runs = new Map<number, Run>();
  readonly #network: Pick<Network, 'isOnline'>;

  constructor(network: Pick<Network, 'isOnline'>) {
    this.#network = network;
  }

  /** The batches that take long, wait or failed, oldest first. */
  get shown(): readonly Batch[] {
    return this.#shown;
  }

  /** Whether closing the window would end a batch. */
  get isRunning(): boolean {
    return this.#running > 0;
  }

  /** Runs a task until all items are sent or it is stopped. Never rejects; after sign-out it stays pending. */
  async run(task: BatchTask): Promise<BatchResult> {
    const id = (this.#count += 1);
    const run: Run = { task, changed: [], sent: 0, isStopped: false };
    this.#runs.set(id, run);
    this.#running += 1;
    const timer = setTimeout(() => {
      if (!this.#isShown(id)) this.#show(id, { state: 'running' });
    }, SHOWN_AFTER_MS);
    await this.#send(id, run);
    clearTimeout(timer);
    this.#running -= 1;
    this.#runs.delete(id);
    this.#shown = this.#shown.filter((one) => one.id !== id);
    return this.#isClosed ? new Promise(() => undefined) : { sent: run.sent, changed: run.changed };
  }

  /** Continues a batch that failed or waits. */
  retry(id: number): void {
    this.#runs.get(id)?.wake?.abort();
  }

  /** Ends a batch; what was done stays done. */
  stop(id: number): void {
    const run = this.#runs.get(id);
    if (!run) return;
    run.isStopped = true;
    run.wake?.abort();
  }

  /** Pauses until `resume`, while nobody is signed in. */
  suspend(): void {
    this.#isSuspended = true;
  }

  /** Continues after the same person signed in again. */
  resume(): void {
    this.#isSuspended = false;
    for (const id of this.#runs.keys()) this.retry(id);
  }

  /** Ends all batches, at sign-out. */
  close(): void {
    this.#isClosed = true;
    for (const id of this.#runs.keys()) this.stop(id);
  }

  async #send(id: number, run: Run): Promise<void> {
    const { items, send } = run.task;
    let tries = 0;
    while (run.sent < items.length && !run.isStopped) {
      if (this.#isSuspended || !this.#network.isOnline()) {
        await this.#wait(id, run, tries++);
        continue;
      }
      const part = items.slice(run.sent, run.sent + MAX_ITEMS_PER_ADD);
      try {
        run.changed.push(...(await send(part)));
        run.sent += part.length;
        tries = 0;
        this.#update(id, { state: 'running', sent: run.sent });
      } catch (error) {
        if (isTemporary(error)) await this.#wait(id, run, tries++);
        else await this.#fail(id, run, error);
      }
    }
  }

  async #wait(id: number, run: Run, tries: number): Promise<void> {
    this.#show(id, { state: 'waiting' });
    run.wake = new AbortController();
    await waitToRetry(tries, run.wake.signal);
  }

  /** Waits until the batch is continued or stopped. */
  async #fail(id: number, run: Run, error: unknown): Promise<void> {
    this.#show(id, { state: 'failed', error });
    this.#running -= 1;
    const { signal } = (run.wake = new AbortController());
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    this.#running += 1;
    this.#show(id, { state: 'running' });
  }

  #isShown(id: number): boolean {
    return this.#shown.some((one) => one.id === id);
  }

  #show(id: number, state: Pick<Batch, 'state' | 'error'>): void {
    const run = this.#runs.get(id);
    if (!run) return;
    const { kind, items } = run.task;
    const batch = { id, kind, sent: run.sent, total: items.length };
    if (this.#isShown(id)) this.#update(id, state);
    else this.#shown = [...this.#shown, { ...batch, ...state }];
  }

  #update(id: number, change: Pick<Batch, 'state'> & Partial<Batch>): void {
    this.#shown = this.#shown.map((one) => (one.id === id ? { ...one, ...change } : one));
  }
}
