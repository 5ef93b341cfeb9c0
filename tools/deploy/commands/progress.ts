import { explain } from './explain.ts';
import type { Messages } from './messages.ts';
import type { Terminal } from './terminal.ts';

/** A part of a command's work, with the name that the person sees. */
export interface Task {
  readonly title: string;
  run(): Promise<unknown>;
}

/** Where a command reports. */
export interface Reporter {
  readonly project: string;
  readonly messages: Messages;
  readonly at: Terminal;
}

/** Runs tasks in order and prints each. */
export type RunTasks = (tasks: readonly Task[]) => Promise<void>;

/** Runs `work`; if a task fails, prints what happened, what is done, and that the command can be run again. Returns whether all went well. */
export async function reportProgress(
  { project, messages, at }: Reporter,
  work: (run: RunTasks) => Promise<void>,
): Promise<boolean> {
  const done: string[] = [];
  try {
    await work(async (tasks) => {
      for (const task of tasks) {
        at.print(`· ${task.title}`);
        await task.run();
        done.push(task.title);
      }
    });
    return true;
  } catch (error) {
    at.fail(`\n✗ ${explain(error, project, messages)}\n`);
    at.fail(done.length === 0 ? messages.nothingDone : messages.alreadyDone(done.join(', ')));
    at.fail(messages.runAgain);
    return false;
  }
}

/** Whether the person agrees to what was printed; `yes` agrees in advance. Prints why not. */
export async function agrees(yes: boolean, messages: Messages, at: Terminal): Promise<boolean> {
  if (yes) return true;
  if (!at.isInteractive) {
    at.fail(messages.needsYes);
    return false;
  }
  if (/^(y|yes|네|예|ㅇ|응)$/i.test(await at.ask(messages.agree))) return true;
  at.fail(messages.cancelled);
  return false;
}

/** Whether the person types the project ID; prints why not. */
export async function typesProject(
  project: string,
  question: string,
  messages: Messages,
  at: Terminal,
): Promise<boolean> {
  if ((await at.ask(question)) === project) return true;
  at.fail(messages.cancelled);
  return false;
}
