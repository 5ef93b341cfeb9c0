import { spawn } from 'node:child_process';
import { join } from 'node:path';

// Runs functions/trash.test.ts on the emulators with 1,000 items. `npm test` runs it with fewer.
const command = join(import.meta.dirname, '../../tools/bootstrap/run.js');
const child = spawn(process.execPath, [command, 'test', 'functions', '--', 'trash', '-t', 'items, deleted'], {
  stdio: 'inherit',
  env: { ...process.env, MARU_TRASH_ITEMS: '1000' },
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
