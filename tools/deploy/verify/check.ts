import type { Text } from '../text.ts';
import type { Context } from './context.ts';
import { NotRun } from './assert.ts';

/** One numbered check. Numbers 1 to 22 are the lines of "Differences from the service" in docs/emulators.md. */
export interface Check {
  readonly number: number;
  readonly title: Text;
  /** Why it cannot be shown on the emulators; absent if it runs there too. */
  readonly notOnEmulators?: Text;
  /** Returns a note for the report, such as a time; throws NotRun, or an Error that says what is wrong. */
  readonly run: (context: Context) => Promise<string | undefined>;
}

/** A check that no request can show; `reason` says where it is tested instead. */
export const notRun = (number: number, title: Text, reason: Text): Check => ({
  number,
  title,
  run: () => Promise.reject(new NotRun(reason)),
});

/** The outcome of one check. */
export interface Outcome {
  readonly number: number;
  readonly title: Text;
  readonly result: 'passed' | 'failed' | 'not-run';
  /** A note, what is wrong, or why it did not run. */
  readonly detail: Text;
  readonly ms: number;
}

const both = (text: string): Text => ({ ko: text, en: text });

/** Runs one check; never rejects. */
export async function runCheck({ number, title, notOnEmulators, run }: Check, context: Context): Promise<Outcome> {
  const began = performance.now();
  const end = (result: Outcome['result'], detail: Text): Outcome => ({
    ...{ number, title, result, detail },
    ms: Math.round(performance.now() - began),
  });
  if (notOnEmulators && context.isEmulated) return end('not-run', notOnEmulators);
  try {
    return end('passed', both((await run(context)) ?? ''));
  } catch (error) {
    if (error instanceof NotRun) return end('not-run', error.reason);
    return end('failed', both(error instanceof Error ? error.message : String(error)));
  }
}
