import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

// Runs tape.test.ts with two hours of 480i, more than 8 GB, and six instances that die; `npm test` processes four minutes.
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', '--project', 'functions', 'functions/tape'], {
  cwd: join(ROOT, 'tests'),
  stdio: 'inherit',
  env: { ...process.env, NO_COLOR: '1', MARU_TAPE: 'long' },
});
child.once('exit', (code) => {
  console.log(code === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
  process.exitCode = code === 0 ? 0 : 1;
});
