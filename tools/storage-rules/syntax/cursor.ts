import { Refusal, type Position } from '../failure.ts';
import type { Token } from './lexer.ts';

/** Reserved words: no variable, function or parameter can have these names. */
const RESERVED = new Set(
  'allow break continue else false for function if import in is let match null package return rules_version service true var while'.split(
    ' ',
  ),
);

/** A position in a list of tokens. */
export interface Cursor {
  peek: (ahead?: number) => Token;
  next: () => Token;
  /** Whether an upcoming token is this word or symbol. */
  sees: (text: string, ahead?: number) => boolean;
  /** Consumes the next token if it is this word or symbol; returns whether it was. */
  take: (text: string) => boolean;
  /** Consumes this word or symbol or refuses the file. */
  expect: (text: string, where: string) => Token;
  /** Consumes an identifier. */
  name: (what: string) => Token;
  /** Refuses the file at the next token. */
  refuse: (expected: string) => never;
}

/** Creates a cursor at the first token. */
export function cursor(tokens: readonly Token[]): Cursor {
  let index = 0;
  const end = tokens[tokens.length - 1] as Token;
  const peek = (ahead = 0) => tokens[index + ahead] ?? end;
  const sees = (text: string, ahead = 0) => {
    const token = peek(ahead);
    return (token.kind === 'word' || token.kind === 'mark') && token.text === text;
  };
  const refuse = (expected: string): never => {
    throw new Refusal(peek().at, `expected ${expected}, found ${describe(peek())}`);
  };
  const next = () => {
    const token = peek();
    if (index < tokens.length - 1) index++;
    return token;
  };
  return {
    peek,
    sees,
    next,
    refuse,
    take: (text) => sees(text) && Boolean(next()),
    expect: (text, where) => (sees(text) ? next() : refuse(`"${text}" ${where}`)),
    name: (what) => {
      const token = peek();
      if (token.kind !== 'word' || RESERVED.has(token.text)) refuse(what);
      return next();
    },
  };
}

/** Describes a token for messages. */
export function describe(token: Token): string {
  if (token.kind === 'end') return token.text;
  if (token.kind === 'segment') return `the path segment "${token.text}" (a division is written with spaces: a / b)`;
  if (token.kind === 'bytes') return 'a bytes literal';
  return token.kind === 'string' ? `the string ${JSON.stringify(token.text)}` : `"${token.text}"`;
}

/** Formats a position as `line:column`. */
export function place(at: Position): string {
  return `${at.line}:${at.column}`;
}
