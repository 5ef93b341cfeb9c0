import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTimeOf, stopMarked } from './processes.ts';

/** Emulators already run on this folder. */
export class EmulatorsRunning extends Error {
  readonly pid: number;
  /** The port of its app. */
  readonly port: number;
  constructor(pid: number, port: number) {
    super(`emulators already run on this folder (process ${String(pid)}, port ${String(port)})`);
    this.pid = pid;
    this.port = port;
  }
}

interface Holder {
  pid: number;
  startTime: string | undefined;
  id: string;
  port: number;
  /** The emulators' temporary folder. */
  temporary?: string;
}

/** Allows its holder to run emulators on a folder. */
export interface Lock {
  /** Records a temporary folder, to be removed by the next run if this one is killed. */
  recordTemporary: (temporary: string) => Promise<void>;
  release: () => Promise<void>;
}

async function holderOf(file: string): Promise<Holder | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Holder);
  } catch {
    return undefined;
  }
}

/** The emulators that run on a folder, if any. */
export async function runningOn(dataDir: string): Promise<{ pid: number; port: number } | undefined> {
  const holder = await holderOf(join(dataDir, 'emulators.json'));
  if (holder?.startTime === undefined || (await startTimeOf(holder.pid)) !== holder.startTime) return undefined;
  return { pid: holder.pid, port: holder.port };
}

/** Locks a folder for the emulators `id` and cleans up after a killed run. Rejects with EmulatorsRunning if emulators already run there. */
export async function lockFolder(dataDir: string, id: string, port: number): Promise<Lock> {
  const file = join(dataDir, 'emulators.json');
  const own: Holder = { pid: process.pid, startTime: await startTimeOf(process.pid), id, port };
  for (;;) {
    try {
      await writeFile(file, JSON.stringify(own), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const running = await runningOn(dataDir);
    if (running) throw new EmulatorsRunning(running.pid, running.port);
    const left = await holderOf(file);
    if (left) {
      await stopMarked(left.id, undefined, 0);
      if (left.temporary !== undefined) await rm(left.temporary, { recursive: true, force: true });
    }
    await rm(file, { force: true });
  }
  return {
    recordTemporary: (temporary) => writeFile(file, JSON.stringify({ ...own, temporary })),
    release: () => rm(file, { force: true }),
  };
}
