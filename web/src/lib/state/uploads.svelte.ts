import { isRetryable } from '@maru/model/library/failure';
import type { AlbumId, LibraryId } from '@maru/model/ids';
import { nextUploadState, type Upload, type UploadEvent } from '@maru/model/upload/state';
import type { Stop } from '../firebase/cloud.ts';
import { uploadFile, watchProcessing } from './upload-file.ts';
import { watchSubmission } from './submit-file.ts';
import { sharedTransfers, type UploadSession, type SharedTransfers, type UploadContext } from './transfer.ts';

/** How many files are uploaded at once: one is hashed while another is sent, and a large one does not block the others. */
const CONCURRENCY = 3;
/** Delay before a retry after a lost connection without an `online` event, in milliseconds. */
const RETRY_MS = 3_000;
/** Interval between two updates of `all`, in milliseconds. */
const PROGRESS_MS = 100;

/** The network state of the device. */
export interface Network {
  readonly isOnline: () => boolean;
  readonly onchange: (changed: () => void) => Stop;
}

/** The running parts of one upload. */
interface Transfer {
  readonly session: UploadSession;
  pause?: AbortController;
  unwatch?: Stop;
}

/**
 * One person's uploads in this window, oldest first. They continue across pages, pause while offline and resume automatically; closing
 * the window loses them. `nextUploadState` defines their states.
 */
export class Uploads {
  #all: readonly Upload[] = [];
  #shown = $state.raw<readonly Upload[]>([]);
  #progressTimer: ReturnType<typeof setTimeout> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #count = 0;
  #isSuspended = false;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- components read only `#shown`
  readonly #transfers = new Map<string, Transfer>();
  readonly #context: UploadContext & SharedTransfers;
  readonly #network: Network;
  readonly #stopListening: Stop;

