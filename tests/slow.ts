import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What `npm run slow` runs, one after the other. */
const RUNS = ['../functions/testing/fuzz/run.ts', 'events/run.ts', 'broken/run.ts', 'mutate/run.ts'];

/** Runs a file and shows what it says; answers the counts of its last line, which without any is one failure. */
function counted(file: string): Promise<{ passed: number; failed: number }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, file)], { stdio: ['inherit', 'pipe', 'inherit'] });
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
for (const file of RUNS) {
  const { passed, failed } = await counted(file);
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
