import { exitAfterFlush } from '../../bootstrap/exit.js';
import { readProjectArguments } from './arguments.ts';
import { destroyProject } from './destroy-project.ts';
import { runCommand } from './run-command.ts';

process.exitCode = await runCommand(
  {
    read: readProjectArguments,
    usage: ({ destroyUsage }) => destroyUsage,
    run: destroyProject,
  },
  process.argv.slice(2),
);
await exitAfterFlush();
