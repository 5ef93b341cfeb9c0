import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { trackedFiles } from './tracked-files.ts';

/** A larger folder is split by feature. */
const LIMIT = 25;

/** Source files per folder, without tests and type declarations. */
function sourceFilesByFolder(files: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of files) {
    if (!/\.(ts|js|svelte)$/.test(file) || /\.(test|spec|d)\.(ts|js)$|\.svelte\.test\.ts$/.test(file)) continue;
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  }
  return counts;
}

/** Folders over the limit. */
const tooLarge = (files: readonly string[]): string[] =>
  [...sourceFilesByFolder(files)]
    .filter(([, count]) => count > LIMIT)
    .map(([folder, count]) => `${folder}: ${String(count)} source files`);

test(`a folder has at most ${String(LIMIT)} source files`, () => {
  expect(tooLarge(trackedFiles())).toEqual([]);
});

test('finds one file too many and does not count tests', () => {
  const files = Array.from({ length: LIMIT }, (_, index) => `model/src/x/f${String(index)}.ts`);
  expect(tooLarge([...files, 'model/src/x/f.test.ts'])).toEqual([]);
  expect(tooLarge([...files, 'model/src/x/F.svelte'])).toEqual(['model/src/x: 26 source files']);
});
