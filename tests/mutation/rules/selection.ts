import { EQUIVALENTS, type Equivalent } from './equivalents.ts';
import type { Mutant } from './mutants.ts';

const DAY_MS = 86_400_000;
/** The golden ratio: mutants of neighbouring ranks are far apart in the files. */
const STEP = (Math.sqrt(5) - 1) / 2;
/** Incommensurable with `STEP`, so that the mutants of consecutive days are far apart too. */
const DAY_STEP = Math.SQRT2;

/** The proof that a mutant is equivalent to the rules, or undefined. */
export const proofOf = (mutant: Mutant, listed: readonly Equivalent[] = EQUIVALENTS): string | undefined =>
  listed.find(({ file, names }) => file === mutant.file && names.includes(mutant.name))?.proof;

/** Names in the list of equivalent mutants that are no mutants any more. */
export const unknownEquivalents = (mutants: readonly Mutant[], listed: readonly Equivalent[] = EQUIVALENTS): string[] =>
  listed.flatMap(({ file, names }) =>
    names
      .filter((name) => !mutants.some((one) => one.file === file && one.name === name))
      .map((name) => `${file} ${name}`),
  );

/** The mutants that a test must kill, in this day's order: the first few are far apart, and others tomorrow. */
export function orderOfDay(mutants: readonly Mutant[], now: number): Mutant[] {
  const killable = mutants.filter((mutant) => proofOf(mutant) === undefined);
  const day = Math.floor(now / DAY_MS);
  const ranked = killable.map((mutant, index) => ({ mutant, rank: (index * STEP + day * DAY_STEP) % 1 }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ mutant }) => mutant);
}
