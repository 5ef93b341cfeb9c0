import { describe, expect, test } from 'vitest';
import { decide } from './evaluate/decide.ts';
import { LIMITS } from './limits.ts';
import { loadRules } from './load.ts';

const inMatch = (body: string) => `rules_version = '2';\nservice firebase.storage { match /b/{bucket}/o { ${body} } }`;
const when = (condition: string) => inMatch(`match /a { allow get: if ${condition}; }`);
const times = (count: number, text: (index: number) => string) => Array.from({ length: count }, (_, i) => text(i));

/** The last reason for refusing a file; undefined if it loads. */
const refused = (source: string) => loadRules('storage.rules', source).errors.at(-1);

function permits(source: string): boolean {
  const { rules, errors } = loadRules('storage.rules', source);
  if (!rules) throw new Error(errors.join('\n'));
  const check = { path: '/b/x/o/a', method: 'get' as const, request: null, resource: null, documents: new Map() };
  return decide(rules, check).permit;
}

/** Nested `match` statements, including those of the bucket. */
const nested = (depth: number) =>
  inMatch(`${times(depth - 1, (i) => `match /m${i} {`).join('')} allow get; ${'}'.repeat(depth - 1)}`);

describe('limits of the service', () => {
  test('expressions of one request, which no operator absorbs', () => {
    const items = (count: number) => when(`true || [${times(count, () => '1').join(',')}].size() == 0`);
    expect(permits(items(5000))).toBe(true);
    // One for ==, size(), the list and the last number each, the rest for its items.
    const list = (count: number) => when(`[${times(count, () => '1').join(',')}].size() > 0`);
    expect(permits(list(LIMITS.expressions - 4))).toBe(true);
    expect(permits(list(LIMITS.expressions))).toBe(false);
    expect(
      permits(inMatch(`match /a { allow get: if [${times(1000, () => '1').join(',')}].size() > 0; allow get; }`)),
    ).toBe(false);
  });

  test('nesting of expressions', () => {
    const brackets = (depth: number) => when(`${'('.repeat(depth)}true${')'.repeat(depth)}`);
    expect(permits(brackets(90))).toBe(true);
    expect(refused(brackets(5000))).toMatch(/^storage\.rules:2:\d+: this expression is nested too deep/);
    expect(refused(when(`${'!'.repeat(5000)}true`))).toMatch(/nested too deep/);
  });

  test('match statements, segments and captures', () => {
    expect(refused(nested(LIMITS.matchDepth))).toBeUndefined();
    expect(refused(nested(LIMITS.matchDepth + 1))).toMatch(/at most 10 match statements nest/);
    const segments = (count: number) => inMatch(`match ${times(count, () => '/s').join('')} { allow get; }`);
    expect(refused(segments(LIMITS.pathSegments - 3))).toBeUndefined();
    expect(refused(segments(LIMITS.pathSegments - 2))).toMatch(/at most 100 segments/);
    const captures = (count: number) => inMatch(`match ${times(count, (i) => `/{c${i}}`).join('')} { allow get; }`);
    expect(refused(captures(LIMITS.captures - 1))).toBeUndefined();
    expect(refused(captures(LIMITS.captures))).toMatch(/captures at most 20 variables/);
  });

  test('the size of a file', () => {
    const padded = (bytes: number) => `${when('true')}\n// ${'x'.repeat(bytes)}`;
    expect(refused(padded(LIMITS.source - 1000))).toBeUndefined();
    expect(refused(padded(LIMITS.source))).toBe('storage.rules:1:1: a rules file holds at most 256 KB');
  });
});
