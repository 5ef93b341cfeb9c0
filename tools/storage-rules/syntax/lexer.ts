import { Refusal, type Position } from '../failure.ts';
import { readQuoted } from './quoted.ts';

/** Kinds of tokens; `segment` is `/name` or `/(name)`, a path segment with its slash. */
export type TokenKind = 'word' | 'int' | 'float' | 'string' | 'bytes' | 'segment' | 'mark' | 'end';

/** One token; `text` is the source text, for strings the decoded value. */
export interface Token {
  kind: TokenKind;
  text: string;
  bytes?: Uint8Array;
  at: Position;
}

const SPACE = /[ \t\r\n\f]+/y;
const COMMENT = /\/\/[^\n]*|\/\*[^]*?\*\//y;
// One token, as in the service's compiler: `4/2` is a number and a path, so a division has spaces around it.
const SEGMENT = /\/(?:\((?:[\w\-.~&'*+:@]|%[\da-fA-F]{2})+\)|(?:[\w\-.~&'*+:@]|%[\da-fA-F]{2})+)/y;
const NUMBER = /\d+(?:\.\d+)?/y;
const WORD = /[A-Za-z_]\w*/y;
const MARK = /&&|\|\||==|!=|<=|>=|[-+*/%<>!?:;,.()[\]{}=$]/y;

/** Splits a rules file into tokens, the last of kind `end`; refuses any other text. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const place = positions(source);
  let offset = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    return pattern.exec(source)?.[0];
  };
  while (offset < source.length) {
    const skipped = take(SPACE) ?? take(COMMENT);
    if (skipped !== undefined) {
      offset += skipped.length;
      continue;
    }
    const at = place(offset);
    const quoted = readQuoted(source, offset, at);
    if (quoted) {
      tokens.push({ kind: quoted.bytes ? 'bytes' : 'string', text: quoted.text, bytes: quoted.raw, at });
      offset = quoted.end;
      continue;
    }
    const token = readPlain(take, at);
    if (!token) throw new Refusal(at, `unexpected character ${JSON.stringify(source.slice(offset, offset + 1))}`);
    tokens.push(token);
    offset += token.text.length;
    refuseNumberTail(token, source, offset);
  }
  tokens.push({ kind: 'end', text: 'end of file', at: place(offset) });
  return tokens;
}

function readPlain(take: (pattern: RegExp) => string | undefined, at: Position): Token | undefined {
  const segment = take(SEGMENT);
  if (segment !== undefined) return { kind: 'segment', text: segment, at };
  const number = take(NUMBER);
  if (number !== undefined) return { kind: number.includes('.') ? 'float' : 'int', text: number, at };
  const word = take(WORD);
  if (word !== undefined) return { kind: 'word', text: word, at };
  const mark = take(MARK);
  return mark === undefined ? undefined : { kind: 'mark', text: mark, at };
}

function refuseNumberTail(token: Token, source: string, offset: number): void {
  if (token.kind !== 'int' && token.kind !== 'float') return;
  if (/[\w.]/.test(source.charAt(offset))) {
    throw new Refusal(token.at, `a number is written 12 or 1.5, without exponent, base or suffix`);
  }
}

/** The line and column of an offset. */
function positions(source: string): (offset: number) => Position {
  let line = 1;
  let lineStart = 0;
  let seen = 0;
  return (offset) => {
    for (; seen < offset; seen++) {
      if (source[seen] !== '\n') continue;
      line++;
      lineStart = seen + 1;
    }
    return { line, column: offset - lineStart + 1 };
  };
}
