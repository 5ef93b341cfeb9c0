/** One run of a test runner: a row of the summary. */
export interface Suite {
  name: string;
  /** Selects it on the command line: `npm test -- rules`. */
  part: string;
  /** The workspace it runs in. */
  folder: string;
  args: readonly string[];
  runner: 'vitest' | 'playwright';
  /** It computes all the time: it gets the processors while suites on emulators wait. */
  isBackground?: true;
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

const ON_EMULATORS: readonly Suite[] = [
  vitest('emulators', 'emulators', 'tests', '--project', 'emulators'),
  vitest('rules', 'rules', 'tests', '--project', 'rules'),
];

/** The longest last, which is the first to be taken: see `runInLanes`. */
const IN_BACKGROUND: readonly Suite[] = [
  vitest('unit', 'conventions', 'tests', '--project', 'conventions'),
  vitest('unit', 'model', 'model'),
  vitest('unit', 'web', 'web'),
  vitest('unit', 'functions (unit)', 'functions'),
  vitest('tools', 'tools', 'tools'),
].map((suite) => ({ ...suite, isBackground: true }));

/**
 * All suites, in the order for `runInLanes`: the longest first, since the last one to start should be short; the third shard has most of the screens. Each
 * shard of the browser tests starts its own emulators.
 */
export const SUITES: readonly Suite[] = [
  FUNCTIONS,
  ...['3', '1', '5', '4', '2'].map(shard),
  ...ON_EMULATORS,
  ...IN_BACKGROUND,
];

/** The same without shards: with a selection of tests a shard may be empty, which Playwright reports as a failure. */
export const UNSHARDED_SUITES: readonly Suite[] = [browser('browser'), FUNCTIONS, ...ON_EMULATORS, ...IN_BACKGROUND];
