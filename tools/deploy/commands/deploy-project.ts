import { costLines, regionLines } from '../costs.ts';
import { REGIONS } from '../regions.ts';
import type { Context, Facts, Step } from '../step.ts';
import { database, nameOf } from '../steps/database.ts';
import { addressOfApp } from '../steps/hosting-site.ts';
import type { DeployArguments } from './arguments.ts';
import { explain } from './explain.ts';
import type { Messages } from './messages.ts';
import { EXIT } from './run-command.ts';
import type { Session } from './session.ts';
import { planSteps, STEPS, STEPS_BEFORE_LOCK, titleOf, type Plan } from './steps.ts';
import type { Terminal } from './terminal.ts';
import { suggestAddress } from './typo.ts';
import { withLock } from './with-lock.ts';

/** Creates the facts of a project that nobody looked at yet. */
export const initialFacts = (project: string): Facts => ({
  number: '',
  billingAccount: '',
  record: { releases: [] },
  appCheck: false,
  region: REGIONS[0]?.id ?? '',
  site: project,
  domains: [],
  version: '',
  stage: '',
  release: 0,
});

/** The plan in words: what changes, what is done, what would be lost, what it costs. */
export function planLines(context: Context, plan: Plan, messages: Messages): string[] {
  const { args, google, facts } = context;
  const changes = [...plan.changes].map(([step, { change }]) => `${titleOf(step)}: ${change}`);
  const done = plan.done.map(titleOf);
  const lost = [...plan.changes.values()].flatMap(({ overwrites }) => overwrites ?? []);
  const suggestion = args.owner === undefined ? undefined : suggestAddress(args.owner);
  return [
    messages.planTitle(google.project, facts.number),
    messages.planRegion(nameOf(facts.region)),
    ...(args.owner === undefined ? [] : [messages.planOwner(args.owner)]),
    ...(suggestion === undefined ? [] : [messages.suspectOwner(args.owner ?? '', suggestion)]),
    '',
    `${messages.planChanges}:`,
    ...changes.map((line, index) => `  ${String(index + 1).padStart(2)}. ${line}`),
    `${messages.planDone}: ${done.join(', ')}`,
    ...(lost.length === 0 ? [] : ['', `${messages.planOverwrites}:`, ...lost.map((line) => `  - ${line}`)]),
    '',
    ...costLines(facts.region),
    ...(plan.changes.has(database) ? ['', ...regionLines()] : []),
    '',
  ];
}

/** Whether the person agrees to the plan; prints why not. */
async function agrees(context: Context, plan: Plan, messages: Messages, at: Terminal): Promise<boolean> {
  const { args, google } = context;
  const losesSomething = [...plan.changes.values()].some(({ overwrites }) => overwrites !== undefined);
  if (!at.isInteractive && !args.yes) {
    at.fail(messages.needsYes);
    return false;
  }
  if (losesSomething && !args.overwrite) {
    if (!at.isInteractive || args.yes) {
      at.fail(messages.needsOverwrite);
      return false;
    }
    if ((await at.ask(messages.agreeToOverwrite(google.project))) === google.project) return true;
  } else if (args.yes || /^(y|yes|네|예|ㅇ|응)$/i.test(await at.ask(messages.agree))) {
    return true;
  }
  at.fail(messages.cancelled);
  return false;
}

/** Applies the planned steps in order, under the lock; prints what is done if one fails. */
async function applySteps(context: Context, plan: Plan, messages: Messages, at: Terminal): Promise<boolean> {
  const done: string[] = [];
  const apply = async (steps: readonly Step[]): Promise<void> => {
    for (const step of steps.filter((one) => plan.changes.has(one))) {
      at.print(`· ${titleOf(step)}`);
      await step.apply(context);
      done.push(titleOf(step));
    }
  };
  try {
    await apply(STEPS_BEFORE_LOCK);
    await withLock(context.google, messages, at, () => apply(STEPS));
    return true;
  } catch (error) {
    at.fail(`\n✗ ${explain(error, context.google.project, messages)}\n`);
    at.fail(done.length === 0 ? messages.nothingDone : messages.alreadyDone(done.join(', ')));
    at.fail(messages.runAgain);
    return false;
  }
}

/** Plans, asks, and deploys; returns the exit code. */
export async function deployProject(
  args: DeployArguments,
  { google, cli }: Session,
  messages: Messages,
  at: Terminal,
): Promise<number> {
  const context: Context = { args, google, cli, facts: initialFacts(args.project), notes: [] };
  const plan = await planSteps([...STEPS_BEFORE_LOCK, ...STEPS], context);
  for (const line of planLines(context, plan, messages)) at.print(line);
  if (args.dryRun) {
    at.print(messages.dryRun);
    return EXIT.done;
  }
  if (!(await agrees(context, plan, messages, at))) return EXIT.failed;
  if (!(await applySteps(context, plan, messages, at))) return EXIT.failed;
  const address = addressOfApp(context.facts);
  at.print('');
  at.print(messages.finished(address));
  at.print(messages.sendToFamily(address, args.owner));
  for (const note of context.notes) at.print(`⚠ ${note}`);
  at.print('');
  at.print(messages.nextTime(args.project));
  return EXIT.done;
}
