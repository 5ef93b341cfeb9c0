import { expect, test } from 'vitest';
import { readPlaywright, sum } from './results.ts';
import { resultsOfModules } from './vitest-results.ts';

type Modules = Parameters<typeof resultsOfModules>[0];

function module(state: string, tests: { state: string; note?: string }[]): Modules[number] {
  const cases = tests.map((result, index) => ({ fullName: `test ${String(index)}`, result: () => result }));
  return { state: () => state, children: { allTests: () => cases } } as unknown as Modules[number];
}

test('a file that cannot be loaded and an error outside of tests are failures, and what was skipped is named', () => {
  const mixed = module('failed', [
    { state: 'passed' },
    { state: 'failed' },
    { state: 'skipped', note: 'no moon' },
    { state: 'skipped' },
  ]);
  expect(resultsOfModules([mixed, module('failed', [])], [{}])).toEqual({
    passed: 1,
    failed: 3,
    skipped: ['test 2 (no moon)', 'test 3 (no reason given)'],
  });
});

test('a browser test that needed a second try has failed, and so has a run with an error of its own', () => {
  const one = (status: string, description?: string): object => ({
    title: status,
    tests: [{ status, annotations: description === undefined ? [] : [{ type: 'skip', description }] }],
  });
  const inner = { title: 'inner', specs: [one('expected'), one('flaky')] };
  const suites = [{ title: 'file', suites: [inner], specs: [one('unexpected'), one('skipped', 'no sun')] }];
  expect(readPlaywright({ suites, errors: [] })).toEqual({ passed: 1, failed: 2, skipped: ['skipped (no sun)'] });
  expect(readPlaywright({ suites: [], errors: [{}] }).failed).toBe(1);
});

test('runners add up', () => {
  const results = { passed: 1, failed: 2, skipped: ['three'] };
  expect(sum([results, results])).toEqual({ passed: 2, failed: 4, skipped: ['three', 'three'] });
});
