import type { ApiResponse } from '@maru/model/api/endpoints';
import { isTemporary } from '@maru/model/api/error';
import type { ItemId } from '@maru/model/ids';
import { MAX_ITEMS_PER_ADD } from '@maru/model/limits';
import type { BatchPart, BatchStore } from '../device/batch-store.ts';
import type { BatchKind, ItemsCall, ItemsEndpoint, StoredBatch } from '../device/stored-batch.ts';
import type { Cloud } from '../firebase/cloud.ts';
import { waitToRetry } from './retry.ts';
import type { Network } from '@maru/model/upload/ports';

/** A task for many items: an endpoint that takes at most `MAX_ITEMS_PER_ADD` of them. */
export interface BatchTask {
  readonly kind: BatchKind;
  readonly items: readonly ItemId[];
  /** Calls the endpoint and returns the items that it changed. A call whose response was lost is repeated. */
  readonly send: (items: readonly ItemId[]) => Promise<readonly ItemId[]>;
  /** The same call in a form that can be stored, if a later window may resume the task. */
  readonly call?: ItemsCall;
}

/** A batch on screen. It is `waiting` for the network or for a rate, `failed` if the server refused it or if it is too old to be resumed by itself. */
export interface Batch {
  readonly id: number;
  readonly kind: BatchKind;
  readonly state: 'running' | 'waiting' | 'failed';
  /** The items that were sent, of `total`. */
  readonly sent: number;
  readonly total: number;
  /** Why it failed; undefined for an old batch that waits to be retried. */
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
  /** What is not sent yet, in order. */
  left: readonly BatchPart[];
  /** Whether the next window resumes it if this one ends. */
  isStored: boolean;
  /** Ends its current wait. */
  wake?: AbortController;
}

/** A batch that takes longer than this is shown, ms. */
const SHOWN_AFTER_MS = 1000;

/** An older batch is resumed only when the person presses the retry button, ms. */
const MAX_AUTO_RESUME_AGE_MS = 3_600_000;
/** How long a batch waits to be stored on the device before it starts anyway, ms. */
const STORE_TIMEOUT_MS = 2000;

/** How many items a call changed. */
function countOf(response: ApiResponse<ItemsEndpoint>): number {
  if ('added' in response) return response.added.length;
  if ('removed' in response) return response.removed.length;
  if ('trashed' in response) return response.trashed;
  if ('restored' in response) return response.restored;
  return Object.keys(response.before).length;
}

/** Stores nothing. */
const NO_BATCH_STORE: BatchStore = {
  add: (_, parts) => Promise.resolve(parts),
  remove: () => Promise.resolve(),
  load: () => Promise.resolve([]),
};

const partsOf = (items: readonly ItemId[]): BatchPart[] =>
  Array.from({ length: Math.ceil(items.length / MAX_ITEMS_PER_ADD) }, (_, n) => ({
    items: items.slice(n * MAX_ITEMS_PER_ADD, (n + 1) * MAX_ITEMS_PER_ADD),
  }));

/**
 * One person's batches in this window. They continue across pages and wait while offline. If the window is closed, the next one resumes those that
 * take more than one call.
 */
export class Batches {
  #shown = $state.raw<readonly Batch[]>([]);
  #count = 0;
  #running = $state(0);
  #isSuspended = false;
  #isClosed = false;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- components read only `#shown`
  readonly #runs = new Map<number, Run>();
  readonly #network: Pick<Network, 'isOnline'>;
  readonly #store: BatchStore;

  constructor(network: Pick<Network, 'isOnline'>, store = NO_BATCH_STORE) {
    this.#network = network;
    this.#store = store;
  }

  /** The batches that take long, wait or failed, oldest first. */
  get shown(): readonly Batch[] {
    return this.#shown;
  }

  /** Whether closing the window would end a batch for good. */
  get isRunning(): boolean {
    return this.#running > 0;
  }

  /** Runs a task until all items are sent or it is stopped. Never rejects; after sign-out it stays pending. */
  run(task: BatchTask): Promise<BatchResult> {
    return this.#run(task, partsOf(task.items));
  }

  /**
   * Resumes the batches that closed windows left unfinished. One older than `MAX_AUTO_RESUME_AGE_MS` waits as failed until the person retries or stops
   * it, because others may have changed the items since. Calls `ondone` for each finished batch with the number of items that it changed.
   */
  async resumeStored(cloud: Pick<Cloud, 'call'>, ondone: (count: number) => void): Promise<void> {
    for (const { kind, call, startedAt, parts } of await this.#store.load()) {
      let count = 0;
      const send = async (items: readonly ItemId[]): Promise<readonly ItemId[]> => {
        count += countOf(await cloud.call<ItemsEndpoint>(call.name, { ...call.request, items: [...items] }));
        return items;
      };
      const items = parts.flatMap((part) => part.items);
      const isOld = Date.now() - startedAt > MAX_AUTO_RESUME_AGE_MS;
      void this.#run({ kind, items, send }, parts, isOld).then(({ sent }) => {
        if (sent === items.length) ondone(count);
      });
    }
  }

  async #run(task: BatchTask, parts: readonly BatchPart[], isOld = false): Promise<BatchResult> {
    const id = (this.#count += 1);
    const isStored = parts.some(({ key }) => key !== undefined);
    const run: Run = { task, changed: [], sent: 0, left: parts, isStored, isStopped: this.#isClosed };
    this.#runs.set(id, run);
    this.#countRunning(run, 1);
    const timer = setTimeout(() => {
      if (!this.#isShown(id)) this.#show(id, { state: 'running' });
    }, SHOWN_AFTER_MS);
    if (task.call && parts.length > 1)
      await this.#makeDurable(run, { kind: task.kind, call: task.call, startedAt: Date.now() });
    if (isOld && !run.isStopped) await this.#fail(id, run, undefined);
    await this.#send(id, run);
    clearTimeout(timer);
    this.#countRunning(run, -1);
    this.#runs.delete(id);
    this.#shown = this.#shown.filter((one) => one.id !== id);
    if (this.#isClosed) return new Promise(() => undefined);
    if (run.isStored && run.left.length > 0) void this.#store.remove(run.left);
    return { sent: run.sent, changed: run.changed };
  }

  /** Stores a batch before its first call. If that takes too long, the batch is not stored and ends with the window. */
  async #makeDurable(run: Run, batch: StoredBatch): Promise<void> {
    const adding = this.#store.add(batch, run.left);
    const stored = await Promise.race([
      adding,
      new Promise<undefined>((resolve) => setTimeout(resolve, STORE_TIMEOUT_MS)),
    ]);
    if (!stored) {
      void adding.then((late) => this.#store.remove(late));
      return;
    }
    this.#countRunning(run, -1);
    run.left = stored;
    run.isStored = stored.some(({ key }) => key !== undefined);
    this.#countRunning(run, 1);
  }

  #countRunning({ isStored }: Run, by: 1 | -1): void {
    if (!isStored) this.#running += by;
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
    const { send } = run.task;
    let tries = 0;
    for (let [part] = run.left; part && !run.isStopped; [part] = run.left) {
      if (this.#isSuspended || !this.#network.isOnline()) {
        await this.#wait(id, run, tries++);
        continue;
      }
      try {
        run.changed.push(...(await send(part.items)));
        run.sent += part.items.length;
        run.left = run.left.slice(1);
        tries = 0;
        this.#update(id, { state: 'running', sent: run.sent });
        if (run.isStored) void this.#store.remove([part]);
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
    this.#countRunning(run, -1);
    const { signal } = (run.wake = new AbortController());
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    this.#countRunning(run, 1);
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
