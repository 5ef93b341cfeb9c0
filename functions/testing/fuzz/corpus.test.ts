import { createHash } from 'node:crypto';
import { FAILURES } from '@maru/model';
import { beforeAll, expect, test } from 'vitest';
import { corpus, sample } from './corpus.ts';
import type { HostileFile, ValidFiles } from './hostile-file.ts';
import { fuzzRun, formatTable } from './fuzz-run.ts';
import { validFiles } from './valid-files.ts';

let whole: ValidFiles;
let files: HostileFile[];
beforeAll(async () => {
  whole = await validFiles();
  files = corpus(whole);
});

test('there are more than a thousand hostile files with unique names and at least one expected outcome', () => {
  expect(files.length).toBeGreaterThan(1000);
  expect(new Set(files.map(({ family, name }) => `${family}: ${name}`)).size).toBe(files.length);
  for (const { ends } of files) for (const end of ends) expect(['ready', ...FAILURES]).toContain(end);
});

test('generates the same files each time', () => {
  const fingerprint = (of: readonly HostileFile[]): string =>
    createHash('sha256')
      .update(Buffer.concat(of.map(({ bytes }) => bytes())))
      .digest('hex');
  const some = (of: readonly HostileFile[]): HostileFile[] =>
    of.filter(({ family }) => ['bit flips', 'noise'].includes(family));
  expect(fingerprint(some(corpus(whole)))).toBe(fingerprint(some(files)));
});

// All of them take minutes (`npm run test:slow`); here a few of every family, others each day.
test(
  'a sample of each family has an expected outcome, within limits of time and memory, and leaves nothing behind',
  { timeout: 240_000 },
  async () => {
    const some = sample(files, 3, new Date().toISOString().slice(0, 10));
    const result = await fuzzRun(some, whole);
    console.log(formatTable(result));
    expect(result.problems).toEqual([]);
    expect(result.outcomes.size).toBe(new Set(files.map(({ family }) => family)).size);
  },
);
