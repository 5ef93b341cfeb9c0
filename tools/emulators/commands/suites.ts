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

/** Emulators cost each shard 20 s of processor time; three take as long as the functions, beside which they run. */
const SHARDS = '3';
const shard = (n: string): Suite =>
  browser(`browser ${n} of ${SHARDS}`, `--shard=${n}/${SHARDS}`, `--output=../test-results/${n}`);

const FUNCTIONS = vitest('functions', 'functions', 'tests', '--project', 'functions');

const inBackground = (suite: Suite): Suite => ({ ...suite, isBackground: true });

/** The longest at both ends. */
const OTHERS: readonly Suite[] = [
  inBackground(vitest('unit', 'functions (unit)', 'functions')),
  vitest('emulators', 'emulators', 'tests', '--project', 'emulators'),
  inBackground(vitest('unit', 'web', 'web')),
  inBackground(vitest('unit', 'conventions', 'tests', '--project', 'conventions')),
  inBackground(vitest('unit', 'model', 'model')),
  vitest('rules', 'rules', 'tests', '--project', 'rules'),
  inBackground(vitest('tools', 'tools', 'tools')),
];

/**
 * All suites. The longest are at both ends, from which `runInLanes` takes them: so the tools, which compute, run beside what waits, and the last to start are short.
 * Side by side on two cores the functions and each shard take eleven to sixteen minutes; the second shard has the screens.
 */
export const SUITES: readonly Suite[] = [FUNCTIONS, shard('2'), shard('3'), shard('1'), ...OTHERS];

/** The same without shards: with a selection of tests a shard may be empty, which Playwright reports as a failure. */
export const UNSHARDED_SUITES: readonly Suite[] = [browser('browser'), FUNCTIONS, ...OTHERS];
