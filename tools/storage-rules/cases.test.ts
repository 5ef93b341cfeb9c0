import { describe, expect, test } from 'vitest';
import { CASES, ENTRIES } from './cases/all.ts';
import { outcomeOf } from './cases/run-case.ts';

describe.each(ENTRIES)('$group: $name', ({ group, name }) => {
  const cases = CASES.filter((one) => one.group === group && one.entry === name);

  test.each(['allow', 'deny', 'error'] as const)('has a case that must %s', (outcome) => {
    expect(cases.filter((one) => one.expect === outcome).length).toBeGreaterThan(0);
  });

  test.each(cases.map((one) => ({ one, id: one.id, must: one.expect, text: one.condition ?? one.rules })))(
    'case $id must $must: $text',
    ({ one }) => {
      const { outcome, why } = outcomeOf(one);
      expect({ outcome, why: outcome === one.expect ? [] : why }).toEqual({ outcome: one.expect, why: [] });
    },
  );
});

test('entries are unique', () => {
  const names = ENTRIES.map(({ group, name }) => `${group}: ${name}`);
  expect(names).toEqual([...new Set(names)]);
});

test('there are at least 150 cases', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(150);
});

test('a refusal has file, line and column', () => {
  for (const one of CASES.filter(({ expect }) => expect === 'refused')) {
    const { why } = outcomeOf(one);
    expect(why.length).toBeGreaterThan(0);
    for (const line of why) expect(line).toMatch(/^storage\.rules:\d+:\d+: \S/);
  }
});
