import { links } from '../errors.ts';
import { findRemovals, isDeployedTo } from '../removals.ts';
import type { ProjectArguments } from './arguments.ts';
import type { Messages } from './messages.ts';
import { reportProgress, typesProject } from './progress.ts';
import { EXIT } from './run-command.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import { withLock } from './with-lock.ts';

/** Deletes what Maru created, after the project ID was typed; returns the exit code. `--yes` does not replace typing. */
export async function destroyProject(
  args: ProjectArguments,
  { google, cli }: Session,
  messages: Messages,
  at: Terminal,
): Promise<number> {
  if (!(await isDeployedTo(google))) {
    at.fail(messages.notOurs(args.project));
    return EXIT.failed;
  }
  const removals = await findRemovals(google, cli);
  at.print(messages.destroyPlan(args.project, removals.map(({ what }) => `  - ${what}`).join('\n')));
  if (!at.isInteractive) {
    at.fail(messages.destroyNeedsTerminal);
    return EXIT.failed;
  }
  if (!(await typesProject(args.project, messages.typeProject(args.project), messages, at))) return EXIT.failed;
  const tasks = removals.map((removal) => ({ title: removal.what, run: () => removal.remove() }));
  const isDone = await reportProgress({ project: args.project, messages, at }, (run) =>
    withLock(google, messages, at, () => run(tasks)),
  );
  if (!isDone) return EXIT.failed;
  at.print(messages.destroyed(links.settings(args.project)));
  return EXIT.done;
}