  constructor(context: UploadContext, network: Network) {
    this.#context = { ...context, ...sharedTransfers() };
    this.#network = network;
    this.#stopListening = network.onchange(() => {
      if (network.isOnline()) this.#resumePaused();
      else this.#pause();
    });
  }

  /** The uploads as of the last `PROGRESS_MS`. */
  get all(): readonly Upload[] {
    return this.#shown;
  }

  /** Whether closing the window would lose files that are not completely sent. */
  get isSending(): boolean {
    return this.#shown.some(({ state }) => ['queued', 'hashing', 'announcing', 'sending', 'paused'].includes(state.at));
  }

  /** Uploads files to albums of a library. */
  add(files: readonly File[], library: LibraryId, albums: readonly AlbumId[]): void {
    this.#enqueue(files, { library, albums });
  }

  /** Submits a guest's files to an album. */
  submit(files: readonly File[], library: LibraryId, album: AlbumId): void {
    this.#enqueue(files, { library, albums: [album], isSubmission: true });
  }

  #enqueue(files: readonly File[], to: Pick<Upload, 'library' | 'albums' | 'isSubmission'>): void {
    const added = files.map((file): Upload => {
      const id = String((this.#count += 1));
      this.#transfers.set(id, { session: { file } });
      return { ...to, id, name: file.name.normalize('NFC'), size: file.size, state: { at: 'queued' } };
    });
    this.#all = [...this.#all, ...added];
    this.#show();
    this.#startWaiting();
  }

  /** Retries a paused, failed or stopped upload. */
  retry(id: string): void {
    const upload = this.#find(id);
    const transfer = this.#transfers.get(id);
    if (!upload || !transfer) return;
    const { state } = upload;
    // The file may have changed since it was hashed.
    if (state.at === 'failed' && !isRetryable(state.failure)) delete transfer.session.item;
    // A failed or stopped submission has ended; the retry needs a new one.
    if (state.at !== 'paused') delete transfer.session.submission;
    this.#apply(id, { type: 'retried' });
    this.#startWaiting();
  }

  /** Removes one finished upload from the list, or without an id all of them. */
  dismiss(only?: string): void {
    for (const { id, state } of this.#all) if (isOver(state.at) && (only ?? id) === id) this.#transfers.delete(id);
    this.#all = this.#all.filter(({ id }) => this.#transfers.has(id));
    this.#show();
  }

  /** Pauses until `resume`, while nobody is signed in. Running transfers start over: their upload sessions belong to the expired sign-in. */
  suspend(): void {
    this.#isSuspended = true;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#pause();
    for (const transfer of this.#transfers.values()) {
      transfer.unwatch?.();
      delete transfer.unwatch;
      // The SDK's task does not recover after failing to refresh the token.
      transfer.session.task?.cancel();
      delete transfer.session.task;
    }
  }

  /** Continues after the same person signed in again. */
  resume(): void {
    this.#isSuspended = false;
    for (const { id, state } of this.#all) if (state.at === 'processing') this.#watch(id);
    this.#resumePaused();
  }

  /** Cancels all uploads, at sign-out. */
  close(): void {
    this.#stopListening();
    clearTimeout(this.#progressTimer);
    clearTimeout(this.#retryTimer);
    for (const transfer of this.#transfers.values()) {
      transfer.pause?.abort();
      transfer.session.task?.cancel();
      transfer.unwatch?.();
    }
    this.#transfers.clear();
    this.#all = this.#shown = [];
  }

  #find(id: string): Upload | undefined {
    return this.#all.find((upload) => upload.id === id);
  }

  #replace(upload: Upload): void {
    this.#all = this.#all.map((one) => (one.id === upload.id ? upload : one));
    this.#show();
  }

  /** Changes an upload's state; nothing else does. */
  #apply(id: string, event: UploadEvent): void {
    const upload = this.#find(id);
    const transfer = this.#transfers.get(id);
    if (!upload || !transfer) return;
    const state = nextUploadState(upload.state, event);
    if (state === upload.state) return;
    this.#replace({ ...upload, state });
    if (state.at === 'processing') this.#watch(id);
    if (isOver(state.at)) {
      transfer.unwatch?.();
      delete transfer.unwatch;
    }
    if (state.at === 'paused' && this.#network.isOnline() && !this.#isSuspended)
      this.#retryTimer ??= setTimeout(() => this.#resumePaused(), RETRY_MS);
  }

  /** Watches the processing of a file that was sent. */
  #watch(id: string): void {
    const upload = this.#find(id);
    const transfer = this.#transfers.get(id);
    if (!upload || !transfer || upload.state.at !== 'processing') return;
    const emit = (event: UploadEvent): void => this.#apply(id, event);
    const { submission } = transfer.session;
    transfer.unwatch ??=
      submission === undefined
        ? watchProcessing(upload, upload.state.item, this.#context, emit)
        : watchSubmission(upload, submission, this.#context, emit);
  }

  /** Starts waiting uploads, up to `CONCURRENCY` at once. */
  #startWaiting(): void {
    if (!this.#network.isOnline() || this.#isSuspended) return;
    const running = [...this.#transfers.values()].filter((transfer) => transfer.pause).length;
    const waiting = this.#all.filter((one) => one.state.at === 'queued' && !this.#transfers.get(one.id)?.pause);
    for (const upload of waiting.slice(0, Math.max(0, CONCURRENCY - running))) void this.#run(upload);
  }

  async #run(upload: Upload): Promise<void> {
    const transfer = this.#transfers.get(upload.id);
    if (!transfer) return;
    transfer.pause = new AbortController();
    await uploadFile(
      upload,
      transfer.session,
      this.#context,
      (event) => this.#apply(upload.id, event),
      transfer.pause.signal,
    );
    delete transfer.pause;
    this.#startWaiting();
  }

  // Hashing continues offline.
  #pause(): void {
    for (const { id, state } of this.#all) if (state.at !== 'hashing') this.#transfers.get(id)?.pause?.abort();
  }

  #resumePaused(): void {
    if (this.#isSuspended) return;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    for (const { id, state } of this.#all) if (state.at === 'paused') this.#apply(id, { type: 'retried' });
    this.#startWaiting();
  }

  // Progress events are frequent, so updates are batched.
  #show(): void {
    this.#progressTimer ??= setTimeout(() => {
      this.#progressTimer = undefined;
      this.#shown = this.#all;
    }, PROGRESS_MS);
  }
}

const isOver = (at: Upload['state']['at']): boolean => at === 'ready' || at === 'failed' || at === 'stopped';
