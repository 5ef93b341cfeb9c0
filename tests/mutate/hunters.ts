import type { Mutant } from './mutants.ts';
import type { Test } from './suite.ts';

/** Of a place and of a file, so many tests that killed last are tried before the whole suite. */
const TRIED = 4;

/** Remembers which tests killed, so that the likely ones run first. */
export interface Hunters {
  /** Who killed in this place, and in this file. */
  readonly likely: (mutant: Mutant) => readonly Test[];
  /** The tests that name what this place is about: `get of circle: …` for one in `/circles/{circle}`. */
  readonly kin: (mutant: Mutant, tests: readonly Test[]) => readonly Test[];
  /** All files, those that killed last first. */
  readonly order: (mutant: Mutant, files: readonly string[]) => readonly string[];
  readonly learn: (mutant: Mutant, killer: Test) => void;
  readonly knows: (killer: Test) => boolean;
}

/** A test of a cell of the tables: it stands alone. */
const CELL = /(?:get|download|list|create|update|delete) of (\w+)(?::| in )/;

/** `circle` for `/libraries/{library}/circles/{circle} allow get`; undefined above all collections. */
const subjectOf = (place: string): string | undefined =>
  [...place.matchAll(/\/([a-z]+)\/\{/g)].at(-1)?.[1]?.replace(/ies$/, 'y').replace(/s$/, '');

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
    kin: ({ place }, tests) => {
      const subject = subjectOf(place);
      return subject === undefined ? [] : tests.filter(({ name }) => CELL.exec(name)?.[1] === subject);
    },
    order: (mutant, files) => {
      const last = keysOf(mutant).flatMap((key) => (recent.get(key) ?? []).map(({ file }) => file));
      return [...new Set([...last, ...files])];
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
