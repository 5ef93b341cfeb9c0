import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const EVENTS = 10_000;

// Runs functions' events.test.ts, of processing and of the trash, with 10,000 events of 200 items: duplicated, out of order, late, on instances
// that are killed. `npm test` runs 1 % of them. The optional argument is the seed.
const [seed] = process.argv.slice(2);
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', 'processing/events', 'trash/events', '-t', 'events of'], {
  cwd: join(ROOT, 'functions'),
  stdio: 'inherit',
  env: { ...process.env, NO_COLOR: '1', MARU_EVENTS: String(EVENTS), ...(seed !== undefined && { MARU_SEED: seed }) },
});
child.once('exit', (code) => {
  console.log(code === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
  process.exitCode = code === 0 ? 0 : 1;
});
