import type { Engine } from '../../tools/emulators/emulators.ts';

/** The variable by which a test run tells its workers about the engine. */
export const ENGINE_VARIABLE = 'MARU_TEST_ENGINE';

/** What a test knows of the running engine. */
export type TestEngine = Pick<Engine, 'projectId' | 'ports' | 'urls' | 'config' | 'buckets' | 'id' | 'log'>;

/** The engine of this test run, which tests/harness/global-setup.ts started. */
export function useEngine(): TestEngine {
  const told = process.env[ENGINE_VARIABLE];
  if (told === undefined) throw new Error('no engine: run this suite by its vitest.config.ts or playwright.config.ts');
  return JSON.parse(told) as TestEngine;
}
