import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { processesOf } from '../../tools/emulators/processes.ts';
import { instancesOf, readProc, type Instance } from './instances.ts';
import { repeatedly } from './repeatedly.ts';

/** The number of emulator processes and their proportional memory (PSS) in MiB. */
export interface MemoryUse {
  processes: number;
  mib: number;
}

/** The proportional memory (PSS) of processes in MiB; Linux only (smaps_rollup). */
async function sizeOf(pids: readonly number[]): Promise<number> {
  const rollups = await Promise.all(pids.map((pid) => readProc(pid, 'smaps_rollup')));
  return rollups.reduce((sum, rollup) => sum + Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0), 0) / 1024;
}

/** Measures all processes of the emulators. */
async function measureMemory(id: string): Promise<MemoryUse> {
  const pids = await processesOf(id);
  return { processes: pids.length, mib: Math.round(await sizeOf(pids)) };
}

/** Measures every two seconds, since it costs CPU, until the returned function is called, which returns the peak. */
export function trackPeakMemory(id: string): () => Promise<MemoryUse> {
  const peak: MemoryUse = { processes: 0, mib: 0 };
  const stop = repeatedly(2000, async () => {
    const now = await measureMemory(id);
    peak.processes = Math.max(peak.processes, now.processes);
    peak.mib = Math.max(peak.mib, now.mib);
  });
  return async () => {
    await stop();
    return peak;
  };
}

/** The size of an instance's temporary files in MiB. */
async function filesOf({ pid, temporary }: Instance): Promise<number> {
  const folders = await readdir(temporary);
  const own = folders
    .filter((name) => name.startsWith(`maru-process-${String(pid)}-`))
    .map((name) => join(temporary, name));
  const files = await Promise.all(
    own.map(async (folder) => {
      const names = await readdir(folder, { recursive: true }).catch(() => []);
      // A file may be deleted meanwhile.
      return Promise.all(names.map((name) => stat(join(folder, name)).catch(() => undefined)));
    }),
  );
  return files.flat().reduce((sum, file) => sum + (file?.isFile() ? file.size : 0), 0) / 2 ** 20;
}

/** The largest memory of an instance of one function, in MiB, and its part that is temporary files at that moment. */
export interface InstanceMemory {
  mib: number;
  filesMib: number;
}

/**
 * Measures what Cloud Run would count of each instance, every second until the returned function is called, which returns the peak of each function: its
 * process, those that it started (ffmpeg), and its temporary files. Empty where there is no /proc.
 */
export function trackInstanceMemory(id: string): () => Promise<Readonly<Record<string, InstanceMemory | undefined>>> {
  const peaks: Record<string, InstanceMemory> = {};
  const stop = repeatedly(1000, async () => {
    if (process.platform !== 'linux') return;
    for (const instance of await instancesOf(id)) {
      const filesMib = await filesOf(instance);
      const mib = filesMib + (await sizeOf([instance.pid, ...instance.children.map(({ pid }) => pid)]));
      if (mib > (peaks[instance.service]?.mib ?? 0))
        peaks[instance.service] = { mib: Math.round(mib), filesMib: Math.round(filesMib) };
    }
  });
  return async () => {
    await stop();
    return peaks;
  };
}
