import type { Emulators } from '../../tools/emulators/emulators.ts';

/** The variable by which a test run tells its workers about the emulators. */
export const EMULATORS_VARIABLE = 'MARU_TEST_EMULATORS';

/** What a test knows of the running emulators. */
export type TestEmulators = Pick<Emulators, 'projectId' | 'ports' | 'urls' | 'config' | 'buckets' | 'id' | 'log'>;

/** The emulators of this test run, which tests/harness/global-setup.ts started. */
export function useEmulators(): TestEmulators {
  const serialized = process.env[EMULATORS_VARIABLE];
  if (serialized === undefined)
    throw new Error('no emulators: run this suite by its vitest.config.ts or playwright.config.ts');
  return JSON.parse(serialized) as TestEmulators;
}
