import { exitAfterFlush } from '../../bootstrap/exit.js';
import { readProjectArguments } from './arguments.ts';
import { rollbackProject } from './rollback-project.ts';
import { runCommand } from './run-command.ts';

process.exitCode = await runCommand(
  {
    read: readProjectArguments,
    usage: ({ rollbackUsage }) => rollbackUsage,
    run: rollbackProject,
  },
  process.argv.slice(2),
);
await exitAfterFlush();
