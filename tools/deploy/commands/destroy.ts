import { readProjectArguments } from './arguments.ts';
import { destroyProject } from './destroy-project.ts';
import { runCommand } from './run-command.ts';
import { openSession } from './session.ts';

process.exitCode = await runCommand(
  {
    read: readProjectArguments,
    usage: ({ destroyUsage }) => destroyUsage,
    run: (args, messages, at) => destroyProject(args, openSession(args.project), messages, at),
  },
  process.argv.slice(2),
);
process.exit();
