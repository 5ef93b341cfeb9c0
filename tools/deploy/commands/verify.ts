import { signInMessages } from '../../sign-in/messages.ts';
import { SignInError } from '../../sign-in/sign-in-error.ts';
import { exitAfterFlush } from '../../bootstrap/exit.js';
import { UserError } from '../../bootstrap/messages.js';
import { readArguments, type VerifyArguments } from '../verify/arguments.ts';
import { runCheck, type Outcome } from '../verify/check.ts';
import { CHECKS } from '../verify/checks/checks.ts';
import { openContext } from '../verify/context.ts';
import { language, messagesOf } from '../verify/messages.ts';
import { openSession } from '../verify/participants.ts';

const messages = messagesOf();

class Interrupted extends Error {}

/** Prints a message to stderr: stdout contains only results. */
const print = (line: string): void => void process.stderr.write(`${line}\n`);

const rowOf = ({ number, title, result, detail, ms }: Outcome): string => {
  const lang = language();
  const time = result === 'not-run' ? '' : `  (${String(ms)} ms)`;
  const note = detail[lang] === '' ? '' : `\n      ${detail[lang]}`;
  return `${String(number).padStart(3)}  ${messages.results[result]}  ${title[lang]}${time}${note}`;
};

const countOf = (outcomes: readonly Outcome[]): Record<Outcome['result'], number> => {
  const count = (result: Outcome['result']): number => outcomes.filter((one) => one.result === result).length;
  return { passed: count('passed'), failed: count('failed'), 'not-run': count('not-run') };
};

/** Runs the checks one after another; stops before the next one once `signal` is aborted. */
async function verify(args: VerifyArguments, signal: AbortSignal): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  // A request of a check or a sign-in may take minutes, which a signal does not wait for.
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => undefined);
  signal.addEventListener('abort', () => reject(new Interrupted()));
  const session = await Promise.race([openSession(args, print), aborted]);
  try {
    const { context, close } = await openContext(session.participants);
    const runAll = async (): Promise<void> => {
      for (const check of CHECKS.filter(({ number }) => args.only?.includes(number) ?? true)) {
        const outcome = await runCheck(check, context);
        if (signal.aborted) return;
        outcomes.push(outcome);
        if (!args.json) process.stdout.write(`${rowOf(outcome)}\n`);
      }
    };
    try {
      await Promise.race([runAll(), aborted]);
    } finally {
      print(messages.cleaning);
      await close().catch((error: unknown) => print(messages.notCleaned(String(error))));
    }
  } finally {
    await session.close();
  }
  return outcomes;
}

/** Runs the command and returns its exit code: 0 no check failed, 1 one did, 2 invalid arguments, 130 interrupted. */
async function main(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  if (typeof args === 'string') {
    print(messages.invalid(args));
    return 2;
  }
  if (args.help) {
    process.stdout.write(`${messages.usage}\n`);
    return 0;
  }
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => abort.abort());
  const outcomes = await verify(args, abort.signal);
  const counts = countOf(outcomes);
  if (args.json) process.stdout.write(`${JSON.stringify({ ...counts, outcomes }, null, 2)}\n`);
  else process.stdout.write(`${messages.summary(counts)}\n`);
  return counts.failed > 0 ? 1 : 0;
}

function explain(error: unknown): string {
  if (error instanceof SignInError) return signInMessages().problems[error.problem](error.detail);
  if (error instanceof UserError) return error.message;
  return messages.unexpected(error instanceof Error ? error.message : String(error));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Interrupted)) print(explain(error));
  process.exitCode = error instanceof Interrupted ? 130 : 1;
}
await exitAfterFlush();
