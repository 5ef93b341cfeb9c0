import { checkRules } from './check/rules.ts';
import { Refusal } from './failure.ts';
import type { RulesFile } from './syntax/ast.ts';
import { place } from './syntax/cursor.ts';
import { parseRules } from './syntax/parser.ts';

/** The loaded rules, or the reasons for refusing them as `file:line:column: reason`. */
export type Loaded = { rules: RulesFile; errors: [] } | { rules: undefined; errors: string[] };

/** Reads and checks a rules file. */
export function loadRules(name: string, source: string): Loaded {
  const problems: Refusal[] = [];
  try {
    const rules = parseRules(name, source);
    problems.push(...checkRules(rules));
    if (problems.length === 0) return { rules, errors: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    problems.push(error);
  }
  return { rules: undefined, errors: problems.map((problem) => `${name}:${place(problem.at)}: ${problem.message}`) };
}
