/** One run of a test runner: a row of the summary. */
export interface Suite {
  name: string;
  /** Selects it on the command line: `npm test -- rules`. */
  part: string;
  /** The workspace it runs in. */
  folder: string;
  args: readonly string[];
  runner: 'vitest' | 'playwright';
}

const vitest = (part: string, name: string, folder: string, ...args: string[]): Suite => ({
  name,
  part,
  folder,
  args,
  runner: 'vitest',
});

const browser = (name: string, ...args: string[]): Suite => ({
  name,
  part: 'e2e',
  folder: 'tests',
  args,
  runner: 'playwright',
});

const SHARDS = '5';
const shard = (n: string): Suite =>
  browser(`browser ${n} of ${SHARDS}`, `--shard=${n}/${SHARDS}`, `--output=../test-results/${n}`);

const FUNCTIONS = vitest('functions', 'functions', 'tests', '--project', 'functions');

const REST: readonly Suite[] = [
  vitest('tools', 'tools', 'tools'),
  vitest('unit', 'functions (unit)', 'functions'),
  vitest('rules', 'rules', 'tests', '--project', 'rules'),
  vitest('emulators', 'emulators', 'tests', '--project', 'emulators'),
  vitest('unit', 'conventions', 'tests', '--project', 'conventions'),
  vitest('unit', 'web', 'web'),
  vitest('unit', 'model', 'model'),
];

/**
 * All suites, the longest first, since the last one to start should be short: the third shard has most of the screens. Each shard of the browser
 * tests starts its own emulators.
 */
export const SUITES: readonly Suite[] = [shard('3'), FUNCTIONS, ...['4', '2', '1', '5'].map(shard), ...REST];

/** The same without shards: with a selection of tests a shard may be empty, which Playwright reports as a failure. */
export const UNSHARDED_SUITES: readonly Suite[] = [browser('browser'), FUNCTIONS, ...REST];
