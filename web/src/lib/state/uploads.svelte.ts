import { isRetryable } from '@maru/model/library/failure';
import type { AlbumId, LibraryId } from '@maru/model/ids';
import { nextUploadState, type Upload, type UploadEvent } from '@maru/model/upload/state';
import type { Stop } from '../firebase/cloud.ts';
import { uploadFile, watchProcessing } from './upload-file.ts';
import { watchSubmission } from './submit-file.ts';
import { sharedTransfers, type UploadSession, type SharedTransfers, type UploadContext } from './transfer.ts';

/** How many files are uploaded at once: one is hashed while another is sent, and a big one does not block the small ones. */
const CONCURRENCY = 3;
/** When an upload is retried after a lost connection if no `online` event comes, in milliseconds. */
const RETRY_MS = 3_000;
/** How often progress is shown, in milliseconds. */
const PROGRESS_MS = 100;

/** The device's network: whether it is online, and its changes. */
export interface Network {
  readonly isOnline: () => boolean;
  readonly onchange: (changed: () => void) => Stop;
}

/** One file's transfer. */
interface Transfer {
  readonly session: UploadSession;
  pause?: AbortController;
  unwatch?: Stop;
}

/**
 * One person's uploads from this window, oldest first: they continue across pages, wait while offline and resume by themselves. Their
 * states are the model's (`upload/state`); nothing survives closing the window.
 */
export class Uploads {
  #all: readonly Upload[] = [];
  #shown = $state.raw<readonly Upload[]>([]);
  #progressTimer: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #count = 0;
  #isSuspended = false;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never read by a component: `#shown` is
  readonly #transfers = new Map<string, Transfer>();
  readonly #context: UploadContext & SharedTransfers;
  readonly #network: Network;
  readonly #stopListening: Stop;

