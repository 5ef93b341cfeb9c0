/** Who notices a breakage: a runner in a folder. Quick ones need neither an engine with functions nor a browser. */
export const SUITES = {
  model: { runner: 'vitest', folder: 'model', project: undefined, isQuick: true },
  'functions-unit': { runner: 'vitest', folder: 'functions', project: undefined, isQuick: true },
  web: { runner: 'vitest', folder: 'web', project: undefined, isQuick: true },
  tools: { runner: 'vitest', folder: 'tools', project: undefined, isQuick: true },
  house: { runner: 'vitest', folder: 'tests', project: 'house', isQuick: true },
  engine: { runner: 'vitest', folder: 'tests', project: 'engine', isQuick: false },
  rules: { runner: 'vitest', folder: 'tests', project: 'rules', isQuick: false },
  functions: { runner: 'vitest', folder: 'tests', project: 'functions', isQuick: false },
  browser: { runner: 'playwright', folder: 'tests', project: undefined, isQuick: false },
} as const;

/** One line of the house broken on purpose. `from` stands exactly once in `file`; `tests` is a filter of the suite's files. */
export interface Breakage {
  readonly suite: keyof typeof SUITES;
  readonly tests: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What it would mean for the family. */
  readonly why: string;
}

/** Every suite has at least one. */
export const BREAKAGES: readonly Breakage[] = [
  {
    suite: 'model',
    tests: 'layout',
    file: 'model/src/layout.ts',
    from: 'x += ratio * height + gap;',
    to: 'x += ratio * height;',
    why: 'tiles of a row touch, and the row does not fill the width',
  },
  {
    suite: 'model',
    tests: 'upload',
    file: 'model/src/upload.ts',
    from: "return state.at === 'announcing' ? { at: 'sending', item: state.item, done: 0 } : state;",
    to: "return item ? { at: 'sending', item, done: 0 } : state;",
    why: 'a late answer sends a ready item back to the start',
  },
  {
    suite: 'model',
    tests: 'policy',
    file: 'model/src/policy.ts',
    from: "'make-album': ['owner', 'editor'],",
    to: "'make-album': ['owner', 'editor', 'viewer'],",
    why: 'a viewer is shown a button to make albums',
  },
  {
    suite: 'rules',
    tests: 'rules/',
    file: 'firestore.rules',
    from: '            && d.uploader == request.auth.uid',
    to: '',
    why: 'an editor adds in the name of another',
  },
  {
    suite: 'rules',
    tests: 'rules/',
    file: 'firestore.rules',
    from: 'return request.auth.uid in album.readers && isMember(library);',
    to: 'return isMember(library);',
    why: 'an album for some is seen by all',
  },
  {
    suite: 'rules',
    tests: 'rules/',
    file: 'storage.rules',
    from: "allow create: if bucket.matches('^.+-originals$') && resource == null && isAwaited();",
    to: "allow create: if bucket.matches('^.+-originals$') && isAwaited();",
    why: 'an original is overwritten',
  },
  {
    suite: 'rules',
    tests: 'rules/',
    file: 'storage.rules',
    from: '          && announced.size == request.resource.size',
    to: '',
    why: 'other bytes than announced fill the bucket',
  },
  {
    suite: 'tools',
    tests: 'storage-rules/cases',
    file: 'tools/storage-rules/evaluate/covering.ts',
    from: 'version === 1 ? 1 : 0',
    to: '0',
    why: 'the stand-in lets {x=**} match nothing where the service does not',
  },
  {
    suite: 'tools',
    tests: 'storage-rules/cases',
    file: 'tools/storage-rules/syntax/parser.ts',
    from: "create: ['create']",
    to: "create: ['create', 'update']",
    why: 'the stand-in allows overwriting where the service does not',
  },
  {
    suite: 'functions-unit',
    tests: 'canary',
    file: 'functions/src/adapters/limits/input.ts',
    from: 'FORCED',
    to: 'FORCED',
    why: 'a playlist named .mp4 makes the server fetch what a stranger likes',
  },
];
