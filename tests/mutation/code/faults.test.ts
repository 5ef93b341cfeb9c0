import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SUITES } from './fault.ts';
import { FAULTS } from './faults.ts';

test.each(FAULTS)('the text that a fault replaces occurs once in $file: $effect', ({ file, from }) => {
  const source = readFileSync(join(import.meta.dirname, '../../..', file), 'utf8');
  expect(source.split(from)).toHaveLength(2);
});

test('every suite has a fault', () => {
  expect(new Set(FAULTS.map(({ suite }) => suite))).toEqual(new Set(Object.keys(SUITES)));
});
