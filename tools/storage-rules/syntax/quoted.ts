import { Refusal, type Position } from '../failure.ts';

/** A string or bytes literal: its value as text and as bytes, and the offset after it. */
export interface Quoted {
  bytes: boolean;
  text: string;
  raw: Uint8Array;
  end: number;
}

const SIMPLE: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\\': '\\', "'": "'", '"': '"' };
const ESCAPE = /\\(?:([nrtbf\\'"])|x([\da-fA-F]{2})|u([\da-fA-F]{4})|([0-3][0-7]{2}))/y;

/** Parses `'…'`, `"…"` or `b'…'` at an offset; undefined if none starts there. */
export function readQuoted(source: string, start: number, at: Position): Quoted | undefined {
  const bytes = /^[bB]['"]/.test(source.slice(start, start + 2));
  const quote = source[bytes ? start + 1 : start];
  if (quote !== "'" && quote !== '"') return undefined;
  let text = '';
  const raw: number[] = [];
  const encoder = new TextEncoder();
  let offset = start + (bytes ? 2 : 1);
  for (;;) {
    const character = source.slice(offset, offset + 1);
    if (character === '' || character === '\n' || character === '\r') {
      throw new Refusal(at, `this ${bytes ? 'bytes literal' : 'string'} has no closing ${quote} on its line`);
    }
    if (character === quote) return { bytes, text, raw: Uint8Array.from(raw), end: offset + 1 };
    if (character === '\\') {
      ESCAPE.lastIndex = offset;
      const escape = ESCAPE.exec(source);
      if (!escape) throw new Refusal(at, `unknown escape ${source.slice(offset, offset + 2)} in a string`);
      const code = escape[1] === undefined ? numeric(escape) : undefined;
      if (code !== undefined && bytes) raw.push(code & 0xff);
      else text += code === undefined ? (SIMPLE[escape[1] ?? ''] ?? '') : String.fromCharCode(code);
      if (code === undefined && bytes) raw.push((SIMPLE[escape[1] ?? ''] ?? '').charCodeAt(0));
      offset += escape[0].length;
      continue;
    }
    const whole = String.fromCodePoint(source.codePointAt(offset) ?? 0);
    if (bytes) raw.push(...encoder.encode(whole));
    else text += whole;
    offset += whole.length;
  }
}

function numeric(escape: RegExpExecArray): number {
  return escape[4] === undefined ? parseInt(escape[2] ?? escape[3] ?? '0', 16) : parseInt(escape[4], 8);
}
