import { ApiError, compact, type AlbumId, type ItemId, type LibraryId, type UploadState } from '@maru/model';
import { uploadFile, type UploadResult } from './upload-file.ts';
import type { Client } from './client.ts';
import { rowOf, type Row } from './report.ts';
import type { LocalFile } from './walk.ts';

/** Files that are hashed and uploaded in parallel. */
const MAX_UPLOADS = 3;
/** Items in processing before uploads pause; each is polled about once a second. */
const MAX_PROCESSING = 12;

/** Progress of a run: bytes sent over all files, and the number of finished files. */
export interface Progress {
  readonly sent: number;
  readonly finished: number;
}

/** Whether a file is not uploaded, for a reason that its type names. */
const isSkipped = ({ type }: LocalFile): boolean => type !== 'media' && type !== 'unreadable';

/** The API refused to create an album. */
function refusedByApi(error: unknown): undefined {
  if (!(error instanceof ApiError)) throw error;
}

/** The number of uploaded bytes of a file in this state. */
function bytesOf(state: UploadState, size: number): number {
  if (state.at === 'sending') return Math.min(size, state.done);
  return state.at === 'queued' || state.at === 'hashing' || state.at === 'announcing' ? 0 : size;
}

/** Uploads files to a library, three at a time; returns a row for each, in order. A failing file never rejects. */
export async function uploadFiles(
  client: Client,
  files: readonly LocalFile[],
  to: { library: LibraryId; albumsOf: (file: LocalFile) => Promise<readonly AlbumId[]> },
  onprogress: (progress: Progress) => void = () => undefined,
): Promise<Row[]> {
  const rows: (Row | undefined)[] = files.map(() => undefined);
  const sent = files.map(() => 0);
  const processing = new Set<Promise<unknown>>();
  const inProgress = new Map<ItemId, Promise<unknown>>();
  const report = (): void => {
    onprogress({ sent: sent.reduce((sum, bytes) => sum + bytes, 0), finished: rows.filter((row) => row).length });
  };
  const one = async (file: LocalFile, i: number): Promise<void> => {
    const began = performance.now();
    const finish = (row: Row): void => {
      rows[i] = row;
      sent[i] = file.size;
      report();
    };
    if (isSkipped(file)) {
      finish({ file: file.path, state: 'skipped', code: file.type, renditions: [], ms: 0 });
      return;
    }
    const albums = await to.albumsOf(file).catch(refusedByApi);
    if (!albums) {
      finish({ file: file.path, state: 'failed', code: 'refused', renditions: [], ms: 0 });
      return;
    }
    const upload = uploadFile(
      client,
      { ...file, library: to.library, albums },
      {
        inProgress,
        onstate: (state) => {
          sent[i] = bytesOf(state, file.size);
          report();
        },
      },
    );
    const end = upload.processed.then(({ state, item }: UploadResult) => {
      const row = rowOf(file.path, state, item, Math.round(performance.now() - began));
      finish(compact({ ...row, furtherFiles: file.furtherPaths, matchedBy: file.matchedBy }));
    });
    processing.add(end);
    void end.then(() => processing.delete(end));
    await upload.sent;
    while (processing.size > MAX_PROCESSING) await Promise.race(processing);
  };
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < files.length; i = next++) {
      const file = files[i];
      if (file) await one(file, i);
    }
  };
  await Promise.all(Array.from({ length: MAX_UPLOADS }, lane));
  await Promise.all(processing);
  return rows.filter((row) => row !== undefined);
}
