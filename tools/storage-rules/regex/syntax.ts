/** A test of one code point. */
export type CharacterTest = (code: number) => boolean;

/** Places that take no character; `^` and `$` are those of lines, `\A` and `\z` those of the whole text. */
export type Assertion = '^' | '$' | '\\A' | '\\z' | '\\b' | '\\B';

/** A regular expression as a tree. */
export type Regex =
  | { kind: 'character'; test: CharacterTest }
  | { kind: 'assertion'; assertion: Assertion }
  | { kind: 'sequence'; items: Regex[] }
  | { kind: 'choice'; items: Regex[] }
  | { kind: 'repeat'; item: Regex; min: number; max: number; greedy: boolean };

/** A pattern that RE2 does not take, or whose meaning is not certain. */
export class RegexRefusal extends Error {}

/** Flags that `(?i)`, `(?m)`, `(?s)` and `(?U)` set. */
export interface Flags {
  ignoreCase: boolean;
  lines: boolean;
  dotAll: boolean;
  ungreedy: boolean;
}

/** A place in a pattern, by code points. */
export interface Scanner {
  readonly text: readonly string[];
  at: number;
}

/** Refuses the pattern. */
export function refuse(reason: string): never {
  throw new RegexRefusal(reason);
}

/** Whether the pattern goes on with this text; takes it if so. */
export function accept(scanner: Scanner, text: string): boolean {
  const ahead = scanner.text.slice(scanner.at, scanner.at + text.length).join('');
  if (ahead !== text) return false;
  scanner.at += text.length;
  return true;
}

/** The next code point, taken; '' at the end. */
export function take(scanner: Scanner): string {
  const character = scanner.text[scanner.at] ?? '';
  if (character !== '') scanner.at++;
  return character;
}
