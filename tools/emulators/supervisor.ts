// The leader of the emulators' processes. It runs a command and ends all of them when the process that started the emulators is gone, however that ended:
// its standard input is a pipe from there. Arguments: the emulators' id, the folder to remove, the command.
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { stopMarked } from './processes.ts';

const [id = '', temporary = '', command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let isEnding = false;

// The terminal's and the emulators' signals go to the whole group: the command ends by itself, and we with it.
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
