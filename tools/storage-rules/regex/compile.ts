import { fail } from '../failure.ts';
import { parseRegex } from './parse.ts';
import { refuse, RegexRefusal, type Assertion, type CharacterTest, type Regex } from './syntax.ts';

/** One step of a pattern; `split` prefers its first branch. */
export type Step =
  | { kind: 'character'; test: CharacterTest }
  | { kind: 'assertion'; assertion: Assertion }
  | { kind: 'split'; first: number; second: number }
  | { kind: 'jump'; to: number }
  | { kind: 'match' };

/** A compiled pattern: it starts at the first step and ends at `match`. */
export type Program = readonly Step[];

/** More than any rule needs, and few enough to match every text in time. */
const MAX_STEPS = 20_000;
const CACHED = 500;
const cache = new Map<string, Program>();

/** Compiles a pattern; an evaluation error if RE2 does not accept it. */
export function compileRegex(pattern: string): Program {
  const known = cache.get(pattern);
  if (known) return known;
  try {
    const program = compile(parseRegex(pattern));
    if (cache.size >= CACHED) cache.clear();
    cache.set(pattern, program);
    return program;
  } catch (error) {
    if (error instanceof RegexRefusal) return fail(`not a regular expression of RE2: ${error.message}`);
    throw error;
  }
}

/** The reason why RE2 does not accept a pattern, or undefined. */
export function regexProblem(pattern: string): string | undefined {
  try {
    compile(parseRegex(pattern));
    return undefined;
  } catch (error) {
    if (error instanceof RegexRefusal) return error.message;
    throw error;
  }
}

function compile(tree: Regex): Program {
  const steps: Step[] = [];
  emit(tree, steps);
  steps.push({ kind: 'match' });
  return steps;
}

function emit(tree: Regex, steps: Step[]): void {
  if (steps.length > MAX_STEPS) refuse('the pattern is too big');
  switch (tree.kind) {
    case 'character':
    case 'assertion':
      steps.push(tree);
      return;
    case 'sequence':
      for (const item of tree.items) emit(item, steps);
      return;
    case 'choice':
      emitChoice(tree.items, steps);
      return;
    case 'repeat':
      emitRepeat(tree, steps);
      return;
  }
}

function emitChoice(items: readonly Regex[], steps: Step[]): void {
  const jumps: Extract<Step, { kind: 'jump' }>[] = [];
  items.forEach((item, index) => {
    if (index === items.length - 1) {
      emit(item, steps);
      return;
    }
    const split = { kind: 'split' as const, first: steps.length + 1, second: 0 };
    steps.push(split);
    emit(item, steps);
    const jump = { kind: 'jump' as const, to: 0 };
    steps.push(jump);
    jumps.push(jump);
    split.second = steps.length;
  });
  for (const jump of jumps) jump.to = steps.length;
}

function emitRepeat({ item, min, max, greedy }: Extract<Regex, { kind: 'repeat' }>, steps: Step[]): void {
  for (let count = 0; count < min; count++) emit(item, steps);
  const optional: Extract<Step, { kind: 'split' }>[] = [];
  const open = () => {
    const split = { kind: 'split' as const, first: steps.length + 1, second: 0 };
    steps.push(split);
    optional.push(split);
  };
  if (max === Infinity) {
    const start = steps.length;
    open();
    emit(item, steps);
    steps.push({ kind: 'jump', to: start });
  } else {
    for (let count = min; count < max; count++) {
      open();
      emit(item, steps);
    }
  }
  for (const split of optional) {
    split.second = steps.length;
    if (!greedy) [split.first, split.second] = [split.second, split.first];
  }
}
