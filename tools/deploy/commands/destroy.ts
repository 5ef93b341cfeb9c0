import { readProjectArguments } from './arguments.ts';
import { destroyProject } from './destroy-project.ts';
import { runCommand } from './run-command.ts';
import { exitWhenWritten } from '../../bootstrap/exit.js';

process.exitCode = await runCommand(
  {
    read: readProjectArguments,
    usage: ({ destroyUsage }) => destroyUsage,
    run: destroyProject,
  },
  process.argv.slice(2),
);
await exitWhenWritten();
