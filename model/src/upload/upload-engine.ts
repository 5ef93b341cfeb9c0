import type { ItemId } from '../ids.ts';
import { isRetryable } from '../library/failure.ts';
import { FavouriteMarks } from './favourite-marks.ts';
import { isContinuedLater, isSameUpload, isUnreadable, outcomeOf, stateOfLeft, uploadOf, type Job } from './job.ts';
import type { Stop } from './platform.ts';
import type { FileToAdd, QueuedUpload, UploadPorts, UploadQueue, UploadTarget } from './ports.ts';
import { Processing } from './processing.ts';
import { RetryTimer } from './retry-timer.ts';
import { canRetry, isOver, nextUploadState, type Upload, type UploadEvent, type UploadState } from './state.ts';
import { uploadFile } from './upload-file.ts';
import { WaitingList } from './waiting-list.ts';

/** How many files are uploaded at once: one is hashed while another is sent, and a large one does not block the others. */
const CONCURRENCY = 3;

/** Why uploads are held: nobody is signed in, or the person paused them. */
export type Hold = 'signed-out' | 'paused';

/** How an engine is used. */
export interface EngineOptions {
  /** Called after every change of an upload. */
  readonly onchange?: (id: string, state: UploadState) => void;
  /** Items in processing before no further upload starts. */
  readonly maxProcessing?: number;
}

/**
 * The uploads of one person, in a browser or a terminal. Small files go first. They pause while offline and continue by themselves; what is
 * not over is kept in a queue, from which the next window or run continues; and what is ready, until its person was told.
 * `nextUploadState` defines their states.
 */
