import { ApiError, compact, type AlbumId, type LibraryId, type UploadState } from '@maru/model';
import type { Client } from './client.ts';
import type { KnownFiles } from './known-files.ts';
import { rowOf, type Row } from './report.ts';
import type { LocalFile } from './local-file.ts';
import { startUploads, type FileToUpload } from './upload-file.ts';

/** Progress of a run: bytes sent over all files, the number of finished files, and whether others wait for the network. */
export interface Progress {
  readonly sent: number;
  readonly finished: number;
  readonly isWaiting: boolean;
}

/** Whether a file is not uploaded, for a reason that its type names. */
const isSkipped = ({ type }: LocalFile): boolean => type !== 'media' && type !== 'unreadable';

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

/** Uploads files to a library; returns a row for each, in order. A failing file never rejects. */
export async function uploadFiles(
  client: Client,
  files: readonly LocalFile[],
  to: { library: LibraryId; albumsOf: (file: LocalFile) => Promise<readonly AlbumId[]> },
  { known, onprogress = () => undefined }: { known?: KnownFiles; onprogress?: (progress: Progress) => void } = {},
): Promise<Row[]> {
  const run = new Run(files, onprogress);
  const keyOf = async ({ path, inZip, furtherPaths = [] }: LocalFile): Promise<string | undefined> =>
    inZip ? known?.keyInZip(inZip.entry) : known?.keyOf([path, ...furtherPaths]);
  const media: (readonly [LocalFile, FileToUpload])[] = [];
  for (const file of files) {
    const albums = isSkipped(file) || file.problem ? undefined : await to.albumsOf(file).catch(refusedByApi);
    const none = { file: file.path, renditions: [], ms: 0 };
    if (albums) media.push([file, { ...file, albums, key: await keyOf(file) }]);
    else if (file.problem) run.finish(file, { ...none, state: 'failed', code: file.problem });
    else if (isSkipped(file)) run.finish(file, { ...none, state: 'skipped', code: file.type });
    else run.finish(file, { ...none, state: 'failed', code: 'refused' });
  }
  const uploads = startUploads(
    client,
    media.map(([, file]) => file),
    to.library,
    {
      ...(known && { known }),
      onstate: (n, state) => {
        const [file] = media[n] ?? [];
        if (file) run.move(file, state);
      },
    },
  );
  await Promise.all(
    media.map(async ([file], n) => {
      const { state, item } = (await uploads[n]?.processed) ?? { state: { at: 'queued' } };
      const row = rowOf(file.path, state, item, run.msOf(file));
      run.finish(
        file,
        compact({ ...row, furtherFiles: file.furtherPaths, matchedBy: file.matchedBy, unmatched: file.unmatched }),
      );
    }),
  );
  return run.rows;
}
