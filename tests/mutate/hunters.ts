import type { Mutant } from './mutants.ts';
import type { Test } from './suite.ts';

/** Of a place and of a file, so many tests that killed last are tried before the whole suite. */
const TRIED = 4;

/** Remembers which tests killed, so that the likely ones run first. */
export interface Hunters {
  /** Who killed in this place, and in this file. */
  readonly likely: (mutant: Mutant) => readonly Test[];
  readonly learn: (mutant: Mutant, killer: Test) => void;
  readonly knows: (killer: Test) => boolean;
}

/** Knows nobody at first. */
export function hunters(): Hunters {
  const recent = new Map<string, Test[]>();
  const known = new Set<string>();
  const keysOf = ({ file, place }: Mutant): string[] => [`${file} ${place}`, file];
  return {
    likely: (mutant) => {
      const tests = keysOf(mutant).flatMap((key) => (recent.get(key) ?? []).slice(0, TRIED));
      return [...new Map(tests.map((test) => [test.id, test])).values()];
    },
    learn: (mutant, killer) => {
      known.add(killer.id);
      for (const key of keysOf(mutant)) {
        recent.set(key, [killer, ...(recent.get(key) ?? []).filter(({ id }) => id !== killer.id)]);
      }
    },
    knows: ({ id }) => known.has(id),
  };
}
