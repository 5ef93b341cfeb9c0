import { links } from '../errors.ts';
import { findRemovals, isDeployedTo } from '../removals.ts';
import type { ProjectArguments } from './arguments.ts';
import { explain } from './explain.ts';
import type { Messages } from './messages.ts';
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
  if ((await at.ask(messages.typeProject(args.project))) !== args.project) {
    at.fail(messages.cancelled);
    return EXIT.failed;
  }
  const done: string[] = [];
  try {
    await withLock(google, messages, at, async () => {
      for (const removal of removals) {
        at.print(`· ${removal.what}`);
        await removal.remove();
        done.push(removal.what);
      }
    });
  } catch (error) {
    at.fail(`\n✗ ${explain(error, args.project, messages)}\n`);
    at.fail(done.length === 0 ? messages.nothingDone : messages.alreadyDone(done.join(', ')));
    at.fail(messages.runAgain);
    return EXIT.failed;
  }
  at.print(messages.destroyed(links.settings(args.project)));
  return EXIT.done;
}
