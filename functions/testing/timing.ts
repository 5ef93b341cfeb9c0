/** Milliseconds of wall time and of processor time. */
export interface Timing {
  readonly ms: number;
  readonly cpuMs: number;
}

/** A point in both. */
export interface Start {
  readonly at: number;
  readonly cpu: NodeJS.CpuUsage;
}

export const startTimer = (): Start => ({ at: performance.now(), cpu: process.cpuUsage() });

export function elapsed({ at, cpu }: Start): Timing {
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - at, cpuMs: (user + system) / 1000 };
}
