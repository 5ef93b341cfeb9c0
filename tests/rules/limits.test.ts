import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as limits from '@maru/model/limits';
import { describe, expect, test } from 'vitest';

/** What a number in the rules may be without a name: nothing, and the first of something. */
const PLAIN = ['0', '1'];

describe.each(['firestore.rules', 'storage.rules'])('%s', (file) => {
  const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
  // Without comments and texts, whose numbers are no limits.
  const code = text.replaceAll(/\/\/.*|'[^']*'/g, '');
  const named = [...code.matchAll(/function ([A-Z_]+)\(\) \{ return (\d+); \}/g)];

  test('repeats the limits of the model as they are', () => {
    expect(named.length).toBeGreaterThan(0);
    for (const [, name = '', value] of named) {
      expect(limits, name).toHaveProperty(name, Number(value));
    }
  });

  test('has no other number', () => {
    const rest = named.reduce((left, [whole]) => left.replace(whole, ''), code);
    expect([...rest.matchAll(/\b\d+\b/g)].map(([number]) => number).filter((n) => !PLAIN.includes(n))).toEqual([]);
  });
});