  constructor(context: UploadContext, network: Network) {
    this.#context = { ...context, ...sharedTransfers() };
    this.#network = network;
    this.#stopListening = network.onchange(() => {
      if (network.isOnline()) this.#resume();
      else this.#pause();
    });
  }

  /** The uploads, at most `PROGRESS_MS` old. */
  get all(): readonly Upload[] {
    return this.#shown;
  }

  /** Whether closing the window would lose something: bytes that functions have not received. */
  get isSending(): boolean {
    return this.#shown.some(({ state }) =>
      ['waiting', 'hashing', 'announcing', 'sending', 'paused'].includes(state.at),
    );
  }

  /** Uploads files to these albums of a library. */
  add(files: readonly File[], library: LibraryId, albums: readonly AlbumId[]): void {
    this.#take(files, { library, albums });
  }

  /** Submits a guest's files to an album. */
  offer(files: readonly File[], library: LibraryId, album: AlbumId): void {
    this.#take(files, { library, albums: [album], isSubmission: true });
  }

  #take(files: readonly File[], to: Pick<Upload, 'library' | 'albums' | 'isSubmission'>): void {
    const added = files.map((file): Upload => {
      const id = String((this.#count += 1));
      this.#transfers.set(id, { session: { file } });
      return { ...to, id, name: file.name.normalize('NFC'), size: file.size, state: { at: 'waiting' } };
    });
    this.#all = [...this.#all, ...added];
    this.#show();
    this.#begin();
  }

  /** Retries a paused, failed or stopped upload. */
  again(id: string): void {
    const upload = this.#find(id);
    const transfer = this.#transfers.get(id);
    if (!upload || !transfer) return;
    const { state } = upload;
    // The file may have changed since it was hashed.
    if (state.at === 'failed' && !isRetryable(state.failure)) delete transfer.session.item;
    // Its submission has ended.
    if (state.at !== 'paused') delete transfer.session.offer;
    this.#apply(id, { type: 'retried' });
    this.#begin();
  }

  /** Takes one finished upload off the list, or without an id all of them. */
  dismiss(only?: string): void {
    for (const { id, state } of this.#all) if (isOver(state.at) && (only ?? id) === id) this.#transfers.delete(id);
    this.#all = this.#all.filter(({ id }) => this.#transfers.has(id));
    this.#show();
  }

  /** Waits while nobody is signed in, until `resume`. Transfers start again: their sessions belonged to the expired sign-in. */
  suspend(): void {
    this.#isSuspended = true;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#pause();
    for (const transfer of this.#transfers.values()) {
      transfer.unwatch?.();
      delete transfer.unwatch;
      // The SDK's task does not recover from a token that it could not refresh.
      transfer.session.sending?.cancel();
      delete transfer.session.sending;
    }
  }

  /** They are signed in again. */
  resume(): void {
    this.#isSuspended = false;
    for (const { id, state } of this.#all) if (state.at === 'processing') this.#watch(id);
    this.#resume();
  }

  /** Ends everything, at sign-out. */
  close(): void {
    this.#stopListening();
    clearTimeout(this.#progressTimer);
    clearTimeout(this.#retry);
    for (const transfer of this.#transfers.values()) {
      transfer.pause?.abort();
      transfer.session.sending?.cancel();
      transfer.unwatch?.();
    }
    this.#transfers.clear();
    this.#all = this.#shown = [];
  }

  #find(id: string): Upload | undefined {
    return this.#all.find((upload) => upload.id === id);
  }

  #put(upload: Upload): void {
    this.#all = this.#all.map((one) => (one.id === upload.id ? upload : one));
    this.#show();
  }

  /** The one place where an upload's state changes. */
  #apply(id: string, event: UploadEvent): void {
    const upload = this.#find(id);
    const transfer = this.#transfers.get(id);
    if (!upload || !transfer) return;
    const state = nextUploadState(upload.state, event);
    if (state === upload.state) return;
    this.#put({ ...upload, state });
    if (state.at === 'processing') this.#watch(id);
    if (isOver(state.at)) {
      transfer.unwatch?.();
      delete transfer.unwatch;
    }
    if (state.at === 'paused' && this.#network.isOnline() && !this.#isSuspended)
      this.#retry ??= setTimeout(() => this.#resume(), RETRY_MS);
  }

  /** Watches what becomes of a file that was sent. */
  #watch(id: string): void {
    const upload = this.#find(id);
    const transfer = this.#transfers.get(id);
    if (!upload || !transfer || upload.state.at !== 'processing') return;
    const emit = (event: UploadEvent): void => this.#apply(id, event);
    const { offer } = transfer.session;
    transfer.unwatch ??=
      offer === undefined
        ? watchProcessing(upload, upload.state.item, this.#context, emit)
        : watchSubmission(upload, offer, this.#context, emit);
  }

  /** Starts as many as may run at once. */
  #begin(): void {
    if (!this.#network.isOnline() || this.#isSuspended) return;
    const running = [...this.#transfers.values()].filter((transfer) => transfer.pause).length;
    const waiting = this.#all.filter((one) => one.state.at === 'waiting' && !this.#transfers.get(one.id)?.pause);
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
    this.#begin();
  }

  // Hashing continues offline.
  #pause(): void {
    for (const { id, state } of this.#all) if (state.at !== 'hashing') this.#transfers.get(id)?.pause?.abort();
  }

  #resume(): void {
    if (this.#isSuspended) return;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    for (const { id, state } of this.#all) if (state.at === 'paused') this.#apply(id, { type: 'retried' });
    this.#begin();
  }

  // Progress events are frequent; the page is updated every `PROGRESS_MS`.
  #show(): void {
    this.#progressTimer ??= setTimeout(() => {
      this.#progressTimer = undefined;
      this.#shown = this.#all;
    }, PROGRESS_MS);
  }
}

const isOver = (at: Upload['state']['at']): boolean => at === 'ready' || at === 'failed' || at === 'stopped';
