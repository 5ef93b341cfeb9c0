import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const MIB = 1024;

const matchIn = (file: string, what: RegExp): string | undefined => {
  try {
    return what.exec(readFileSync(file, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
};

/** The peak memory of a process in MiB since the last reset (VmHWM); 0 if the system does not report it. */
export const peakOf = (pid: number | 'self'): number =>
  Math.round(Number(matchIn(`/proc/${pid}/status`, /^VmHWM:\s+(\d+) kB/m) ?? 0) / MIB);

/** Resets the peak of this process. */
export function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // On other systems the peak covers the process's whole life.
  }
}

/** The number of open files of this process; 0 if the system does not report it. */
export function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}

/** The ids of a process's children and their children. */
export function childrenOf(pid: number): number[] {
  const own = (matchIn(`/proc/${pid}/task/${pid}/children`, /^(.*)/) ?? '').split(' ').filter(Boolean).map(Number);
  return own.flatMap((one) => [one, ...childrenOf(one)]);
}
