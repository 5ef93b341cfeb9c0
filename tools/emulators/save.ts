import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Above this many bytes of objects the emulators save only when they are stopped. */
export const SAVE_LIMIT = 2 * 1024 ** 3;
/** The least time between two savings, in ms. */
export const SAVE_EVERY = 60_000;

const TARGETS = ['auth', 'firestore', 'storage'];

/**
 * The folder of what was saved. Its number counts up when what is stored changes so that it could not be read any more: what was saved before
 * stays where it lies. 2: stills are named without a format. 3: collections have
 * standard names.
 */
export const SAVED = 'saved-3';
const [BEFORE, NEXT, PROBE] = [`${SAVED}-before`, `${SAVED}-next`, `${SAVED}-probe`];

/** Where the emulators' data are and how they are asked for. */
export interface Saved {
  dataDir: string;
  hubUrl: string;
  /** The folder of the Storage emulator's objects. */
  blobs: string;
}

async function exportTo(hubUrl: string, path: string, targets: readonly string[]): Promise<void> {
  await rm(path, { recursive: true, force: true });
  const answer = await fetch(`${hubUrl}/_admin/export`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ path, initiatedBy: 'maru', targets }),
  });
  if (!answer.ok) throw new Error(`the emulators could not be saved: ${await answer.text()}`);
}

/** The folder to begin with: what was saved last, also when the saving itself was cut short; undefined where nothing was. */
export async function lastSaved(dataDir: string): Promise<string | undefined> {
  const [saved, before] = [join(dataDir, SAVED), join(dataDir, BEFORE)];
  if (!existsSync(saved) && existsSync(before)) await rename(before, saved);
  await rm(before, { recursive: true, force: true });
  return existsSync(join(saved, 'firebase-export-metadata.json')) ? saved : undefined;
}

/** Saves everything beside the last saving and then takes its place: a cut at any moment leaves one of the two whole. */
export async function save({ dataDir, hubUrl }: Saved): Promise<void> {
  const [next, saved, before] = [join(dataDir, NEXT), join(dataDir, SAVED), join(dataDir, BEFORE)];
  await exportTo(hubUrl, next, TARGETS);
  await rm(before, { recursive: true, force: true });
  if (existsSync(saved)) await rename(saved, before);
  await rename(next, saved);
  await rm(before, { recursive: true, force: true });
}

/** How many bytes of objects there are. */
export async function bytesOf(blobs: string): Promise<number> {
  const names = await readdir(blobs, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = names.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (entry) => (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A fingerprint of what is stored, to tell whether anything changed: of documents, people, and which objects there are. */
export async function fingerprint({ dataDir, hubUrl, blobs }: Saved): Promise<string> {
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

/** When the next saving may begin after one that took `duration` ms: after a minute, and so that saving takes a tenth of the time at most. */
export function pauseAfter(duration: number): number {
  return Math.max(SAVE_EVERY, duration * 9);
}

/** What keeps data safe while the emulators run. */
export interface AutoSave {
  /** Saves now, after a saving under way. */
  save: () => Promise<void>;
  stop: () => void;
}

/** Saves whenever something changed, in the rhythm of `pauseAfter`; says once when there is too much for that. */
export function startAutoSave(saved: Saved, say: { tooBig: () => void; failed: (error: unknown) => void }): AutoSave {
  let last: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let busy: Promise<void> = Promise.resolve();
  let isStopped = false;
  const round = async (): Promise<void> => {
    if ((await bytesOf(saved.blobs)) > SAVE_LIMIT) {
      say.tooBig();
      isStopped = true;
      return;
    }
    const now = await fingerprint(saved);
    if (now === last) return;
    await save(saved);
    last = now;
  };
  const next = (pause: number): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      const began = Date.now();
      busy = round()
        .catch(say.failed)
        .finally(() => {
          next(pauseAfter(Date.now() - began));
        });
    }, pause);
  };
  next(SAVE_EVERY);
  return {
    save: async () => {
      await busy;
      await save(saved);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
