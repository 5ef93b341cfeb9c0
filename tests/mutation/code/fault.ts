/** The test suites, each a runner in a folder. Quick ones need neither emulators nor a browser. */
export const SUITES = {
  model: { runner: 'vitest', folder: 'model', project: undefined, isQuick: true },
  'functions-unit': { runner: 'vitest', folder: 'functions', project: undefined, isQuick: true },
  web: { runner: 'vitest', folder: 'web', project: undefined, isQuick: true },
  tools: { runner: 'vitest', folder: 'tools', project: undefined, isQuick: true },
  conventions: { runner: 'vitest', folder: 'tests', project: 'conventions', isQuick: true },
  emulators: { runner: 'vitest', folder: 'tests', project: 'emulators', isQuick: false },
  rules: { runner: 'vitest', folder: 'tests', project: 'rules', isQuick: false },
  functions: { runner: 'vitest', folder: 'tests', project: 'functions', isQuick: false },
  browser: { runner: 'playwright', folder: 'tests', project: undefined, isQuick: false },
} as const;

/** Replaces `from`, which occurs exactly once in `file`, with `to`. A test of `suite` must fail. */
export interface Fault {
  readonly suite: keyof typeof SUITES;
  /** A filter of the suite's test files. */
  readonly tests: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What a user would notice. */
  readonly effect: string;
}
