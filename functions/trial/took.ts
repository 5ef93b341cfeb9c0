/** Milliseconds of the clock, and of processors. */
export interface Took {
  readonly ms: number;
  readonly cpuMs: number;
}

/** A point in time, of both. */
export interface Start {
  readonly at: number;
  readonly cpu: NodeJS.CpuUsage;
}

export const starting = (): Start => ({ at: performance.now(), cpu: process.cpuUsage() });

export function since({ at, cpu }: Start): Took {
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - at, cpuMs: (user + system) / 1000 };
}
