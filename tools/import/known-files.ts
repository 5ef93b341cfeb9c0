import { appendFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isItemId, type ItemId } from '@maru/model';
import type { ZipEntry } from './zip.ts';

/** What earlier runs learned about a file. */
export interface KnownFile {
  /** The item of its bytes, so that they need not be read again. */
  readonly item?: ItemId | undefined;
  /** The session of an upload that was interrupted. */
  readonly session?: string | undefined;
  /** It was in the library, complete. */
  readonly isDone?: boolean | undefined;
}

/** What earlier runs learned, by path, size and time of change; of files in ZIPs, by path, size and CRC-32. */
export interface KnownFiles {
  /** Returns the key of files as they are now. */
  readonly keyOf: (paths: readonly string[]) => Promise<string | undefined>;
  /** Returns the key of a file in a ZIP, whichever ZIP it is in now, without reading it. */
  readonly keyInZip: (entry: Pick<ZipEntry, 'path' | 'size' | 'crc32'>) => string | undefined;
  readonly find: (key: string) => KnownFile;
  /** Keeps it; resolves when it is written. Never rejects: without it, the next run reads the file again. */
  readonly keep: (key: string, known: KnownFile) => Promise<void>;
}

/** Where the importer keeps what it learned about the files for a project. */
export const knownFilesPath = (project: string, env: NodeJS.ProcessEnv = process.env): string =>
  join(
    (process.platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_STATE_HOME']) ?? join(homedir(), '.local', 'state'),
    'maru',
    `import-${project}.jsonl`,
  );

function parseLine(line: string): [string, KnownFile] | undefined {
  try {
    const { key, item, session, isDone } = JSON.parse(line) as Record<string, unknown>;
    if (typeof key !== 'string') return undefined;
    return [
      key,
      {
        item: isItemId(item) ? item : undefined,
        session: typeof session === 'string' ? session : undefined,
        isDone: isDone === true,
      },
    ];
  } catch {
    // A line that was cut when the computer stopped.
    return undefined;
  }
}

const lineOf = (key: string, known: KnownFile): string => `${JSON.stringify({ key, ...known })}\n`;

/**
 * Opens the file at `path`, one line for each thing learned; the last one of a key counts. Only its user can read it. `who` is a person and
 * a library, `host` the origin of the service: sessions of another, as of emulators that ran before, are forgotten.
 */
export async function openKnownFiles(path: string, who: string, host: string): Promise<KnownFiles> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines = text.split('\n').flatMap((line) => {
    const parsed = parseLine(line);
    return parsed ? [parsed] : [];
  });
  const known = new Map(lines);
  const mode = 0o600;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Older lines of a key, and a cut one.
    if (lines.length > 2 * known.size || !/(^|\n)$/.test(text)) {
      await writeFile(path, [...known].map(([key, one]) => lineOf(key, one)).join(''), { mode });
    }
  } catch {
    // Nothing can be stored there.
  }
  let last = Promise.resolve();
  return {
    keyOf: async (paths) => {
      const files = await Promise.all(
        paths.map(async (one) => {
          const found = await stat(one).catch(() => undefined);
          return found && [one, found.size, found.mtimeMs];
        }),
      );
      return files.includes(undefined) ? undefined : JSON.stringify([who, ...files]);
    },
    keyInZip: ({ path: name, size, crc32 }) =>
      crc32 === undefined ? undefined : JSON.stringify([who, 'zip', name.normalize('NFC'), size, crc32]),
    find: (key) => {
      const { item, session, isDone = false } = known.get(key) ?? {};
      return { item, isDone, session: session?.startsWith(`${host}/`) ? session : undefined };
    },
    keep: async (key, one) => {
      known.set(key, one);
      last = last.then(() => appendFile(path, lineOf(key, one), { mode })).catch(() => undefined);
      await last;
    },
  };
}

/** Forgets what was learned about the files for a project. */
export const removeKnownFiles = (project: string): Promise<void> => rm(knownFilesPath(project), { force: true });
