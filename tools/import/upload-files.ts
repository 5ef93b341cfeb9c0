import type { AlbumId, ItemId, LibraryId, UploadState } from '@maru/model';
import { uploadFile, type UploadResult } from './upload-file.ts';
import type { Client } from './client.ts';
import { rowOf, type Row } from './report.ts';
import type { Found } from './walk.ts';

/** How many files are hashed and uploaded at the same time. */
const MAX_UPLOADS = 3;
/** How many items may be in processing before uploads pause: each is polled about once a second. */
const MAX_PROCESSING = 12;

/** Progress of a run: bytes sent over all files, and the number of finished files. */
export interface Progress {
  readonly sent: number;
  readonly over: number;
}

/** How many bytes of one file are done, by its state. */
function bytesOf(state: UploadState, size: number): number {
  if (state.at === 'sending') return Math.min(size, state.done);
  return state.at === 'queued' || state.at === 'hashing' || state.at === 'announcing' ? 0 : size;
}

/** Uploads files to a library, three at a time; returns a row for each, in order. A failing file never rejects. */
export async function uploadFiles(
  client: Client,
  files: readonly Found[],
  to: { library: LibraryId; albums: readonly AlbumId[] },
  onprogress: (progress: Progress) => void = () => undefined,
): Promise<Row[]> {
  const rows: (Row | undefined)[] = files.map(() => undefined);
  const sent = files.map(() => 0);
  const running = new Set<Promise<unknown>>();
  const underWay = new Map<ItemId, Promise<unknown>>();
  const tell = (): void => {
    onprogress({ sent: sent.reduce((sum, bytes) => sum + bytes, 0), over: rows.filter((row) => row).length });
  };
  const one = async (file: Found, i: number): Promise<void> => {
    const began = performance.now();
    const over = (row: Row): void => {
      rows[i] = row;
      sent[i] = file.size;
      tell();
    };
    const since = (): number => Math.round(performance.now() - began);
    if (file.is === 'not-media') {
      over({ file: file.path, state: 'skipped', why: 'not-media', renditions: [], ms: 0 });
      return;
    }
    const way = uploadFile(
      client,
      { ...file, library: to.library, albums: to.albums },
      {
        underWay,
        onstate: (state) => {
          sent[i] = bytesOf(state, file.size);
          tell();
        },
      },
    );
    const end = way.made.then(({ state, item }: UploadResult) => {
      over(rowOf(file.path, state, item, since()));
    });
    running.add(end);
    void end.then(() => running.delete(end));
    await way.sent;
    while (running.size > MAX_PROCESSING) await Promise.race(running);
  };
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < files.length; i = next++) {
      const file = files[i];
      if (file) await one(file, i);
    }
  };
  await Promise.all(Array.from({ length: MAX_UPLOADS }, lane));
  await Promise.all(running);
  return rows.filter((row) => row !== undefined);
}
