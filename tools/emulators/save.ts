import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** With more bytes of objects than this, the emulators save only when they stop. */
export const SAVE_LIMIT = 2 * 1024 ** 3;
/** The minimum time between two saves, in ms. */
export const MIN_SAVE_INTERVAL = 60_000;

const TARGETS = ['auth', 'firestore', 'storage'];

/**
 * The folder of saved data. Its number increases when the stored format changes incompatibly; older folders are left untouched.
 * 2: poster names have no format. 3: collections have standard names. 4, 5: fields and states have standard names. 6: albums have an index.
 */
export const SAVED = 'saved-6';
const [BEFORE, NEXT, PROBE] = [`${SAVED}-before`, `${SAVED}-next`, `${SAVED}-probe`];

/** The data of running emulators. */
export interface EmulatorData {
  dataDir: string;
  hubUrl: string;
  /** The folder of the Storage emulator's objects. */
  blobs: string;
}

async function exportTo(hubUrl: string, path: string, targets: readonly string[]): Promise<void> {
  await rm(path, { recursive: true, force: true });
  const response = await fetch(`${hubUrl}/_admin/export`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ path, initiatedBy: 'maru', targets }),
  });
  if (!response.ok) throw new Error(`the data of the emulators could not be saved: ${await response.text()}`);
}

/** The folder with the last complete save, even if a later save was interrupted; undefined if there is none. */
export async function lastSaved(dataDir: string): Promise<string | undefined> {
  const [saved, before] = [join(dataDir, SAVED), join(dataDir, BEFORE)];
  if (!existsSync(saved) && existsSync(before)) await rename(before, saved);
  await rm(before, { recursive: true, force: true });
  return existsSync(join(saved, 'firebase-export-metadata.json')) ? saved : undefined;
}

/** Saves to a new folder, then replaces the last save with it: if interrupted, one of the two is always complete. */
export async function save({ dataDir, hubUrl }: EmulatorData): Promise<void> {
  const [next, saved, before] = [join(dataDir, NEXT), join(dataDir, SAVED), join(dataDir, BEFORE)];
  await exportTo(hubUrl, next, TARGETS);
  await rm(before, { recursive: true, force: true });
  if (existsSync(saved)) await rename(saved, before);
  await rename(next, saved);
  await rm(before, { recursive: true, force: true });
}

/** The total size in bytes of the objects in a folder. */
export async function bytesOf(blobs: string): Promise<number> {
  const names = await readdir(blobs, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = names.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (entry) => (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A hash of the documents, the accounts and the names of objects; it changes when any of them change. */
export async function fingerprint({ dataDir, hubUrl, blobs }: EmulatorData): Promise<string> {
  const probe = join(dataDir, PROBE);
  await exportTo(hubUrl, probe, ['auth', 'firestore']);
  const hash = createHash('sha256');
  const entries = await readdir(probe, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('metadata'))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort())
    if (!file.endsWith('.json') || file.includes('auth_export')) hash.update(await readFile(file));
  for (const name of (await readdir(blobs, { recursive: true }).catch(() => [])).sort()) hash.update(name);
  await rm(probe, { recursive: true, force: true });
  return hash.digest('hex');
}

/** The pause after a save that took `duration` ms: at least a minute, and long enough that saving takes at most a tenth of the time. */
export function pauseAfter(duration: number): number {
  return Math.max(MIN_SAVE_INTERVAL, duration * 9);
}

/** Saves data while the emulators run. */
export interface AutoSave {
  /** Saves now, or after the save in progress. */
  save: () => Promise<void>;
  stop: () => void;
}

/** Saves after changes, at intervals of `pauseAfter`. Above SAVE_LIMIT it calls `onTooBig` and stops. */
export function startAutoSave(
  data: EmulatorData,
  { onTooBig, onError }: { onTooBig: () => void; onError: (error: unknown) => void },
): AutoSave {
  let last: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let busy: Promise<void> = Promise.resolve();
  let isStopped = false;
  const round = async (): Promise<void> => {
    if ((await bytesOf(data.blobs)) > SAVE_LIMIT) {
      onTooBig();
      isStopped = true;
      return;
    }
    const now = await fingerprint(data);
    if (now === last) return;
    await save(data);
    last = now;
  };
  const next = (pause: number): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      const began = Date.now();
      busy = round()
        .catch(onError)
        .finally(() => {
          next(pauseAfter(Date.now() - began));
        });
    }, pause);
  };
  next(MIN_SAVE_INTERVAL);
  return {
    save: async () => {
      await busy;
      await save(data);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
