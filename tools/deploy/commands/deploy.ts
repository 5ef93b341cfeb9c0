import { exitAfterFlush } from '../../bootstrap/exit.js';
import { readDeployArguments } from './arguments.ts';
import { deployProject } from './deploy-project.ts';
import { runCommand } from './run-command.ts';

process.exitCode = await runCommand(
  {
    read: readDeployArguments,
    usage: ({ deployUsage }) => deployUsage,
    run: deployProject,
  },
  process.argv.slice(2),
);
await exitAfterFlush();
