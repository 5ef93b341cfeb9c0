// The leader of the emulators' process group. It runs a command and kills the whole group when the process that started it is gone, which closes
// the pipe on standard input. Arguments: the id of the emulators, the folder to remove, the command.
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { stopMarked } from './processes.ts';

const [id = '', temporary = '', command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let isEnding = false;

// Signals go to the whole group: the command ends by itself, then this process.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);
child.once('exit', (code) => {
  if (!isEnding) process.exit(code ?? 1);
});
child.once('error', (error) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
process.stdin.once('end', () => {
  isEnding = true;
  void stopMarked(id, undefined, 0)
    .then(() => rm(temporary, { recursive: true, force: true }))
    .finally(() => process.exit(1));
});
process.stdin.resume();
