import { ApiError, compact, type AlbumId, type LibraryId, type UploadState } from '@maru/model';
import type { Client } from './client.ts';
import type { KnownFiles } from './known-files.ts';
import { rowOf, type Row } from './report.ts';
import type { LocalFile } from './local-file.ts';
import { Uploads, type FileToUpload } from './upload-file.ts';

/** Progress of a run: bytes sent over all files, the number of finished files, and whether others wait for the network. */
export interface Progress {
  readonly sent: number;
  readonly finished: number;
  readonly isWaiting: boolean;
}

/** Whether a file is not uploaded, for a reason that its type names. */
export const isSkipped = ({ type }: LocalFile): boolean => type !== 'media' && type !== 'unreadable';

/** The API refused to create an album. */
function refusedByApi(error: unknown): undefined {
  if (!(error instanceof ApiError)) throw error;
}

/** The number of uploaded bytes of a file in this state. */
function bytesOf(state: UploadState, size: number): number {
  if (state.at === 'sending' || state.at === 'paused') return Math.min(size, state.done);
  return state.at === 'queued' || state.at === 'hashing' || state.at === 'announcing' ? 0 : size;
}

/** The rows of a run, and its progress. */
class Run {
  readonly #files: readonly LocalFile[];
  readonly #onprogress: (progress: Progress) => void;
  readonly #rows = new Map<LocalFile, Row>();
  readonly #sent = new Map<LocalFile, number>();
  readonly #began = new Map<LocalFile, number>();
  readonly #paused = new Set<LocalFile>();
  #total = 0;

  constructor(files: readonly LocalFile[], onprogress: (progress: Progress) => void) {
    this.#files = files;
    this.#onprogress = onprogress;
  }

  /** The rows in the order of the files. */
  get rows(): Row[] {
    return this.#files.flatMap((file) => this.#rows.get(file) ?? []);
  }

  move(file: LocalFile, state: UploadState): void {
    if (state.at === 'hashing' && !this.#began.has(file)) this.#began.set(file, performance.now());
    if (state.at === 'paused') this.#paused.add(file);
    else if (state.at !== 'queued' && state.at !== 'hashing') this.#paused.delete(file);
    this.#report(file, bytesOf(state, file.size));
  }

  /** The milliseconds since a file was first read. */
  msOf(file: LocalFile): number {
    const began = this.#began.get(file);
    return began === undefined ? 0 : Math.round(performance.now() - began);
  }

  finish(file: LocalFile, row: Row): void {
    this.#rows.set(file, row);
    this.#report(file, file.size);
  }

  #report(file: LocalFile, bytes: number): void {
    this.#total += bytes - (this.#sent.get(file) ?? 0);
    this.#sent.set(file, bytes);
    this.#onprogress({ sent: this.#total, finished: this.#rows.size, isWaiting: this.#paused.size > 0 });
  }
}

/** The key under which a file is known; undefined if it cannot be told from another. */
export const keyOfFile = async (
  known: KnownFiles | undefined,
  { path, inZip, furtherPaths = [] }: LocalFile,
): Promise<string | undefined> => (inZip ? known?.keyInZip(inZip.entry) : known?.keyOf([path, ...furtherPaths]));

/** Where files go. */
export interface Destination {
  readonly albumsOf: (file: LocalFile) => Promise<readonly AlbumId[]>;
}

/** How a run reports. */
export interface RunOptions {
  readonly known?: KnownFiles;
  readonly onprogress?: (progress: Progress) => void;
  /** Called for each file that is over; without a state if it was not uploaded. */
  readonly onover?: (file: LocalFile, row: Row, state?: UploadState) => void;
}

/** Begins to upload files. Resolves when all are in the queue, to a promise of a row for each, in order. A failing file never rejects. */
export async function beginUploads(
  uploads: Uploads,
  files: readonly LocalFile[],
  to: Destination,
  { known, onprogress = () => undefined, onover }: RunOptions = {},
): Promise<{ readonly rows: Promise<Row[]> }> {
  const run = new Run(files, onprogress);
  const finish = (file: LocalFile, row: Row, state?: UploadState): void => {
    run.finish(file, row);
    onover?.(file, row, state);
  };
  const media: (readonly [LocalFile, FileToUpload])[] = [];
  for (const file of files) {
    const albums = isSkipped(file) || file.problem ? undefined : await to.albumsOf(file).catch(refusedByApi);
    const none = { file: file.path, renditions: [], ms: 0 };
    if (albums) media.push([file, { ...file, albums, key: await keyOfFile(known, file) }]);
    else if (file.problem) finish(file, { ...none, state: 'failed', code: file.problem });
    else if (isSkipped(file)) finish(file, { ...none, state: 'skipped', code: file.type });
    else finish(file, { ...none, state: 'failed', code: 'refused' });
  }
  const running = uploads.add(
    media.map(([, file]) => file),
    (n, state) => {
      const [file] = media[n] ?? [];
      if (file) run.move(file, state);
    },
  );
  const ends = media.map(async ([file, { key }], n) => {
    const { state, item } = (await running[n]?.processed) ?? { state: { at: 'queued' } };
    if (state.at === 'ready' && key !== undefined) await known?.keep(key, { item: state.item, isDone: true });
    const { furtherPaths: furtherFiles, matchedBy, unmatched } = file;
    finish(
      file,
      compact({ ...rowOf(file.path, state, item, run.msOf(file)), furtherFiles, matchedBy, unmatched }),
      state,
    );
  });
  return { rows: Promise.all(ends).then(() => run.rows) };
}

/** Uploads files to a library; returns a row for each, in order. A failing file never rejects. */
export async function uploadFiles(
  client: Client,
  files: readonly LocalFile[],
  to: Destination & { readonly library: LibraryId },
  options: RunOptions = {},
): Promise<Row[]> {
  const uploads = new Uploads(client, to.library, { ...(options.known && { known: options.known }) });
  try {
    const { rows } = await beginUploads(uploads, files, to, options);
    return await rows;
  } finally {
    uploads.close();
  }
}
