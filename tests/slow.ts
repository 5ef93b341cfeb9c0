import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The files that `npm run test:slow` runs one after the other, with arguments; `npm run test:slow -- WORD` runs those that contain the word. */
const RUNS: readonly (readonly [file: string, ...args: string[]])[] = [
  ['../functions/testing/fuzz/run.ts'],
  ['events/run.ts'],
  ['events/run-trash.ts'],
  ['events/run-index.ts'],
  // 8 GiB; `npm test` stores 200 MiB.
  ['run-long-test.ts', 'emulators', 'emulators/tape', 'MARU_TAPE_MIB=8192'],
  // Two hours of 480i, more than 8 GB, and six instances that die; `npm test` processes two minutes and kills one.
  ['run-long-test.ts', 'functions', 'functions/tape', 'MARU_TAPE=long'],
  // An import of 1,000 files that is interrupted three times; `npm test` interrupts one of one file.
  ['run-long-test.ts', 'functions', 'functions/import-many', 'MARU_IMPORT_FILES=1000'],
  // Uploads that are interrupted 100 times; `npm test` plays three rounds.
  ['run-long-test.ts', 'e2e', 'e2e/upload-kills', 'MARU_KILL_ROUNDS=100'],
  // `npm test` runs it in Chromium only.
  ['run-long-test.ts', 'browsers', 'browsers/story'],
  // Stories in the oldest supported Chromium.
  ['browsers/run-oldest.ts'],
  ['mutation/run.ts', 'code'],
  ['mutation/run.ts', 'rules'],
  ['../tools/deploy/fake/kill-everywhere.ts'],
];

/** Runs a file, prints its output and returns the counts of its last line; without counts it failed once. */
function run(file: string, args: readonly string[]): Promise<{ passed: number; failed: number }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
      stdio: ['inherit', 'pipe', 'inherit'],
    });
    let tail = '';
    child.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      tail = (tail + chunk.toString()).slice(-1000);
    });
    child.once('close', () => {
      const [, passed = '0', failed = '1'] = /(\d+) passed, (\d+) failed\n$/.exec(tail) ?? [];
      resolve({ passed: Number(passed), failed: Number(failed) });
    });
  });
}

const total = { passed: 0, failed: 0 };
const [word = ''] = process.argv.slice(2);
for (const [file, ...args] of RUNS.filter((run) => run.join(' ').includes(word))) {
  const { passed, failed } = await run(file, args);
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
