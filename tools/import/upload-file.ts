import type { AlbumId, Item, ItemId, LibraryId, Sidecar, UploadState } from '@maru/model';
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
  /** Called with each state of each file, by its place in the list. */
  readonly onstate?: (n: number, state: UploadState) => void;
  /** Time-out for processing one item, in ms: a two-hour tape takes about 40 minutes on two cores (measured). */
  readonly timeoutMs?: number;
  /** Items in processing before uploads pause; each is polled about once a second. */
  readonly maxProcessing?: number;
  /** What earlier runs learned. */
  readonly known?: KnownFiles;
}

/** Uploads files to a library, small ones first. */
export function startUploads(
  client: Client,
  files: readonly FileToUpload[],
  library: LibraryId,
  { onstate, timeoutMs = 3_600_000, maxProcessing = 12, known }: UploadOptions = {},
): RunningUpload[] {
  const items = new Map<ItemId, Item>();
  const ports = uploadPorts(client, (id, item) => void items.set(id, item), known);
  const uploads = files.map(() => {
    const [sent, processed] = [Promise.withResolvers<undefined>(), Promise.withResolvers<UploadResult>()];
    return { sent, processed };
  });
  const places = new Map<string, number>();
  let left = files.length;
  const change = (id: string, state: UploadState): void => {
    const n = places.get(id);
    const upload = n === undefined ? undefined : uploads[n];
    if (n === undefined || !upload) return;
    onstate?.(n, state);
    const item = 'item' in state ? items.get(state.item) : undefined;
    const result = { state, ...(item && { item }) };
    const finish = (): void => {
      if (!places.delete(id)) return;
      upload.processed.resolve(result);
      left -= 1;
      if (left === 0) engine.close();
    };
    if (state.at === 'processing' || isOver(state)) upload.sent.resolve(undefined);
    if (isOver(state)) {
      void ports.queue.remove([id]);
      finish();
    } else if (state.at === 'processing') ports.after(timeoutMs, finish);
  };
  const engine = new UploadEngine<Source>(ports, { onchange: change, maxProcessing });
  for (const [n, { path, inZip, furtherPaths = [], name, size, folder, sidecar, albums, key }] of files.entries()) {
    const source = { parts: [inZip ?? path, ...furtherPaths], key };
    const file = { source, name, size, folder, sidecar, ...(key !== undefined && known?.find(key)) };
    for (const id of engine.add([file], { library, albums })) places.set(id, n);
  }
  return uploads.map(({ sent, processed }) => ({ sent: sent.promise, processed: processed.promise }));
}
