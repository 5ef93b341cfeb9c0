import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const EVENTS = 10_000;

/** 10,000 events of 200 items, twice, out of order, late and on machines that are killed: functions' events.test.ts, whose 1 % every run has. */
const [seed] = process.argv.slice(2);
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', 'pipelines/events', '-t', 'events of'], {
  cwd: join(ROOT, 'functions'),
  stdio: 'inherit',
  env: { ...process.env, NO_COLOR: '1', MARU_EVENTS: String(EVENTS), ...(seed !== undefined && { MARU_SEED: seed }) },
});
child.once('exit', (code) => {
  console.log(code === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
  process.exitCode = code === 0 ? 0 : 1;
});
