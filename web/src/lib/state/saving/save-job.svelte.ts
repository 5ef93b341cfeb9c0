import type { ItemId } from '@maru/model/ids';
import { OriginalsReader, type Original } from './originals-reader.ts';
import { isUnreachable } from '@maru/model/api/unreachable';
import { waitToRetry } from '../retry.ts';

/** Where originals go: a download each, one ZIP, or the share sheet, which puts them among the photos of an iPhone, or sends them. */
export type SaveTarget = 'download' | 'zip' | 'share-sheet';

/** Originals to save. */
export interface SaveRequest {
  readonly items: readonly ItemId[];
  /** The name of a ZIP, without extension. */
  readonly title: string;
  readonly target: SaveTarget;
  /** Whether the share sheet is to send the files to somebody. */
  readonly isSharing: boolean;
  readonly open: (items: ItemId[]) => Promise<readonly Original[]>;
}

/** What saving needs of the device. */
export interface SavingDevice {
  /** Starts a download; resolves when the browser takes the next one. */
  readonly download: (url: string) => Promise<void>;
  /** See `downloadZip`. */
  readonly zip: (options: {
    name: string;
    next: () => Promise<Original | undefined>;
    renew: () => Promise<Original | undefined>;
    onprogress: (progress: { entries: number }) => void;
    signal: AbortSignal;
  }) => Promise<'complete' | 'cancelled' | 'failed'>;
  /** Reads a whole original into memory, and continues where the connection broke off. */
  readonly read: (original: Original, renew: () => Promise<Original | undefined>, signal: AbortSignal) => Promise<File>;
  readonly isShareable: (original: Original) => boolean;
  readonly fitsShare: (files: readonly File[], next: Original) => boolean;
  /** Resolves to false if the share sheet needs a tap first. */
  readonly share: (files: File[]) => Promise<boolean>;
}

/** running -> ready (a tap opens the share sheet) -> running … -> done; or failed, with the error; or cancelled. */
export type SavePhase = 'running' | 'ready' | 'done' | 'failed' | 'cancelled';

/** The saving of some originals, with its progress. */
export class SaveJob {
  readonly id: number;
  readonly request: SaveRequest;
  #phase = $state<SavePhase>('running');
  #saved = $state(0);
  #repeated = $state(0);
  #missing = $state(0);
  #error = $state.raw<unknown>();
  #tap: (() => void) | undefined;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- only a retry reads it
  readonly #done = new Set<ItemId>();
  readonly #controller = new AbortController();

  constructor(id: number, request: SaveRequest, device: SavingDevice) {
    this.id = id;
    this.request = request;
    void this.#run(device);
  }

  get phase(): SavePhase {
    return this.#phase;
  }

  /** How many originals are saved, or in memory for the share sheet. One that several items have counts once for each. */
  get saved(): number {
    return this.#saved + this.#repeated;
  }

  /** How many items have no original any more. */
  get missing(): number {
    return this.#missing;
  }

  get error(): unknown {
    return this.#error;
  }

  /** The items that are not saved yet. */
  get remaining(): readonly ItemId[] {
    return this.request.items.filter((item) => !this.#done.has(item));
  }

  /** Opens the share sheet in the phase `ready`. Call it in the handler of a click. */
  tap(): void {
    this.#tap?.();
  }

  cancel(): void {
    this.#controller.abort();
    if (this.#phase !== 'done') this.#phase = 'cancelled';
    this.#tap?.();
  }

  get #isCancelled(): boolean {
    return this.#controller.signal.aborted;
  }

  async #run(device: SavingDevice): Promise<void> {
    const { request } = this;
    const originals = new OriginalsReader(
      request.items,
      (items) => this.#whenOnline(() => request.open(items)),
      (item) => {
        this.#done.add(item);
        this.#repeated += 1;
      },
    );
    try {
      if (request.target === 'zip') await this.#zip(originals, request.title, device);
      else if (request.target === 'share-sheet') await this.#share(originals, device);
      else
        for (let next = await originals.next(); next && !this.#isCancelled; next = await originals.next())
          await this.#download(next, device);
      this.#missing = originals.missing;
      if (!this.#isCancelled) this.#phase = 'done';
    } catch (error) {
      if (this.#isCancelled) return;
      this.#error = error;
      this.#phase = 'failed';
    }
  }

  /** Repeats a call until the network is back. */
  async #whenOnline<T>(call: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return await call();
      } catch (error) {
        if (!isUnreachable(error) || this.#isCancelled) throw error;
        await waitToRetry(tries, this.#controller.signal);
      }
    }
  }

  async #download(original: Original, device: SavingDevice): Promise<void> {
    await device.download(original.url);
    this.#done.add(original.item);
    this.#saved += 1;
  }

  async #zip(originals: OriginalsReader, title: string, device: SavingDevice): Promise<void> {
    const outcome = await device.zip({
      name: `${title}.zip`,
      next: () => originals.next(),
      renew: () => originals.renew(),
      onprogress: ({ entries }) => (this.#saved = entries),
      signal: this.#controller.signal,
    });
    if (outcome === 'failed') throw new Error('the ZIP is incomplete');
    // Here, or among the browser's downloads.
    if (outcome === 'cancelled') this.cancel();
  }

  async #share(originals: OriginalsReader, device: SavingDevice): Promise<void> {
    let batch: { item: ItemId; file: File }[] = [];
    const openShareSheet = async () => {
      const files = batch.map(({ file }) => file);
      // Browsers open it only soon after a tap.
      while (!this.#isCancelled && !(await device.share(files))) await this.#tapped();
      for (const { item } of batch) this.#done.add(item);
      batch = [];
    };
    for (let next = await originals.next(); next && !this.#isCancelled; next = await originals.next()) {
      if (!device.isShareable(next)) {
        await this.#download(next, device);
        continue;
      }
      if (
        !device.fitsShare(
          batch.map(({ file }) => file),
          next,
        )
      )
        await openShareSheet();
      const file = await device.read(next, () => originals.renew(), this.#controller.signal);
      batch.push({ item: next.item, file });
      this.#saved += 1;
    }
    if (batch.length > 0) await openShareSheet();
  }

  async #tapped(): Promise<void> {
    const tapped = new Promise<void>((resolve) => (this.#tap = resolve));
    this.#phase = 'ready';
    await tapped;
    if (!this.#isCancelled) this.#phase = 'running';
  }
}
