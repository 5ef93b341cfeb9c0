import type { RulesName } from './mutants.ts';

/** Mutants that no test can tell from the rules as they are, and why. */
export interface Equivalent {
  readonly file: RulesName;
  readonly proof: string;
  /** Each is the name of a mutant. */
  readonly names: readonly string[];
}

/** All of them: one that dies after all, or that is no longer made, fails the run. */
export const EQUIVALENTS: readonly Equivalent[] = [];
