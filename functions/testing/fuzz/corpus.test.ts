import { createHash } from 'node:crypto';
import { FAILURES } from '@maru/model';
import { beforeAll, expect, test } from 'vitest';
import { corpus, sample } from './corpus.ts';
import type { HostileFile, ValidFiles } from './hostile-file.ts';
import { fuzzRun, table } from './fuzz-run.ts';
import { validFiles } from './valid-files.ts';

let whole: ValidFiles;
let files: HostileFile[];
beforeAll(async () => {
  whole = await validFiles();
  files = corpus(whole);
});

test('there are more than a thousand hostile files, each with a name of its own and an end that has one', () => {
  expect(files.length).toBeGreaterThan(1000);
  expect(new Set(files.map(({ family, name }) => `${family}: ${name}`)).size).toBe(files.length);
  for (const { ends } of files) for (const end of ends) expect(['ready', ...FAILURES]).toContain(end);
});

test('they are the same ones each time', () => {
  const fingerprint = (of: readonly HostileFile[]): string =>
    createHash('sha256')
      .update(Buffer.concat(of.map(({ bytes }) => bytes())))
      .digest('hex');
  const some = (of: readonly HostileFile[]): HostileFile[] =>
    of.filter(({ family }) => ['flipped', 'noise'].includes(family));
  expect(fingerprint(some(corpus(whole)))).toBe(fingerprint(some(files)));
});

// All of them take minutes: `npm run test:slow`. Here are some of every family, others each day.
test(
  'some of each family end well: by name, in time, in bounds, with nothing left behind',
  { timeout: 240_000 },
  async () => {
    const some = sample(files, 3, new Date().toISOString().slice(0, 10));
    const came = await fuzzRun(some, whole);
    console.log(table(came));
    expect(came.flaws).toEqual([]);
    expect(came.ends.size).toBe(new Set(files.map(({ family }) => family)).size);
  },
);
