import { Refusal, type Position } from '../failure.ts';
import type { Token } from './lexer.ts';

/** Words of the language that can name no variable, function or parameter. */
export const RESERVED = new Set(
  'allow break continue else false for function if import in is let match null package return rules_version service true var while'.split(
    ' ',
  ),
);

/** A place in a list of tokens, with what a parser asks of it. */
export interface Cursor {
  peek: (ahead?: number) => Token;
  next: () => Token;
  /** Whether a coming token is this word or mark. */
  sees: (text: string, ahead?: number) => boolean;
  /** Whether the next token is this word or mark; takes it if so. */
  take: (text: string) => boolean;
  /** Takes this word or mark or refuses the file. */
  expect: (text: string, where: string) => Token;
  /** Takes a word that may name something. */
  name: (what: string) => Token;
  /** Refuses the file at the next token. */
  refuse: (expected: string) => never;
}

/** A cursor at the first of these tokens. */
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

/** How a token is called in a message. */
export function describe(token: Token): string {
  if (token.kind === 'end') return token.text;
  if (token.kind === 'segment') return `the path segment "${token.text}" (a division is written with spaces: a / b)`;
  if (token.kind === 'bytes') return 'a bytes literal';
  return token.kind === 'string' ? `the string ${JSON.stringify(token.text)}` : `"${token.text}"`;
}

/** A place as `line:column`. */
export function place(at: Position): string {
  return `${at.line}:${at.column}`;
}
