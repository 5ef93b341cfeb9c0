import { spawn } from 'node:child_process';
import { join } from 'node:path';

const TESTS = join(import.meta.dirname, '..');

// Runs the functions as they are deployed: see functions.test.ts.
const vitest = join(TESTS, '..', 'node_modules', 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', '--project', 'deployed'], {
  cwd: TESTS,
  stdio: 'inherit',
  env: { ...process.env, NO_COLOR: '1' },
});
child.once('exit', (code) => {
  console.log(code === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
  process.exitCode = code === 0 ? 0 : 1;
});
