import type { AlbumId, ItemId, LibraryId, UploadState } from '@maru/model';
import { bring, type Outcome } from './bring.ts';
import type { Client } from './client.ts';
import { rowOf, type Row } from './report.ts';
import type { Found } from './walk.ts';

/** How many files are read and sent at once. */
const LANES = 3;
/** How many items may be being made before the lanes wait: each is asked after about once a second. */
const MAKING = 12;

/** What a run tells while it goes: bytes that were sent, of all files, and how many files are over. */
export interface Progress {
  readonly sent: number;
  readonly over: number;
}

/** Bytes of one file that are done with, by its state. */
function bytesOf(state: UploadState, size: number): number {
  if (state.at === 'sending') return Math.min(size, state.done);
  return state.at === 'waiting' || state.at === 'hashing' || state.at === 'announcing' ? 0 : size;
}

/** Brings files into a library, three at once; gives a row for each in their order. Never rejects for a file. */
export async function carry(
  client: Client,
  files: readonly Found[],
  to: { library: LibraryId; albums: readonly AlbumId[] },
  onprogress: (progress: Progress) => void = () => undefined,
): Promise<Row[]> {
  const rows: (Row | undefined)[] = files.map(() => undefined);
  const sent = files.map(() => 0);
  const making = new Set<Promise<unknown>>();
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
    const way = bring(
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
    const end = way.made.then(({ state, item }: Outcome) => {
      over(rowOf(file.path, state, item, since()));
    });
    making.add(end);
    void end.then(() => making.delete(end));
    await way.sent;
    while (making.size > MAKING) await Promise.race(making);
  };
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < files.length; i = next++) {
      const file = files[i];
      if (file) await one(file, i);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await Promise.all(making);
  return rows.filter((row) => row !== undefined);
}
