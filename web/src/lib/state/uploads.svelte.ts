import { isRetryable } from '@maru/model/library/failure';
import type { AlbumId, LibraryId } from '@maru/model/ids';
import { nextUploadState, type Upload, type UploadEvent } from '@maru/model/upload/state';
import type { Stop } from '../firebase/cloud.ts';
import { bring, watchMaking } from './upload-file.ts';
import { watchAdmission } from './submit-file.ts';
import { siblings, type Luggage, type Siblings, type UploadWorld } from './transfer.ts';

/** How many files are read and sent at once: one is read while another is sent, and a big one does not hold up the small. */
const AT_ONCE = 3;
/** How long after a lost connection it is tried again where the device does not say that it is back, in milliseconds. */
const AGAIN_AFTER = 3_000;
/** How often progress is shown, in milliseconds. */
const BEAT = 100;

/** The device's network: whether it is there, and a word at every change. */
export interface Network {
  readonly isOnline: () => boolean;
  readonly onchange: (changed: () => void) => Stop;
}

/** One file's way while it lasts. */
interface Way {
  readonly luggage: Luggage;
  pause?: AbortController;
  unwatch?: Stop;
}

/**
 * What one person sends from this window, oldest first: it goes on while pages change, waits without a network and goes on
 * by itself. The last state is `model/upload`'s; nothing is kept when the window closes.
 */
export class Uploads {
  #all: readonly Upload[] = [];
  #shown = $state.raw<readonly Upload[]>([]);
  #beat: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #count = 0;
  #isHeld = false;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nobody looks at it: `#shown` is what is looked at
  readonly #ways = new Map<string, Way>();
  readonly #world: UploadWorld & Siblings;
  readonly #network: Network;
  readonly #deaf: Stop;

  constructor(world: UploadWorld, network: Network) {
    this.#world = { ...world, ...siblings() };
    this.#network = network;
    this.#deaf = network.onchange(() => {
      if (network.isOnline()) this.#resume();
      else this.#pause();
    });
  }

  /** The uploads as they stand, at most a moment ago. */
  get all(): readonly Upload[] {
    return this.#shown;
  }

  /** Whether closing the window would lose something: bytes that are not on their way to functions yet. */
  get isSending(): boolean {
    return this.#shown.some(({ state }) =>
      ['waiting', 'hashing', 'announcing', 'sending', 'paused'].includes(state.at),
    );
  }

  /** Adds files to a library, each meant for these albums. */
  add(files: readonly File[], library: LibraryId, albums: readonly AlbumId[]): void {
    this.#take(files, { library, albums });
  }

  /** Offers files of a guest to an album. */
  offer(files: readonly File[], library: LibraryId, album: AlbumId): void {
    this.#take(files, { library, albums: [album], isOffer: true });
  }

  #take(files: readonly File[], to: Pick<Upload, 'library' | 'albums' | 'isOffer'>): void {
    const added = files.map((file): Upload => {
      const id = String((this.#count += 1));
      this.#ways.set(id, { luggage: { file } });
      return { ...to, id, name: file.name.normalize('NFC'), size: file.size, state: { at: 'waiting' } };
    });
    this.#all = [...this.#all, ...added];
    this.#show();
    this.#begin();
  }

  /** Tries a paused, failed or stopped upload again. */
  again(id: string): void {
    const upload = this.#find(id);
    const way = this.#ways.get(id);
    if (!upload || !way) return;
    const { state } = upload;
    // The bytes themselves may be others than those that were read.
    if (state.at === 'failed' && !isRetryable(state.failure)) delete way.luggage.item;
    // What was offered came to its end.
    if (state.at !== 'paused') delete way.luggage.offer;
    this.#happen(id, { type: 'again' });
    this.#begin();
  }

  /** Takes one finished upload off the list, or without an id all of them. */
  dismiss(only?: string): void {
    for (const { id, state } of this.#all) if (isOver(state.at) && (only ?? id) === id) this.#ways.delete(id);
    this.#all = this.#all.filter(({ id }) => this.#ways.has(id));
    this.#show();
  }

  /** Waits while nobody is signed in; `goOn` when they are back. What was being sent begins again: its session was theirs. */
  hold(): void {
    this.#isHeld = true;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#pause();
    for (const way of this.#ways.values()) {
      way.unwatch?.();
      delete way.unwatch;
      // The SDK's task does not come back from a token that it could not have.
      way.luggage.sending?.cancel();
      delete way.luggage.sending;
    }
  }

  /** They are back. */
  goOn(): void {
    this.#isHeld = false;
    for (const { id, state } of this.#all) if (state.at === 'making') this.#watch(id);
    this.#resume();
  }

  /** Ends everything: at sign-out. */
  close(): void {
    this.#deaf();
    clearTimeout(this.#beat);
    clearTimeout(this.#retry);
    for (const way of this.#ways.values()) {
      way.pause?.abort();
      way.luggage.sending?.cancel();
      way.unwatch?.();
    }
    this.#ways.clear();
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
  #happen(id: string, event: UploadEvent): void {
    const upload = this.#find(id);
    const way = this.#ways.get(id);
    if (!upload || !way) return;
    const state = nextUploadState(upload.state, event);
    if (state === upload.state) return;
    this.#put({ ...upload, state });
    if (state.at === 'making') this.#watch(id);
    if (isOver(state.at)) {
      way.unwatch?.();
      delete way.unwatch;
    }
    if (state.at === 'paused' && this.#network.isOnline() && !this.#isHeld)
      this.#retry ??= setTimeout(() => this.#resume(), AGAIN_AFTER);
  }

  /** Hears what becomes of what was sent. */
  #watch(id: string): void {
    const upload = this.#find(id);
    const way = this.#ways.get(id);
    if (!upload || !way || upload.state.at !== 'making') return;
    const emit = (event: UploadEvent): void => this.#happen(id, event);
    const { offer } = way.luggage;
    way.unwatch ??=
      offer === undefined
        ? watchMaking(upload, upload.state.item, this.#world, emit)
        : watchAdmission(upload, offer, this.#world, emit);
  }

  /** Starts as many as may run at once. */
  #begin(): void {
    if (!this.#network.isOnline() || this.#isHeld) return;
    const running = [...this.#ways.values()].filter((way) => way.pause).length;
    const waiting = this.#all.filter((one) => one.state.at === 'waiting' && !this.#ways.get(one.id)?.pause);
    for (const upload of waiting.slice(0, Math.max(0, AT_ONCE - running))) void this.#run(upload);
  }

  async #run(upload: Upload): Promise<void> {
    const way = this.#ways.get(upload.id);
    if (!way) return;
    way.pause = new AbortController();
    await bring(upload, way.luggage, this.#world, (event) => this.#happen(upload.id, event), way.pause.signal);
    delete way.pause;
    this.#begin();
  }

  // Reading goes on without a network.
  #pause(): void {
    for (const { id, state } of this.#all) if (state.at !== 'hashing') this.#ways.get(id)?.pause?.abort();
  }

  #resume(): void {
    if (this.#isHeld) return;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    for (const { id, state } of this.#all) if (state.at === 'paused') this.#happen(id, { type: 'again' });
    this.#begin();
  }

  // Bytes are counted often; the page hears of it in beats.
  #show(): void {
    this.#beat ??= setTimeout(() => {
      this.#beat = undefined;
      this.#shown = this.#all;
    }, BEAT);
  }
}

const isOver = (at: Upload['state']['at']): boolean => at === 'ready' || at === 'failed' || at === 'stopped';
