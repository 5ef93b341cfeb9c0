import { readProjectArguments } from './arguments.ts';
import { rollbackProject } from './rollback-project.ts';
import { runCommand } from './run-command.ts';
import { openSignedInSession } from './session.ts';

process.exitCode = await runCommand(
  {
    read: readProjectArguments,
    usage: ({ rollbackUsage }) => rollbackUsage,
    run: async (args, messages, at) =>
      rollbackProject(args, await openSignedInSession(args.project, messages, at), messages, at),
  },
  process.argv.slice(2),
);
process.exit();
