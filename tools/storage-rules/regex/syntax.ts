/** A test of one code point. */
export type CharacterTest = (code: number) => boolean;

/** Zero-width assertions; `^` and `$` are for lines, `\A` and `\z` for the whole text. */
export type Assertion = '^' | '$' | '\\A' | '\\z' | '\\b' | '\\B';

/** A regular expression as a tree. */
export type Regex =
  | { kind: 'character'; test: CharacterTest }
  | { kind: 'assertion'; assertion: Assertion }
  | { kind: 'sequence'; items: Regex[] }
  | { kind: 'choice'; items: Regex[] }
  | { kind: 'repeat'; item: Regex; min: number; max: number; greedy: boolean };

/** A pattern that RE2 does not accept, or with an uncertain meaning. */
export class RegexRefusal extends Error {}

/** The flags `(?i)`, `(?m)`, `(?s)` and `(?U)`. */
export interface Flags {
  ignoreCase: boolean;
  lines: boolean;
  dotAll: boolean;
  ungreedy: boolean;
}

/** A position in a pattern, by code points. */
export interface Scanner {
  readonly text: readonly string[];
  at: number;
}

/** Refuses the pattern. */
export function refuse(reason: string): never {
  throw new RegexRefusal(reason);
}

/** Consumes this text if it comes next; returns whether it did. */
export function accept(scanner: Scanner, text: string): boolean {
  const ahead = scanner.text.slice(scanner.at, scanner.at + text.length).join('');
  if (ahead !== text) return false;
  scanner.at += text.length;
  return true;
}

/** Consumes the next code point; '' at the end. */
export function take(scanner: Scanner): string {
  const character = scanner.text[scanner.at] ?? '';
  if (character !== '') scanner.at++;
  return character;
}
