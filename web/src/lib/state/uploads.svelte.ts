import { folderOfFile } from '@maru/model/library/folder';
import type { AlbumId, LibraryId } from '@maru/model/ids';
import type { Stop } from '@maru/model/upload/platform';
import type { FileToAdd, UploadPorts, UploadTarget } from '@maru/model/upload/ports';
import { isSending, isVolatile, type Upload } from '@maru/model/upload/state';
import type { UploadingDevice } from '../device/uploads/uploading-device.ts';
import type { UploadEngine } from '@maru/model/upload/upload-engine';
import type { DeviceQueue } from '../device/uploads/upload-queue.ts';
import type { UploadSource } from '../device/zips/zips.svelte.ts';
import { DurableUploads } from './durable-uploads.ts';

type Ports = UploadPorts<UploadSource> & { readonly queue: Pick<DeviceQueue, 'note' | 'importing' | 'forgetZips'> };

/** Interval between two updates of `all`, in milliseconds. */
const PROGRESS_MS = 100;

/** Whether a file is read from its ZIP, and not copied. */
const isInZip = (source: UploadSource): boolean => !(source instanceof File || source.at instanceof File);

/** One person's uploads in this window, for the screen. They continue across pages, and in the next window if the device stores them. */
export class Uploads {
  #shown = $state.raw<readonly Upload[]>([]);
  #isPaused = $state(false);
  #lacksDates = $state(false);
  #isClosed = false;
  #stopTimer: Stop | undefined;
  readonly #durable = new DurableUploads();
  readonly #ports: Ports;
  readonly #device: Pick<UploadingDevice, 'pause' | 'lacksDate'>;
  readonly #stopListening: Stop;
  readonly #engine: Promise<UploadEngine<UploadSource>>;

  constructor(ports: Ports, device: Pick<UploadingDevice, 'pause' | 'lacksDate'>) {
    this.#ports = ports;
    this.#device = device;
    this.#engine = this.#open();
    this.#hold(device.pause.isPaused);
    this.#stopListening = device.pause.onchange(() => this.#hold(device.pause.isPaused));
    void this.#with((engine) => engine.restore());
  }

  // In a chunk of its own, so that the sign-in page does not load it.
  async #open(): Promise<UploadEngine<UploadSource>> {
    const { UploadEngine } = await import('@maru/model/upload/upload-engine');
    return new UploadEngine(this.#ports, {
      onchange: (id, state) => {
        this.#ports.queue.note(id, state);
        this.#stopTimer ??= this.#ports.after(PROGRESS_MS, () => void this.#show());
      },
    });
  }

  async #with(use: (engine: UploadEngine<UploadSource>) => unknown): Promise<void> {
    await use(await this.#engine);
  }

  /** The uploads as of the last `PROGRESS_MS`. */
  get all(): readonly Upload[] {
    return this.#shown;
  }

  /** Whether files are not completely sent. */
  get isSending(): boolean {
    return this.#shown.some(({ state }) => isSending(state));
  }

  /** Whether closing the window would lose files that are not completely sent. */
  get isVolatile(): boolean {
    return this.#shown.some(isVolatile);
  }

  /** Uploads files to albums of a library. Resolves when closing the window would lose none of them. */
  add(files: readonly File[], library: LibraryId, albums: readonly AlbumId[]): Promise<void> {
    return this.#add(files, { library, albums });
  }

  /** Submits a guest's files to an album; resolves as `add` does. */
  submit(files: readonly File[], library: LibraryId, album: AlbumId): Promise<void> {
    return this.#add(files, { library, albums: [album], isSubmission: true });
  }

  /**
   * Uploads files of an export, with what the export says about them. Resolves when a later window would continue those in ZIPs, which are not
   * copied; it does not wait for copies of others.
   */
  import(files: readonly FileToAdd<UploadSource>[], library: LibraryId, albums: readonly AlbumId[]): Promise<void> {
    this.#unpause();
    return this.#with((engine) => {
      engine.add(files, { library, albums });
      return files.every(({ source }) => isInZip(source)) ? engine.whenStored() : undefined;
    });
  }

  /** Ends a pause of earlier uploads: it was not meant for those that are added now. */
  #unpause(): void {
    if (this.#isPaused && !this.isSending) this.isPaused = false;
  }

  /** The keys of the files of exports that are on their way to a library, in any window, or wait for their ZIP. */
  importing(library: LibraryId): Promise<ReadonlySet<string>> {
    return this.#ports.queue.importing(library);
  }

  /** Continues what waited for ZIPs that were opened since. */
  continueImports(): Promise<void> {
    return this.#with(async (engine) => {
      await engine.restore();
      // What this window could not read any more.
      engine.retryAll();
    });
  }

  /** Gives up what waits for these ZIPs. */
  forgetZips(keys: readonly string[]): Promise<void> {
    return this.#ports.queue.forgetZips(keys);
  }

  async #add(files: readonly File[], to: UploadTarget): Promise<void> {
    const named = files.map((file) => {
      const { name, size, webkitRelativePath } = file;
      return { source: file, name, size, folder: folderOfFile(webkitRelativePath) };
    });
    this.#unpause();
    void this.#checkDates(files);
    const engine = await this.#engine;
    await this.#durable.whenDurable(engine.add(named, to));
  }

  /** Whether this device is online; otherwise all uploads wait. */
  get isOnline(): boolean {
    return this.#ports.network.isOnline();
  }

  /** Whether a photo that was added in this window lost its date on the way here. */
  get lacksDates(): boolean {
    return this.#lacksDates;
  }

  async #checkDates(files: readonly File[]): Promise<void> {
    for (const file of files) {
      if (this.#lacksDates) return;
      this.#lacksDates = await this.#device.lacksDate(file).catch(() => false);
    }
  }

  /** Retries a failed or stopped upload. */
  retry(id: string): void {
    void this.#with((engine) => engine.retry(id));
  }

  /** Removes one upload from the list, which cancels it if it is not over, or without an id all that are over. */
  dismiss(id?: string): void {
    if (id === undefined) this.#lacksDates = false;
    void this.#with((engine) => (id === undefined ? engine.removeOver() : engine.remove(id)));
  }

  /** Says that the person was told what is ready, so that the next window need not. */
  acknowledge(): void {
    void this.#with((engine) => engine.acknowledge());
  }

  /** Retries all uploads for which it can help. */
  retryAll(): void {
    void this.#with((engine) => engine.retryAll());
  }

  /** Whether the person paused all uploads, in all windows of this device. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  set isPaused(isPaused: boolean) {
    this.#device.pause.isPaused = isPaused;
    this.#hold(isPaused);
  }

  #hold(isPaused: boolean): void {
    this.#isPaused = isPaused;
    void this.#with((engine) => (isPaused ? engine.hold('paused') : engine.release('paused')));
  }

  /** Pauses until `resume`, while nobody is signed in. */
  suspend(): void {
    void this.#with((engine) => engine.hold('signed-out'));
  }

  /** Continues after the same person signed in again. */
  resume(): void {
    void this.#with((engine) => engine.release('signed-out'));
  }

  /** Ends all uploads in this window. */
  close(): void {
    this.#isClosed = true;
    void this.#with((engine) => engine.close());
    this.#stopListening();
    this.#stopTimer?.();
    this.#shown = [];
  }

  // Progress events are frequent, so updates are batched.
  async #show(): Promise<void> {
    this.#stopTimer = undefined;
    const { uploads } = await this.#engine;
    if (this.#isClosed) return;
    this.#shown = uploads;
    this.#durable.update(uploads);
  }
}
