import { EQUIVALENTS, type Equivalent } from './equivalent.ts';
import type { Mutant } from './mutants.ts';

const DAY_MS = 86_400_000;
/** Far from any fraction that a number of mutants could have, so that days follow each other all over the files. */
const STEP = (Math.sqrt(5) - 1) / 2;

/** Why no test can tell this mutant from the rules, where that was proved. */
export const proofOf = (mutant: Mutant, listed: readonly Equivalent[] = EQUIVALENTS): string | undefined =>
  listed.find(({ file, names }) => file === mutant.file && names.includes(mutant.name))?.proof;

/** What is listed as equivalent and is no mutant. */
export const strayOf = (mutants: readonly Mutant[], listed: readonly Equivalent[] = EQUIVALENTS): string[] =>
  listed.flatMap(({ file, names }) =>
    names
      .filter((name) => !mutants.some((one) => one.file === file && one.name === name))
      .map((name) => `${file} ${name}`),
  );

/** Those that must die, in an order of this day: the first few lie far from each other, and are others tomorrow. */
export function orderOf(mutants: readonly Mutant[], now: number): Mutant[] {
  const mortal = mutants.filter((mutant) => proofOf(mutant) === undefined);
  const today = Math.floor(now / DAY_MS);
  const ranked = mortal.map((mutant, index) => ({ mutant, rank: ((index + today) * STEP) % 1 }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ mutant }) => mutant);
}
