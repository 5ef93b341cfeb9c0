import { readDeployArguments } from './arguments.ts';
import { deployProject } from './deploy-project.ts';
import { runCommand } from './run-command.ts';
import { openSignedInSession } from './session.ts';

process.exitCode = await runCommand(
  {
    read: readDeployArguments,
    usage: ({ deployUsage }) => deployUsage,
    run: async (args, messages, at) =>
      deployProject(args, await openSignedInSession(args.project, messages, at), messages, at),
  },
  process.argv.slice(2),
);
// Idle connections would hold the process for some seconds.
process.exit();
