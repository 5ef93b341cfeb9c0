import { stat } from 'node:fs/promises';
import type { LibraryId, UploadState } from '@maru/model';
import { canRetryRefusal } from '@maru/model/upload/state';
import type { ImportArguments } from '../arguments.ts';
import type { Client } from '../client.ts';
import type { KnownFiles } from '../known-files.ts';
import type { LocalFile } from '../local-file.ts';
import type { Messages } from '../messages.ts';
import type { Row } from '../report.ts';
import { readSidecars } from '../sidecars/read-sidecars.ts';
import { targetOf } from '../target.ts';
import { Uploads } from '../upload-file.ts';
import { beginUploads, isSkipped, keyOfFile } from '../upload-files.ts';
import { listFiles } from '../walk.ts';
import { watchFiles } from './watch.ts';

/** Network drives, and folders beyond the system's limit, report nothing. */
const RESCAN_MS = 300_000;
/** When a file is tried again that was refused for a reason that may have gone. */
const RETRY_MS = 3_600_000;
/** What browsers and programs call a file that they still write. */
const PARTIAL = /\.(?:part|partial|crdownload|download|opdownload|tmp|temp|filepart|!ut)$/i;

/** What tells two states of a file on disk apart; undefined if it is gone. */
async function stateOf({ path, inZip, furtherPaths = [] }: LocalFile): Promise<string | undefined> {
  const states: string[] = [];
  for (const one of [inZip?.zip ?? path, ...furtherPaths]) {
    const found = await stat(one).catch(() => undefined);
    if (!found) return undefined;
    states.push(`${String(found.size)}/${String(found.mtimeMs)}`);
  }
  return states.join();
}

const isForNow = (state: UploadState): boolean =>
  state.at === 'stopped' ? canRetryRefusal(state.stop) : state.at === 'failed' && state.failure === 'over-quota';

/** What watching needs. */
export interface WatchContext {
  readonly args: ImportArguments;
  readonly client: Client;
  readonly library: LibraryId;
  readonly known: KnownFiles;
  readonly messages: Messages;
  readonly signal: AbortSignal;
  /** Gets the row of each file when it is over. */
  readonly onrow: (row: Row) => void;
  /** Called when the network is lost, and when it is back. */
  readonly onwaiting: (isWaiting: boolean) => void;
}

/**
 * Adds what is in the folders and what comes to them until the signal aborts. What an earlier run added is left alone: somebody may have put it into the trash
 * since. Rejects if the person may not add any more.
 */
export async function importWatched(context: WatchContext): Promise<void> {
  const { args, client, library, known, messages, signal, onrow, onwaiting } = context;
  const uploads = new Uploads(client, library, { known });
  const timers = new Set<NodeJS.Timeout>();
  let wasWaiting = false;
  /** Returns which files of a listing are to be added, with what is known about them. */
  const wanted = async (files: readonly LocalFile[], all: readonly LocalFile[]): Promise<LocalFile[]> => {
    const fresh = new Set(files.map(({ path }) => path));
    const described = await readSidecars(all.filter(({ path, type }) => fresh.has(path) || type === 'not-media'));
    const out: LocalFile[] = [];
    for (const file of described) {
      if (!fresh.has(file.path) || isSkipped(file)) continue;
      const key = await keyOfFile(known, file);
      if (key === undefined || !known.find(key).isDone) out.push(file);
    }
    return out;
  };
  try {
    await watchFiles<LocalFile>({
      ...{ paths: args.paths, signal, settleMs: args.settleS * 1000, rescanMs: RESCAN_MS, keyOf: stateOf },
      list: async () => (await listFiles(args.paths, args)).filter(({ name }) => !PARTIAL.test(name)),
      add: async (files, all, retry) => {
        const some = await wanted(files, all);
        if (some.length === 0) return;
        const onover = (file: LocalFile, row: Row, state?: UploadState): void => {
          onrow(row);
          if (!state || !isForNow(state)) return;
          const timer = setTimeout(() => {
            timers.delete(timer);
            retry(file);
          }, RETRY_MS);
          timers.add(timer);
        };
        const onprogress = ({ isWaiting }: { isWaiting: boolean }): void => {
          if (isWaiting !== wasWaiting) onwaiting(isWaiting);
          wasWaiting = isWaiting;
        };
        // Albums and roles may have changed since the last one.
        await beginUploads(uploads, some, await targetOf(client, args, messages), { known, onover, onprogress });
      },
    });
  } finally {
    for (const timer of timers) clearTimeout(timer);
    uploads.close();
  }
}
