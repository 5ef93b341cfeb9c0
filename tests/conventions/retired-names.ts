/** A name that was replaced by the field's standard term and must not come back. */
export interface RetiredName {
  /** Found as a word of its own and as a part of an identifier or path, with a plural s too: `house` in `readHouse` and `house-files`, not in `lighthouse`. */
  readonly name: string;
  /** What it is called now. */
  readonly use: string;
  /** Files, or folders with a slash at the end, where the word is legitimate. */
  readonly allowed?: readonly string[];
}

/** A name joins this list in the commit that removes its last use. */
export const RETIRED_NAMES: readonly RetiredName[] = [
  // Commands, folders and files.
  { name: 'npm run broken', use: 'npm run mutate -- code' },
  { name: 'npm run slow', use: 'npm run test:slow' },
  { name: 'tests/house', use: 'tests/conventions' },
  { name: 'tests/broken', use: 'tests/mutation/code' },
  { name: 'tests/mutate', use: 'tests/mutation/rules' },
  { name: 'tools/engine', use: 'tools/emulators' },
  // Tests and tools.
  { name: 'breakage', use: 'fault' },
  { name: 'brisk', use: 'emulator patches' },
  { name: 'hunter', use: 'kill history' },
  { name: 'pretend', use: 'fake' },
];
