import { readDeployArguments } from './arguments.ts';
import { deployProject } from './deploy-project.ts';
import { runCommand } from './run-command.ts';
import { openSession } from './session.ts';

process.exitCode = await runCommand(
  {
    read: readDeployArguments,
    usage: ({ deployUsage }) => deployUsage,
    run: (args, messages, at) => deployProject(args, openSession(args.project), messages, at),
  },
  process.argv.slice(2),
);
// Idle connections would hold the process for some seconds.
process.exit();
