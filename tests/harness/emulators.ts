import type { Emulators } from '../../tools/emulators/emulators.ts';

/** The environment variable that tells test workers about the running emulators. */
export const EMULATORS_VARIABLE = 'MARU_TEST_EMULATORS';

/** Seconds that old tokens stay valid in tests without a browser. */
export const TOKEN_OVERLAP_S = 4;

/** What tests know about the running emulators. */
export type TestEmulators = Pick<Emulators, 'projectId' | 'ports' | 'urls' | 'config' | 'buckets' | 'id' | 'log'>;

/** Returns the emulators that tests/harness/global-setup.ts started. */
export function useEmulators(): TestEmulators {
  const serialized = process.env[EMULATORS_VARIABLE];
  if (serialized === undefined)
    throw new Error('no emulators: run this suite through vitest.config.ts or playwright.config.ts');
  return JSON.parse(serialized) as TestEmulators;
}
