import { readProjectArguments } from './arguments.ts';
import { destroyProject } from './destroy-project.ts';
import { runCommand } from './run-command.ts';
import { openSignedInSession } from './session.ts';

process.exitCode = await runCommand(
  {
    read: readProjectArguments,
    usage: ({ destroyUsage }) => destroyUsage,
    run: async (args, messages, at) =>
      destroyProject(args, await openSignedInSession(args.project, messages, at), messages, at),
  },
  process.argv.slice(2),
);
process.exit();
