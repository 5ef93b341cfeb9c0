import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFailures, readPlaywright, sum } from './results.ts';
import { resultsOfModules } from './vitest-results.ts';

type Modules = Parameters<typeof resultsOfModules>[0];

const error = { message: 'expected 1 to be 2', diff: '- 2\n+ 1', stack: 'Error: x\n    at a.ts:1:2\n    at b.ts:3:4' };

function module(
  tests: { state: string; note?: string }[],
  loadErrors: object[],
  hookErrors: object[],
): Modules[number] {
  const cases = tests.map((result, index) => ({
    fullName: `test ${String(index)}`,
    result: () => ({ ...result, errors: [error] }),
  }));
  return {
    type: 'module',
    relativeModuleId: 'x.test.ts',
    errors: () => loadErrors,
    children: {
      allTests: () => cases,
      allSuites: () => [{ type: 'suite', fullName: 'group', errors: () => hookErrors }],
    },
  } as unknown as Modules[number];
}

test('counts a file that does not load, a failed hook and an error outside of tests as failures, and names skipped tests', () => {
  const tests = [
    { state: 'passed' },
    { state: 'failed' },
    { state: 'skipped', note: 'no network' },
    { state: 'skipped' },
  ];
  const mixed = module(tests, [], [{ message: 'hook' }]);
  const broken = module([], [{ message: 'no such module' }], []);
  expect(resultsOfModules([mixed, broken], [{ message: 'unhandled' }])).toEqual({
    passed: 1,
    failed: [
      'outside of tests\nunhandled',
      'x.test.ts > test 1\nexpected 1 to be 2\n- 2\n+ 1\n    at a.ts:1:2',
      'x.test.ts > group\nhook',
      'x.test.ts\nno such module',
    ],
    skipped: ['test 2 (no network)', 'test 3 (no reason given)'],
  });
});

test('counts a browser test that passed on a retry, and an error of the run, as failures', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'results-')), 'error-context.md');
  const page = '- heading "A"\n- button "B"';
  writeFileSync(path, `# Error\n\n\`\`\`\nx\n\`\`\`\n\n# Page snapshot\n\n\`\`\`yaml\n${page}\n\`\`\`\n`);
  const spec = (status: string, description?: string): object => ({
    title: status,
    file: 'a.spec.ts',
    line: 7,
    tests: [
      {
        status,
        annotations: description === undefined ? [] : [{ type: 'skip', description }],
        results: [
          {
            errors: status === 'unexpected' ? [{ message: 'too late' }] : [],
            attachments: [{ name: 'error-context', path }],
          },
        ],
      },
    ],
  });
  const inner = { specs: [spec('expected'), spec('flaky')] };
  const suites = [{ suites: [inner], specs: [spec('unexpected'), spec('skipped', 'no codec')] }];
  expect(readPlaywright({ suites, errors: [{ message: 'setup' }] })).toEqual({
    passed: 1,
    failed: ['outside of tests\nsetup', `a.spec.ts:7 > flaky\n${page}`, `a.spec.ts:7 > unexpected\ntoo late\n${page}`],
    skipped: ['skipped (no codec)'],
  });
});

test('adds up results', () => {
  const results = { passed: 1, failed: ['two'], skipped: ['three'] };
  expect(sum([results, results])).toEqual({ passed: 2, failed: ['two', 'two'], skipped: ['three', 'three'] });
});

test('lists failures without colours and empty lines, and as a block of bounded length', () => {
  expect(listFailures([])).toBe('');
  expect(listFailures(['a > b\n\u001b[31mred\u001b[39m\n\nline'])).toBe('── failed ──\n✘ a > b\n    red\n    line\n\n');
  const long = `title${'\nline'.repeat(40)}`;
  for (const [count, lines] of [
    [1, 41],
    [5, 75],
    [30, 60],
    [75, 75],
    [200, 76],
  ] as const)
    expect(listFailures(Array.from({ length: count }, () => long)).split('\n')).toHaveLength(lines + 3);
});
