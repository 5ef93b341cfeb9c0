import type { InvalidArguments } from './arguments.ts';
import { explain } from './explain.ts';
import { messagesOf, type Messages } from './messages.ts';
import { openSignedInSession, type Session } from './session.ts';
import { terminal, type Terminal } from './terminal.ts';

/** Exit codes: done, failed, invalid arguments. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** A command of this folder. */
export interface Command<T extends { readonly project: string; readonly help: boolean }> {
  readonly read: (argv: readonly string[]) => T | InvalidArguments;
  readonly usage: (messages: Messages) => string;
  /** Returns an exit code; prints why if it is not 0. */
  readonly run: (args: T, session: Session, messages: Messages, at: Terminal) => Promise<number>;
}

/** Parses the arguments, signs in, runs the command and explains what went wrong; returns the exit code. */
export async function runCommand<T extends { readonly project: string; readonly help: boolean }>(
  command: Command<T>,
  argv: readonly string[],
  at: Terminal = terminal,
  openSession = openSignedInSession,
): Promise<number> {
  const messages = messagesOf();
  const args = command.read(argv);
  if ('problem' in args) {
    at.fail(messages.invalidArguments[args.problem](args.argument));
    at.fail(command.usage(messages).split('\n')[0] ?? '');
    return EXIT.usage;
  }
  if (args.help) {
    at.print(command.usage(messages));
    return EXIT.done;
  }
  try {
    const session = await openSession(args.project, messages, at);
    return await command.run(args, session, messages, at);
  } catch (error) {
    at.fail(explain(error, args.project, messages));
    return EXIT.failed;
  }
}
