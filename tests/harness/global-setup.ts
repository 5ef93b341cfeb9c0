import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions, buildWeb } from '../../tools/emulators/build.ts';
import { startEngine } from '../../tools/emulators/start.ts';
import { ROOT } from '../../tools/emulators/root.ts';
import { ENGINE_VARIABLE, type TestEngine } from './emulators.ts';

const RULES = { official: "Google's official runtime", 'stand-in': 'our stand-in, tools/storage-rules' } as const;

/**
 * Starts the engine of one test run in a temporary folder on free ports, and tells every worker by the environment; the answer ends it.
 * With MARU_TEST_ENGINE set already (an engine that somebody keeps between runs) it starts nothing.
 */
export async function begin(runner?: object): Promise<() => Promise<void>> {
  if (process.env[ENGINE_VARIABLE] !== undefined) return () => Promise.resolve();
  const dataDir = await mkdtemp(join(tmpdir(), 'maru-test-'));
  const hasFunctions = process.env['MARU_TEST_FUNCTIONS'] !== '0' && existsSync(join(ROOT, 'functions', 'build.ts'));
  if (hasFunctions) await buildFunctions();
  // Playwright's configuration knows a folder of tests; Vitest needs no pages.
  const app = runner !== undefined && 'rootDir' in runner;
  if (app) await buildWeb();
  const engine = await startEngine({ dataDir, ports: 'free', fresh: true, functions: hasFunctions, app });
  // Not every machine has Google's runtime: whoever reads the results is to know by which they came.
  console.log(`the storage rules of this run are answered by ${RULES[engine.storageRules]}`);
  const { projectId, ports, urls, config, buckets, id, log } = engine;
  const told: TestEngine = { projectId, ports, urls, config, buckets, id, log };
  process.env[ENGINE_VARIABLE] = JSON.stringify(told);
  return async () => {
    Reflect.deleteProperty(process.env, ENGINE_VARIABLE);
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** What Vitest and Playwright take as a global setup. */
export default begin;
