import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions, buildWeb } from '../../tools/emulators/build.ts';
import { startEmulators } from '../../tools/emulators/start.ts';
import { EMULATORS_VARIABLE, TOKEN_OVERLAP_S, type TestEmulators } from './emulators.ts';

const RULES = { official: "Google's official runtime", replacement: 'our replacement, tools/storage-rules' } as const;

/**
 * Starts the emulators of one test run in a temporary folder on free ports; returns the teardown. Uses running emulators if
 * MARU_TEST_EMULATORS is set. `runner` is Playwright's configuration or Vitest's project.
 */
export async function setUp(runner?: object): Promise<() => Promise<void>> {
  if (process.env[EMULATORS_VARIABLE] !== undefined) return () => Promise.resolve();
  const dataDir = await mkdtemp(join(tmpdir(), 'maru-test-'));
  // Functions would change what the tests of rules store.
  const hasFunctions = !(runner !== undefined && 'name' in runner && runner.name === 'rules');
  if (hasFunctions) await buildFunctions();
  // Playwright's configuration has a rootDir; Vitest's projects need no app.
  const hasApp = runner !== undefined && 'rootDir' in runner;
  if (hasApp) await buildWeb();
  const emulators = await startEmulators({
    ...{ dataDir, ports: 'free', fresh: true, functions: hasFunctions, app: hasApp },
    // Tests of the app check the real wait; those of the functions need not wait as long.
    functionsEnv: hasApp ? {} : { MARU_TOKEN_OVERLAP_S: String(TOKEN_OVERLAP_S) },
  });
  // Not every machine has Google's runtime, so the output says which one was used.
  console.log(`storage rules runtime: ${RULES[emulators.storageRules]}`);
  const { projectId, ports, urls, config, buckets, id, log } = emulators;
  const testEmulators: TestEmulators = { projectId, ports, urls, config, buckets, id, log };
  process.env[EMULATORS_VARIABLE] = JSON.stringify(testEmulators);
  return async () => {
    Reflect.deleteProperty(process.env, EMULATORS_VARIABLE);
    await emulators.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** The global setup of Vitest and Playwright. */
export default setUp;
