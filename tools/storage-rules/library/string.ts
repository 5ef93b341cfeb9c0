import { fail } from '../failure.ts';
import { compileRegex } from '../regex/compile.ts';
import { findAll, matchesWhole } from '../regex/machine.ts';
import type { Builtins } from './builtin.ts';

const ASCII_UPPER = /[A-Z]+/g;
const ASCII_LOWER = /[a-z]+/g;

/** Methods of rules.String. Case changes for ASCII only and sizes are UTF-16 units (measured by hidane). */
export const STRING_METHODS: Builtins = {
  lower: { takes: ['string'], run: (text: string) => text.replace(ASCII_UPPER, (part) => part.toLowerCase()) },
  upper: { takes: ['string'], run: (text: string) => text.replace(ASCII_LOWER, (part) => part.toUpperCase()) },
  size: { takes: ['string'], run: (text: string) => BigInt(text.length) },
  // The service trims control characters and spaces.
  trim: { takes: ['string'], run: (text: string) => text.replace(/^[\0- ]+|[\0- ]+$/g, '') },
  toUtf8: { takes: ['string'], run: (text: string) => new TextEncoder().encode(text) },
  matches: {
    takes: ['string', 'string'],
    run: (text: string, pattern: string) => matchesWhole(compileRegex(pattern), text),
  },
  split: { takes: ['string', 'string'], run: split },
  replace: { takes: ['string', 'string', 'string'], run: replace },
};

/** Drops trailing empty parts, as the official runtime does. */
function split(text: string, pattern: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const found of findAll(compileRegex(pattern), text)) {
    if (found.end === 0) continue;
    parts.push(text.slice(start, found.start));
    start = found.end;
  }
  parts.push(text.slice(start));
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

function replace(text: string, pattern: string, substitute: string): string {
  if (/[\\$]/.test(substitute)) fail('the reference gives "\\" and "$" no meaning in what replace() puts in');
  let result = '';
  let start = 0;
  for (const found of findAll(compileRegex(pattern), text)) {
    result += text.slice(start, found.start) + substitute;
    start = found.end;
  }
  return result + text.slice(start);
}
