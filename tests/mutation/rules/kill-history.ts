import type { Mutant } from './mutants.ts';
import type { Test } from './suite.ts';

/** How many of the tests that last killed a mutant in the same place, and in the same file, run before the whole suite. */
const RECENT = 4;

/** Remembers which tests killed mutants, so that the likely ones run first. */
export interface KillHistory {
  /** The tests that last killed a mutant in this place, and in this file. */
  readonly recent: (mutant: Mutant) => readonly Test[];
  /** The tests of the collection of this place: `get of circle: …` for `/circles/{circle}`. */
  readonly related: (mutant: Mutant, tests: readonly Test[]) => readonly Test[];
  /** All files, those with recent kills first. */
  readonly order: (mutant: Mutant, files: readonly string[]) => readonly string[];
  readonly record: (mutant: Mutant, killer: Test) => void;
  readonly has: (killer: Test) => boolean;
}

/** The title of a test of one cell of the access tables: it can run alone. */
const CELL = /(?:get|download|list|create|update|delete) of (\w+)(?::| in )/;

/** `circle` for `/libraries/{library}/circles/{circle} allow get`; undefined outside collections. */
const documentKindOf = (place: string): string | undefined =>
  [...place.matchAll(/\/([a-z]+)\/\{/g)].at(-1)?.[1]?.replace(/ies$/, 'y').replace(/s$/, '');

/** An empty history. */
export function createKillHistory(): KillHistory {
  const killers = new Map<string, Test[]>();
  const recorded = new Set<string>();
  const keysOf = ({ file, place }: Mutant): string[] => [`${file} ${place}`, file];
  return {
    recent: (mutant) => {
      const tests = keysOf(mutant).flatMap((key) => (killers.get(key) ?? []).slice(0, RECENT));
      return [...new Map(tests.map((test) => [test.id, test])).values()];
    },
    related: ({ place }, tests) => {
      const kind = documentKindOf(place);
      return kind === undefined ? [] : tests.filter(({ name }) => CELL.exec(name)?.[1] === kind);
    },
    order: (mutant, files) => {
      const last = keysOf(mutant).flatMap((key) => (killers.get(key) ?? []).map(({ file }) => file));
      return [...new Set([...last, ...files])];
    },
    record: (mutant, killer) => {
      recorded.add(killer.id);
      for (const key of keysOf(mutant)) {
        killers.set(key, [killer, ...(killers.get(key) ?? []).filter(({ id }) => id !== killer.id)]);
      }
    },
    has: ({ id }) => recorded.has(id),
  };
}
