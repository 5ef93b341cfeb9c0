import { bracketClass, escapedCode, foldCase, perlClass, unicodeClass } from './class.ts';
import {
  accept,
  refuse,
  take,
  type Assertion,
  type CharacterTest,
  type Flags,
  type Regex,
  type Scanner,
} from './syntax.ts';

/** The maximum repetition in RE2. */
const MAX_REPEAT = 1000;
const MAX_NESTING = 200;

/** Parses a pattern in RE2's syntax (github.com/google/re2/wiki/Syntax); refuses any other syntax. */
export function parseRegex(pattern: string): Regex {
  const scanner: Scanner = { text: Array.from(pattern), at: 0 };
  const tree = parseChoice(scanner, { ignoreCase: false, lines: false, dotAll: false, ungreedy: false }, 0);
  if (scanner.at < scanner.text.length) refuse('a ) has no (');
  return tree;
}

function parseChoice(scanner: Scanner, flags: Flags, depth: number): Regex {
  if (depth > MAX_NESTING) refuse('the pattern is nested too deep');
  const scope = { ...flags };
  const items = [parseSequence(scanner, scope, depth)];
  while (accept(scanner, '|')) items.push(parseSequence(scanner, scope, depth));
  return items.length === 1 ? (items[0] as Regex) : { kind: 'choice', items };
}

function parseSequence(scanner: Scanner, flags: Flags, depth: number): Regex {
  const items: Regex[] = [];
  for (;;) {
    const next = scanner.text[scanner.at];
    if (next === undefined || next === '|' || next === ')') return { kind: 'sequence', items };
    if (accept(scanner, '\\Q')) {
      while (scanner.at < scanner.text.length && !accept(scanner, '\\E')) items.push(literal(take(scanner), flags));
      continue;
    }
    const atom = parseAtom(scanner, flags, depth);
    items.push(parseRepeat(scanner, atom, flags));
  }
}

function character(test: CharacterTest, flags: Flags): Regex {
  return { kind: 'character', test: flags.ignoreCase ? foldCase(test) : test };
}

function literal(text: string, flags: Flags): Regex {
  const code = text.codePointAt(0);
  return character((value) => value === code, flags);
}

const assertion = (kind: Assertion): Regex => ({ kind: 'assertion', assertion: kind });

function parseAtom(scanner: Scanner, flags: Flags, depth: number): Regex {
  const text = take(scanner);
  switch (text) {
    case '(':
      return parseGroup(scanner, flags, depth);
    case '[':
      return { kind: 'character', test: bracketClass(scanner, flags.ignoreCase) };
    case '.': {
      const { dotAll } = flags;
      return { kind: 'character', test: (value) => dotAll || value !== 10 };
    }
    case '^':
      return assertion(flags.lines ? '^' : '\\A');
    case '$':
      return assertion(flags.lines ? '$' : '\\z');
    case '\\':
      return parseEscape(scanner, flags);
    case '*':
    case '+':
    case '?':
      return refuse(`nothing comes before ${text}`);
    default:
      return literal(text, flags);
  }
}

function parseEscape(scanner: Scanner, flags: Flags): Regex {
  const letter = scanner.text[scanner.at] ?? '';
  if (letter === 'A' || letter === 'z' || letter === 'b' || letter === 'B') {
    scanner.at++;
    return assertion(`\\${letter}`);
  }
  if (/[pPdDwWsS]/.test(letter)) {
    scanner.at++;
    return character(perlClass(letter) ?? unicodeClass(scanner, letter), flags);
  }
  const code = escapedCode(scanner);
  return character((value) => value === code, flags);
}

function parseGroup(scanner: Scanner, flags: Flags, depth: number): Regex {
  let inside = flags;
  if (accept(scanner, '?')) {
    const ahead = scanner.text.slice(scanner.at, scanner.at + 2).join('');
    if (/^(?:[=!]|<[=!])/.test(ahead)) refuse('RE2 has no lookaround: (?=, (?!, (?<= and (?<!');
    if (accept(scanner, 'P<') || accept(scanner, '<')) skipName(scanner);
    else {
      inside = parseFlags(scanner, flags);
      if (scanner.text[scanner.at - 1] === ')') {
        Object.assign(flags, inside);
        return { kind: 'sequence', items: [] };
      }
    }
  }
  const tree = parseChoice(scanner, inside, depth + 1);
  if (!accept(scanner, ')')) refuse('a ( has no )');
  return tree;
}

function skipName(scanner: Scanner): void {
  let name = '';
  while (!accept(scanner, '>')) name += take(scanner) || refuse('the name of a group has no >');
  if (!/^\w+$/.test(name)) refuse(`${JSON.stringify(name)} names no group`);
}

/** Parses flags `i`, `m`, `s`, `U`; those after `-` are cleared. Consumes the final `:` or `)`. */
function parseFlags(scanner: Scanner, flags: Flags): Flags {
  const result = { ...flags };
  let value = true;
  for (;;) {
    const letter = take(scanner);
    if (letter === 'i') result.ignoreCase = value;
    else if (letter === 'm') result.lines = value;
    else if (letter === 's') result.dotAll = value;
    else if (letter === 'U') result.ungreedy = value;
    else if (letter === '-' && value) value = false;
    else if (letter === ':' || letter === ')') return result;
    else return refuse(`RE2 has no group (?${letter}`);
  }
}

function parseRepeat(scanner: Scanner, item: Regex, flags: Flags): Regex {
  const bounds = repeatBounds(scanner);
  if (!bounds) return item;
  if (item.kind === 'assertion') refuse('an assertion is not repeated');
  const greedy = accept(scanner, '?') === flags.ungreedy;
  if (repeatBounds(scanner)) refuse('a repetition is not repeated: RE2 has no a**, a*+ or a{2}{3}');
  return { kind: 'repeat', item, min: bounds[0], max: bounds[1], greedy };
}

function repeatBounds(scanner: Scanner): [number, number] | undefined {
  if (accept(scanner, '*')) return [0, Infinity];
  if (accept(scanner, '+')) return [1, Infinity];
  if (accept(scanner, '?')) return [0, 1];
  const counted = /^\{(\d+)(,?)(\d*)\}/.exec(scanner.text.slice(scanner.at, scanner.at + 24).join(''));
  // RE2 treats any other { literally.
  if (!counted) return undefined;
  scanner.at += counted[0].length;
  const min = Number(counted[1]);
  const max = counted[2] === '' ? min : counted[3] === '' ? Infinity : Number(counted[3]);
  const most = Math.max(min, max === Infinity ? 0 : max);
  if (most > MAX_REPEAT || max < min) refuse(`a repetition goes upward and to at most ${MAX_REPEAT}`);
  return [min, max];
}
