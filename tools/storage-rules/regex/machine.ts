import { LimitReached } from '../failure.ts';
import type { Program } from './compile.ts';
import type { Assertion } from './syntax.ts';

/** The range of a match in UTF-16 units, without `end`. */
export interface Found {
  start: number;
  end: number;
}

/** An active thread of the program, and where its match began. */
interface Thread {
  step: number;
  start: number;
}

/**
 * The limit of steps in one call. Each character visits each step at most once, so no pattern takes exponential
 * time; this bounds long texts with many matches.
 */
const MAX_VISITS = 5_000_000;

interface Search {
  program: Program;
  codes: readonly number[];
  visits: number;
}

/** Whether the whole text matches. */
export function matchesWhole(program: Program, text: string): boolean {
  const search = searchIn(program, text);
  let threads = follow(search, [{ step: 0, start: 0 }], 0);
  search.codes.forEach((code, at) => {
    threads = follow(search, step(search, threads, code), at + 1);
  });
  return threads.some((thread) => program[thread.step]?.kind === 'match');
}

/** All matches without overlap, from left to right. */
export function findAll(program: Program, text: string): Found[] {
  const search = searchIn(program, text);
  const offsets = [0];
  for (const character of text) offsets.push((offsets.at(-1) ?? 0) + character.length);
  const found: Found[] = [];
  for (let at = 0; at <= search.codes.length;) {
    const next = findFrom(search, at);
    if (!next) break;
    found.push({ start: offsets[next.start] ?? 0, end: offsets[next.end] ?? 0 });
    at = next.end > next.start ? next.end : next.end + 1;
  }
  return found;
}

function searchIn(program: Program, text: string): Search {
  return { program, codes: Array.from(text, (character) => character.codePointAt(0) ?? 0), visits: 0 };
}

/** The leftmost match from an offset; of several, the one that RE2 prefers. */
function findFrom(search: Search, from: number): Found | undefined {
  let threads: Thread[] = [];
  let found: Found | undefined;
  for (let at = from; at <= search.codes.length; at++) {
    const entering = found ? threads : [...threads, { step: 0, start: at }];
    threads = follow(search, entering, at);
    const match = threads.findIndex((thread) => search.program[thread.step]?.kind === 'match');
    if (match >= 0) {
      found = { start: threads[match]?.start ?? at, end: at };
      threads = threads.slice(0, match);
    }
    if (found && threads.length === 0) break;
    threads = step(search, threads, search.codes[at] ?? -1);
  }
  return found;
}

/** The threads that accept this character, in order. */
function step({ program }: Search, threads: readonly Thread[], code: number): Thread[] {
  return threads.flatMap((thread) => {
    const current = program[thread.step];
    return current?.kind === 'character' && code >= 0 && current.test(code)
      ? [{ step: thread.step + 1, start: thread.start }]
      : [];
  });
}

/** Advances each thread to steps that consume a character or match, the preferred branch first. */
function follow(search: Search, threads: readonly Thread[], at: number): Thread[] {
  const { program } = search;
  const seen = new Set<number>();
  const reached: Thread[] = [];
  const open = [...threads].reverse();
  for (let thread = open.pop(); thread; thread = open.pop()) {
    if (seen.has(thread.step)) continue;
    seen.add(thread.step);
    if (++search.visits > MAX_VISITS) throw new LimitReached('a regular expression takes too long on this text');
    const { start } = thread;
    const current = program[thread.step];
    if (current?.kind === 'split') open.push({ step: current.second, start }, { step: current.first, start });
    else if (current?.kind === 'jump') open.push({ step: current.to, start });
    else if (current?.kind === 'assertion') {
      if (holdsAt(current.assertion, search.codes, at)) open.push({ step: thread.step + 1, start });
    } else reached.push(thread);
  }
  return reached;
}

function holdsAt(assertion: Assertion, codes: readonly number[], at: number): boolean {
  const before = codes[at - 1];
  const after = codes[at];
  switch (assertion) {
    case '\\A':
      return at === 0;
    case '\\z':
      return at === codes.length;
    case '^':
      return at === 0 || before === 10;
    case '$':
      return at === codes.length || after === 10;
    case '\\b':
      return isWord(before) !== isWord(after);
    case '\\B':
      return isWord(before) === isWord(after);
  }
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && /\w/.test(String.fromCodePoint(code));
}