export class UploadEngine<Source> {
  readonly #ports: UploadPorts<Source>;
  readonly #options: EngineOptions;
  readonly #jobs = new Map<string, Job>();
  readonly #waiting = new WaitingList();
  readonly #holds = new Set<Hold>();
  readonly #stopListening: Stop;
  readonly #retry: RetryTimer;
  readonly #processing: Processing;
  readonly #favourites: FavouriteMarks;
  #running = 0;
  #stored: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(ports: UploadPorts<Source>, options: EngineOptions = {}) {
    this.#ports = ports;
    this.#options = options;
    this.#retry = new RetryTimer(ports.after);
    this.#processing = new Processing(ports.library);
    this.#favourites = new FavouriteMarks(ports);
    this.#stopListening = ports.network.onchange(() => {
      if (ports.network.isOnline()) this.#resumePaused();
      else this.#pause();
    });
  }

  /** The uploads, oldest first. */
  get uploads(): readonly Upload[] {
    return [...this.#jobs.values()].map(uploadOf);
  }

  /** Continues what an earlier window or run left, and what other windows leave when they end. */
  async restore(): Promise<void> {
    const left = await this.#ports.queue.load(() => void this.restore());
    for (const queued of left)
      if (!this.#isClosed && !this.#jobs.has(queued.id)) this.#begin(queued, stateOfLeft(queued), true);
    this.#startWaiting();
  }

  /** Uploads files and returns their ids. */
  add(files: readonly FileToAdd<Source>[], to: UploadTarget): string[] {
    const added = files.map(({ source, name, ...file }) => {
      const upload: QueuedUpload = { ...to, id: this.#ports.newId(), name: name.normalize('NFC'), ...file };
      return { upload, source };
    });
    for (const { upload } of added) this.#begin(upload, { at: 'queued' }, false);
    this.#stored = Promise.all([this.#stored, this.#store(added)]);
    // The caller knows the ids before anything happens to them.
    void Promise.resolve().then(() => {
      this.#startWaiting();
    });
    return added.map(({ upload }) => upload.id);
  }

  /** Resolves when all uploads that were added so far are in the queue. */
  async whenStored(): Promise<void> {
    await this.#stored;
  }

  #begin(queued: QueuedUpload, state: UploadState, isStored: boolean): void {
    const job: Job = { queued, state, isStored, furthest: 0 };
    this.#jobs.set(queued.id, job);
    this.#enter(job, state);
  }

  async #store(added: Parameters<UploadQueue<Source>['add']>[0]): Promise<void> {
    for (const id of await this.#ports.queue.add(added)) {
      const job = this.#jobs.get(id);
      if (!job) continue;
      job.isStored = true;
      this.#options.onchange?.(id, job.state);
    }
  }

  /** Retries a failed or stopped upload. */
  retry(id: string): void {
    const job = this.#jobs.get(id);
    if (!job || !isOver(job.state)) return;
    const { state } = job;
    // The file may have changed since it was hashed.
    const mayDiffer = state.at === 'failed' && !isRetryable(state.failure);
    // A failed or stopped submission has ended; the retry needs a new one. A file that can be read again continues its own.
    const forgotten = isUnreadable(state) ? {} : { submission: undefined, session: undefined, isSent: undefined };
    void this.#keep(job, { isOver: undefined, ...forgotten, ...(mayDiffer && { item: undefined }) });
    this.#apply(id, { type: 'retried' });
    this.#startWaiting();
  }

  /** Retries all failed and stopped uploads for which it can help. */
  retryAll(): void {
    for (const [id, { state }] of this.#jobs) if (canRetry(state)) this.retry(id);
  }

  /** Removes one upload, which cancels it if it is not over. */
  remove(id: string): void {
    const job = this.#jobs.get(id);
    if (job) this.#remove([job]);
  }

  /** Removes all uploads that are over. */
  removeOver(): void {
    this.#remove([...this.#jobs.values()].filter(({ state }) => isOver(state)));
  }

  /** Forgets what is ready for later windows, because its person was told. Here it is shown until it is removed. */
  acknowledge(): void {
    const told = [...this.#jobs.values()].filter(({ state, isTold }) => state.at === 'ready' && !isTold);
    for (const job of told) job.isTold = true;
    if (told.length > 0) void this.#ports.queue.remove(told.map(({ queued }) => queued.id));
  }

  #remove(jobs: readonly Job[]): void {
    const ids = jobs.map(({ queued }) => queued.id);
    for (const id of ids) {
      this.#jobs.delete(id);
      this.#waiting.delete(id);
      this.#processing.stop(id);
    }
    for (const { running } of jobs) running?.abort();
    void this.#ports.queue.remove(ids);
    for (const { queued, state } of jobs) this.#options.onchange?.(queued.id, state);
  }

  /** Pauses all uploads until every hold is released. Items in processing are not watched meanwhile. */
  hold(reason: Hold): void {
    this.#holds.add(reason);
    this.#pause();
    if (reason === 'signed-out') this.#processing.stopAll();
  }

  release(reason: Hold): void {
    if (!this.#holds.delete(reason)) return;
    for (const job of this.#jobs.values()) this.#watch(job);
    this.#resumePaused();
  }

  /** Stops everything. What is stored continues in the next window or run. */
  close(): void {
    this.#isClosed = true;
    this.#stopListening();
    this.#retry.stop();
    this.#processing.stopAll();
    this.#favourites.close();
    for (const { running } of this.#jobs.values()) running?.abort();
    this.#jobs.clear();
    this.#waiting.clear();
  }

  /** Changes an upload's state; nothing else does. */
  #apply(id: string, event: UploadEvent): void {
    const job = this.#jobs.get(id);
    if (!job) return;
    if (event.type === 'ready' && job.queued.isFavourite) {
      void this.#mark(job, event);
      return;
    }
    const state = nextUploadState(job.state, event);
    if (state === job.state) return;
    if (state.at === 'sending' && state.done > job.furthest) {
      job.furthest = state.done;
      this.#retry.reset();
    }
    this.#enter(job, state);
    // An item in processing may have held back the next upload.
    if (isOver(state)) this.#startWaiting();
  }

  /** Makes an upload ready once its item is a favourite: if the window ends before, the next one marks it. */
  async #mark(job: Job, event: UploadEvent): Promise<void> {
    const { library, albums, item } = job.queued;
    // It may be reported as ready again meanwhile.
    if (job.isMarking || item === undefined) return;
    job.isMarking = true;
    await this.#favourites.add(library, item, albums);
    job.queued = { ...job.queued, isFavourite: undefined };
    this.#apply(job.queued.id, event);
  }

  /** Does what follows from a job's new state. */
  #enter(job: Job, state: UploadState): void {
    const { id } = job.queued;
    job.state = state;
    this.#options.onchange?.(id, state);
    if (state.at === 'queued') this.#waiting.add(job.queued);
    if (state.at === 'paused') this.#retryLater();
    if (state.at === 'processing') this.#watch(job);
    if (!isOver(state)) return;
    this.#processing.stop(id);
    if (state.at !== 'ready') {
      if (!isContinuedLater(state)) void this.#keep(job, { isOver: true });
    } else if (job.queued.outcome === undefined) void this.#keep(job, { outcome: outcomeOf(state) });
  }

  /** Watches the processing of a file that was sent. */
  #watch({ queued, state }: Job): void {
    if (state.at !== 'processing' || this.#holds.has('signed-out')) return;
    this.#processing.watch(queued, state.item, (event) => {
      this.#apply(queued.id, event);
    });
  }

  /** Starts waiting uploads, up to `CONCURRENCY` at once. */
  #startWaiting(): void {
    const { maxProcessing = Infinity } = this.#options;
    while (this.#running < CONCURRENCY && this.#canSend && !this.#isClosed) {
      if (this.#processing.count >= maxProcessing) return;
      const next = this.#waiting.take();
      const job = next === undefined ? undefined : this.#jobs.get(next);
      if (!job) return;
      void this.#run(job);
    }
  }

  async #run(job: Job): Promise<void> {
    const { id } = job.queued;
    const controller = this.#ports.controller();
    job.running = controller;
    this.#running += 1;
    await uploadFile({
      get upload() {
        return job.queued;
      },
      keep: (known) => this.#keep(job, known),
      emit: (event) => {
        if (event.type === 'hashed') {
          this.#replaceUnreadable(job, event.item);
          if (!this.#canSend) controller.abort();
        }
        this.#apply(id, event);
      },
      signal: controller.signal,
      ports: this.#ports,
    });
    this.#running -= 1;
    delete job.running;
    this.#startWaiting();
  }

  async #keep(job: Job, known: Partial<QueuedUpload>): Promise<void> {
    job.queued = { ...job.queued, ...known };
    if (this.#jobs.has(job.queued.id)) await this.#ports.queue.update(job.queued);
  }

  /** A file that was chosen again, because its upload could not read it any more, continues that upload. */
  #replaceUnreadable(job: Job, item: ItemId): void {
    for (const { queued, state } of this.#jobs.values()) {
      if (!isUnreadable(state) || !isSameUpload(queued, job.queued, item)) continue;
      const { session, submission } = queued;
      const albums = [...new Set([...job.queued.albums, ...queued.albums])];
      void this.#keep(job, { session, ...(submission === undefined ? { albums } : { submission }) });
      this.remove(queued.id);
    }
  }

  // Hashing continues offline.
  #pause(): void {
    this.#retry.stop();
    for (const { state, running } of this.#jobs.values()) if (state.at !== 'hashing') running?.abort();
  }

  get #canSend(): boolean {
    return this.#holds.size === 0 && this.#ports.network.isOnline();
  }

  #retryLater(): void {
    if (!this.#canSend) return;
    this.#retry.start(() => {
      this.#resumePaused();
    });
  }

  #resumePaused(): void {
    this.#retry.stop();
    if (this.#holds.size > 0) return;
    for (const [id, { state }] of this.#jobs) if (state.at === 'paused') this.#apply(id, { type: 'retried' });
    this.#startWaiting();
  }
}
