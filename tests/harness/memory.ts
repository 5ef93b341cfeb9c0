import { readFile } from 'node:fs/promises';
import { processesOf } from '../../tools/emulators/processes.ts';

/** The number of emulator processes and their proportional memory (PSS) in MiB. */
export interface MemoryUse {
  processes: number;
  mib: number;
}

/** Measures all processes of the emulators; Linux only (smaps_rollup). */
export async function measureMemory(id: string): Promise<MemoryUse> {
  const pids = await processesOf(id);
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const rollup = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch(() => '');
      return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
    }),
  );
  return { processes: pids.length, mib: Math.round(sizes.reduce((sum, kb) => sum + kb, 0) / 1024) };
}

/** Measures every two seconds, since it costs CPU, until the returned function is called, which returns the peak. */
export function trackPeakMemory(id: string): () => Promise<MemoryUse> {
  const peak: MemoryUse = { processes: 0, mib: 0 };
  const stopped = new AbortController();
  const measuring = (async () => {
    while (!stopped.signal.aborted) {
      const now = await measureMemory(id);
      peak.processes = Math.max(peak.processes, now.processes);
      peak.mib = Math.max(peak.mib, now.mib);
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  })();
  return async () => {
    stopped.abort();
    await measuring;
    return peak;
  };
}
