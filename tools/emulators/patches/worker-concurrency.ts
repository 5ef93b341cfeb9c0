// Loaded into firebase-tools before it starts. Its Functions emulator starts a process for each request that arrives while others run, although
// the function declares `concurrency`: most processes of a test run would be copies of one function, and a call could wait for one to start
// for longer than Hosting waits for the call. As in production, the requests of a process end with it.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import { mostlyWaits } from './waiting.ts';

interface Endpoint {
  readonly id: string;
  readonly region: string;
  readonly concurrency?: number | null;
}

interface Worker {
  readonly state: string;
}

interface Pool {
  getTriggerWorkers: (trigger: string, runtime: string) => Worker[];
  getIdleWorker: (trigger: string, runtime: string) => Worker | undefined;
}

interface Emulator {
  startRuntime: (backend: unknown, trigger?: { readonly id: string }) => Promise<Worker>;
}

const load = (name: string): unknown =>
  createRequire(import.meta.url)(join(ROOT, 'node_modules', 'firebase-tools', 'lib', 'emulator', name));

/** The emulator's ids of functions that run many requests in one process. */
const concurrent = new Set<string>();

const shared = load('functionsEmulatorShared.js') as {
  emulatedFunctionsFromEndpoints: (endpoints: readonly Endpoint[]) => unknown;
};
const toTriggers = shared.emulatedFunctionsFromEndpoints;
shared.emulatedFunctionsFromEndpoints = (endpoints) => {
  for (const { id, region, concurrency } of endpoints) {
    const trigger = `${region}-${id}`;
    if ((concurrency ?? 1) > 1 || mostlyWaits(trigger)) concurrent.add(trigger);
  }
  return toTriggers(endpoints);
};

const pool = (load('functionsRuntimeWorker.js') as { RuntimeWorkerPool: { prototype: Pool } }).RuntimeWorkerPool
  .prototype;
const getIdleWorker = pool.getIdleWorker;
pool.getIdleWorker = function (trigger, runtime) {
  const idle = getIdleWorker.call(this, trigger, runtime);
  if (idle || !concurrent.has(trigger)) return idle;
  return this.getTriggerWorkers(trigger, runtime).find(({ state }) => state === 'BUSY');
};

// Requests that arrive while the process starts wait for it.
const starting = new Map<string, Promise<Worker>>();
const emulator = (load('functionsEmulator.js') as { FunctionsEmulator: { prototype: Emulator } }).FunctionsEmulator
  .prototype;
const startRuntime = emulator.startRuntime;
emulator.startRuntime = function (backend, trigger) {
  if (!trigger || !concurrent.has(trigger.id)) return startRuntime.call(this, backend, trigger);
  const earlier = starting.get(trigger.id);
  if (earlier) return earlier;
  const started = startRuntime.call(this, backend, trigger).finally(() => starting.delete(trigger.id));
  starting.set(trigger.id, started);
  return started;
};
