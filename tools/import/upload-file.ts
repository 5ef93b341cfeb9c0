import type { AlbumId, Item, ItemId, LibraryId, Sidecar, UploadState } from '@maru/model';
import type { UploadPorts } from '@maru/model/upload/ports';
import { isOver } from '@maru/model/upload/state';
import { UploadEngine } from '@maru/model/upload/upload-engine';
import type { Client } from './client.ts';
import type { FileInZip } from './inflated-files.ts';
import type { KnownFiles } from './known-files.ts';
import { uploadPorts, type Source } from './upload-ports.ts';

/** A file to upload, and the albums it goes to. */
export interface FileToUpload {
  readonly path: string;
  /** The file in its ZIP, which `path` only names. */
  readonly inZip?: FileInZip;
  /** Files whose bytes follow those of `path`. */
  readonly furtherPaths?: readonly string[];
  readonly name: string;
  /** Its folder, relative to the path on the command line. */
  readonly folder?: string;
  readonly sidecar?: Sidecar;
  readonly isFavourite?: true;
  readonly size: number;
  readonly albums: readonly AlbumId[];
  /** Its key in `known`. */
  readonly key?: string | undefined;
}

/** The final upload state (`ready`, `failed`, `stopped`, or still processing after the time-out), and the item. */
export interface UploadResult {
  readonly state: UploadState;
  readonly item?: Item;
}

/** An upload that runs. Neither promise rejects. */
export interface RunningUpload {
  /** Resolves when the bytes arrived, or never will. */
  readonly sent: Promise<void>;
  /** Resolves when the item was processed, or its time is up. */
  readonly processed: Promise<UploadResult>;
}

/** How uploads run. */
export interface UploadOptions {
  /** Time-out for processing one item, in ms: a two-hour tape takes about 40 minutes on two cores (measured). */
  readonly timeoutMs?: number;
  /** Items in processing before uploads pause; each is polled about once a second. */
  readonly maxProcessing?: number;
  /** What earlier runs learned. */
  readonly known?: KnownFiles;
}

interface Running {
  readonly sent: PromiseWithResolvers<undefined>;
  readonly processed: PromiseWithResolvers<UploadResult>;
  readonly onstate: (state: UploadState) => void;
}

/** Uploads to one library, small files first, until it is closed. What is over takes no memory. */
export class Uploads {
  readonly #library: LibraryId;
  readonly #known: KnownFiles | undefined;
  readonly #timeoutMs: number;
  readonly #ports: UploadPorts<Source>;
  readonly #engine: UploadEngine<Source>;
  readonly #items = new Map<ItemId, Item>();
  readonly #running = new Map<string, Running>();

  constructor(
    client: Client,
    library: LibraryId,
    { timeoutMs = 3_600_000, maxProcessing = 12, known }: UploadOptions = {},
  ) {
    this.#library = library;
    this.#known = known;
    this.#timeoutMs = timeoutMs;
    this.#ports = uploadPorts(client, (id, item) => void this.#items.set(id, item), known);
    this.#engine = new UploadEngine<Source>(this.#ports, {
      onchange: (id, state) => {
        this.#change(id, state);
      },
      maxProcessing,
    });
  }

  /** Adds files. `onstate` is called with each state of each, by its place in the list. */
  add(files: readonly FileToUpload[], onstate?: (n: number, state: UploadState) => void): RunningUpload[] {
    return files.map(({ path, inZip, furtherPaths = [], name, size, folder, sidecar, isFavourite, albums, key }, n) => {
      const [sent, processed] = [Promise.withResolvers<undefined>(), Promise.withResolvers<UploadResult>()];
      const source = { parts: [inZip ?? path, ...furtherPaths], key };
      const { item, session } = (key !== undefined && this.#known?.find(key)) || {};
      const file = { source, name, size, folder, sidecar, isFavourite, item, session };
      for (const id of this.#engine.add([file], { library: this.#library, albums }))
        this.#running.set(id, { sent, processed, onstate: (state) => onstate?.(n, state) });
      return { sent: sent.promise, processed: processed.promise };
    });
  }

  /** Stops everything. Uploads that are not over never settle; the next run continues them. */
  close(): void {
    this.#engine.close();
  }

  #change(id: string, state: UploadState): void {
    const upload = this.#running.get(id);
    if (!upload) return;
    upload.onstate(state);
    if (state.at === 'processing' || isOver(state)) upload.sent.resolve(undefined);
    if (isOver(state)) this.#finish(id, state);
    else if (state.at === 'processing')
      this.#ports.after(this.#timeoutMs, () => {
        this.#finish(id, state);
      });
  }

  #finish(id: string, state: UploadState): void {
    const upload = this.#running.get(id);
    if (!this.#running.delete(id) || !upload) return;
    const item = 'item' in state ? this.#items.get(state.item) : undefined;
    if ('item' in state) this.#items.delete(state.item);
    upload.processed.resolve({ state, ...(item && { item }) });
    // The engine is still changing it.
    void Promise.resolve().then(() => {
      this.#engine.remove(id);
    });
  }
}

/** Uploads files to a library and nothing else. `onstate` is called as by `Uploads`. */
export function startUploads(
  client: Client,
  files: readonly FileToUpload[],
  library: LibraryId,
  { onstate, ...options }: UploadOptions & { readonly onstate?: (n: number, state: UploadState) => void } = {},
): RunningUpload[] {
  const uploads = new Uploads(client, library, options);
  const running = uploads.add(files, onstate);
  void Promise.all(running.map(({ processed }) => processed)).then(() => {
    uploads.close();
  });
  return running;
}
