import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { birthOf, stopMarked } from './processes.ts';

/** A named refusal: emulators run on this folder already. */
export class EmulatorsRunning extends Error {
  readonly pid: number;
  /** Its app's port. */
  readonly port: number;
  constructor(pid: number, port: number) {
    super(`the emulators run on this folder already (process ${String(pid)}, port ${String(port)})`);
    this.pid = pid;
    this.port = port;
  }
}

interface Holder {
  pid: number;
  birth: string | undefined;
  id: string;
  port: number;
  /** The emulators' folder below the system's temporary one. */
  temporary?: string;
}

/** The right to run the one set of emulators of a folder. */
export interface Lock {
  /** Notes what a killed run would leave behind. */
  note: (temporary: string) => Promise<void>;
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

/** The emulators that run on a folder, or undefined. */
export async function runningOn(dataDir: string): Promise<{ pid: number; port: number } | undefined> {
  const holder = await holderOf(join(dataDir, 'emulators.json'));
  if (holder?.birth === undefined || (await birthOf(holder.pid)) !== holder.birth) return undefined;
  return { pid: holder.pid, port: holder.port };
}

/** Takes a folder for the emulators `id`; ends what a killed run left there. Rejects with EmulatorsRunning where a set runs. */
export async function lockFolder(dataDir: string, id: string, port: number): Promise<Lock> {
  const file = join(dataDir, 'emulators.json');
  const own: Holder = { pid: process.pid, birth: await birthOf(process.pid), id, port };
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
    note: (temporary) => writeFile(file, JSON.stringify({ ...own, temporary })),
    release: () => rm(file, { force: true }),
  };
}
