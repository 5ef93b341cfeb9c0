import { accept, refuse, take, type CharacterTest, type Scanner } from './syntax.ts';

type Range = readonly [number, number];

const code = (character: string) => character.codePointAt(0) ?? 0;
const ranges = (text: string): Range[] =>
  (text.match(/../gs) ?? []).map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)] as const);
const inRanges =
  (list: readonly Range[]): CharacterTest =>
  (value) =>
    list.some(([from, to]) => value >= from && value <= to);

/** Perl classes are ASCII in RE2. */
const PERL: Record<string, Range[]> = {
  d: ranges('09'),
  w: ranges('09AZaz__'),
  s: [...ranges('  '), [9, 10], [12, 13]],
};

/** ASCII classes of RE2, `[[:alpha:]]`. */
const POSIX: Record<string, Range[]> = {
  alnum: ranges('09AZaz'),
  alpha: ranges('AZaz'),
  ascii: [[0, 127]],
  blank: ranges('\t\t  '),
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  digit: ranges('09'),
  graph: ranges('!~'),
  lower: ranges('az'),
  print: ranges(' ~'),
  punct: ranges('!/:@[`{~'),
  space: [...ranges('  '), [9, 13]],
  upper: ranges('AZ'),
  word: ranges('09AZaz__'),
  xdigit: ranges('09AFaf'),
};

const not =
  (test: CharacterTest): CharacterTest =>
  (value) =>
    !test(value);

/** The Perl class of the letter after a backslash; undefined for other letters. */
export function perlClass(letter: string): CharacterTest | undefined {
  const list = PERL[letter.toLowerCase()];
  if (!list) return undefined;
  return letter === letter.toLowerCase() ? inRanges(list) : not(inRanges(list));
}

/** Parses `\pL`, `\p{Hangul}`, `\P{Lu}` after the letter p or P. */
export function unicodeClass(scanner: Scanner, letter: string): CharacterTest {
  let name = take(scanner);
  let negated = letter === 'P';
  if (name === '{') {
    name = '';
    for (let next = take(scanner); next !== '}'; next = take(scanner)) {
      if (next === '') refuse('\\p{ has no }');
      name += next;
    }
    if (name.startsWith('^')) [negated, name] = [!negated, name.slice(1)];
  }
  const test = namedClass(name);
  return negated ? not(test) : test;
}

function namedClass(name: string): CharacterTest {
  if (!/^\w+$/.test(name)) refuse(`there is no class \\p{${name}}`);
  try {
    const pattern = new RegExp(`\\p{${name.length <= 2 ? 'gc' : 'sc'}=${name}}`, 'u');
    return (value) => pattern.test(String.fromCodePoint(value));
  } catch {
    return refuse(`there is no class \\p{${name}}`);
  }
}

const SIMPLE: Record<string, number> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/** Parses an escaped code point after the backslash. */
export function escapedCode(scanner: Scanner): number {
  const letter = take(scanner);
  const simple = SIMPLE[letter];
  if (simple !== undefined) return simple;
  if (letter === 'x') return hexCode(scanner);
  if (letter === '0' || (/[1-7]/.test(letter) && /[0-7]/.test(scanner.text[scanner.at] ?? ''))) {
    let octal = letter;
    while (octal.length < 3 && /[0-7]/.test(scanner.text[scanner.at] ?? '')) octal += take(scanner);
    return parseInt(octal, 8);
  }
  if (/[1-9]/.test(letter)) return refuse(`RE2 has no backreference \\${letter}`);
  if (letter === '' || /[\w]/.test(letter) || code(letter) > 127) return refuse(`RE2 has no escape \\${letter}`);
  return code(letter);
}

function hexCode(scanner: Scanner): number {
  let digits = '';
  if (accept(scanner, '{')) while (!accept(scanner, '}')) digits += take(scanner) || refuse('\\x{ has no }');
  else digits = take(scanner) + take(scanner);
  const value = /^[\da-fA-F]+$/.test(digits) ? parseInt(digits, 16) : NaN;
  return value <= 0x10ffff ? value : refuse('\\x takes two hexadecimal digits, or any number in braces');
}

/** Parses `[…]` after the first bracket. */
export function bracketClass(scanner: Scanner, ignoreCase: boolean): CharacterTest {
  const negated = accept(scanner, '^');
  const tests: CharacterTest[] = [];
  for (let first = true; first || !accept(scanner, ']'); first = false) {
    const named = namedInBracket(scanner);
    if (named) {
      tests.push(named);
      continue;
    }
    const from = codeInBracket(scanner);
    let to = from;
    if (scanner.text[scanner.at] === '-' && scanner.text[scanner.at + 1] !== ']' && accept(scanner, '-')) {
      to = codeInBracket(scanner);
      if (to < from) refuse('a range in [ ] goes upward');
    }
    tests.push(inRanges([[from, to]]));
  }
  const any: CharacterTest = (value) => tests.some((test) => test(value));
  const folded = ignoreCase ? foldCase(any) : any;
  return negated ? not(folded) : folded;
}

function namedInBracket(scanner: Scanner): CharacterTest | undefined {
  const posix = /^\[:(\^?)(\w+):\]/.exec(scanner.text.slice(scanner.at, scanner.at + 16).join(''));
  if (posix) {
    const list = POSIX[posix[2] ?? ''] ?? refuse(`there is no class ${posix[0]}`);
    scanner.at += posix[0].length;
    return posix[1] ? not(inRanges(list)) : inRanges(list);
  }
  if (scanner.text[scanner.at] !== '\\') return undefined;
  const letter = scanner.text[scanner.at + 1] ?? '';
  if (!/[pPdDwWsS]/.test(letter)) return undefined;
  scanner.at += 2;
  return perlClass(letter) ?? unicodeClass(scanner, letter);
}

function codeInBracket(scanner: Scanner): number {
  const character = take(scanner);
  if (character === '') return refuse('[ has no ]');
  return character === '\\' ? escapedCode(scanner) : code(character);
}

/** The same test, ignoring case. */
export function foldCase(test: CharacterTest): CharacterTest {
  return (value) => {
    if (test(value)) return true;
    const character = String.fromCodePoint(value);
    return [character.toLowerCase(), character.toUpperCase()].some(
      (other) => other === String.fromCodePoint(code(other)) && test(code(other)),
    );
  };
}
