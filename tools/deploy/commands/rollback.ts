import { readProjectArguments } from './arguments.ts';
import { rollbackProject } from './rollback-project.ts';
import { runCommand } from './run-command.ts';
import { openSession } from './session.ts';

process.exitCode = await runCommand(
  {
    read: readProjectArguments,
    usage: ({ rollbackUsage }) => rollbackUsage,
    run: (args, messages, at) => rollbackProject(args, openSession(args.project), messages, at),
  },
  process.argv.slice(2),
);
process.exit();
