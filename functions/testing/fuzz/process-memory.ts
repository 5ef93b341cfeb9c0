import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const MIB = 1024;

const told = (file: string, what: RegExp): string | undefined => {
  try {
    return what.exec(readFileSync(file, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
};

/** The most memory that a process has had since it was last forgotten, in MiB (Linux's VmHWM); 0 where nobody counts. */
export const peakOf = (pid: number | 'self'): number =>
  Math.round(Number(told(`/proc/${pid}/status`, /^VmHWM:\s+(\d+) kB/m) ?? 0) / MIB);

/** Lets this process's peak begin anew. */
export function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Another system: its peak is that of its whole life.
  }
}

/** How many files this process has open; 0 where nobody counts. */
export function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}

/** The ids of the processes that one has started, and those that they have. */
export function childrenOf(pid: number): number[] {
  const own = (told(`/proc/${pid}/task/${pid}/children`, /^(.*)/) ?? '').split(' ').filter(Boolean).map(Number);
  return own.flatMap((one) => [one, ...childrenOf(one)]);
}
