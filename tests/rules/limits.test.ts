import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as limits from '@maru/model/limits';
import { describe, expect, test } from 'vitest';

/** Numbers that need no name in the rules: zero and one. */
const PLAIN = ['0', '1'];

describe.each(['firestore.rules', 'storage.rules'])('%s', (file) => {
  const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
  // Comments and strings contain numbers that are no limits.
  const code = text.replaceAll(/\/\/.*|'[^']*'/g, '');
  const named = [...code.matchAll(/function ([A-Z_]+)\(\) \{ return (\d+); \}/g)];

  test('the rules repeat the limits of the model', () => {
    expect(named.length).toBeGreaterThan(0);
    for (const [, name = '', value] of named) {
      expect(limits, name).toHaveProperty(name, Number(value));
    }
  });

  test('the rules contain no other number', () => {
    const rest = named.reduce((left, [whole]) => left.replace(whole, ''), code);
    expect([...rest.matchAll(/\b\d+\b/g)].map(([number]) => number).filter((n) => !PLAIN.includes(n))).toEqual([]);
  });
});
