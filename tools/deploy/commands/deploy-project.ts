import { costLines, regionLines } from '../costs.ts';
import { REGIONS } from '../regions.ts';
import type { Context, Facts, Step } from '../step.ts';
import { database, nameOf } from '../steps/database.ts';
import { addressOfApp } from '../steps/hosting-site.ts';
import type { DeployArguments } from './arguments.ts';
import type { Messages } from './messages.ts';
import { EXIT } from './run-command.ts';
import type { Session } from './session.ts';
import { agrees, reportProgress, typesProject, type Task } from './progress.ts';
import { planSteps, STEPS, STEPS_BEFORE_LOCK, titleOf, type Plan } from './plan.ts';
import type { Terminal } from './terminal.ts';
import { suggestAddress } from './typo.ts';
import { withLock } from './with-lock.ts';

/** Creates the facts of a project that nobody looked at yet. */
export const initialFacts = (project: string): Facts => ({
  number: '',
  billingAccount: '',
  record: { releases: [] },
  appCheck: false,
  videoCores: undefined,
  region: REGIONS[0]?.id ?? '',
  site: project,
  domains: [],
  version: '',
  stage: '',
  release: 0,
});

/** The plan in words: what changes, what is done, what would be overwritten, what it costs. */
function planLines(context: Context, plan: Plan, messages: Messages): string[] {
  const { args, google, facts } = context;
  const changes = [...plan.changes].map(([step, { change }]) => `${titleOf(step)}: ${change}`);
  const done = plan.done.map(titleOf);
  const overwrites = [...plan.changes.values()].flatMap((change) => change.overwrites ?? []);
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
    ...(overwrites.length === 0 ? [] : ['', `${messages.planOverwrites}:`, ...overwrites.map((line) => `  - ${line}`)]),
    '',
    ...costLines(facts.region),
    ...(plan.changes.has(database) ? ['', ...regionLines()] : []),
    '',
  ];
}

/** Whether the person agrees to the plan; prints why not. `--yes` agrees to no typo and to no loss. */
async function agreesToPlan(context: Context, plan: Plan, messages: Messages, at: Terminal): Promise<boolean> {
  const { args, google } = context;
  const suggestion = args.owner === undefined ? undefined : suggestAddress(args.owner);
  if (args.yes && suggestion !== undefined) {
    at.fail(messages.suspectOwner(args.owner ?? '', suggestion));
    return false;
  }
  const overwrites = [...plan.changes.values()].some((change) => change.overwrites !== undefined);
  if (!overwrites || args.overwrite) return agrees(args.yes, messages, at);
  if (at.isInteractive && !args.yes)
    return typesProject(google.project, messages.agreeToOverwrite(google.project), messages, at);
  at.fail(messages.needsOverwrite);
  return false;
}

/** Applies the planned steps in order, under the lock; returns whether all are done. */
function applySteps(context: Context, plan: Plan, messages: Messages, at: Terminal): Promise<boolean> {
  const tasksOf = (steps: readonly Step[]): Task[] =>
    steps
      .filter((step) => plan.changes.has(step))
      .map((step) => ({ title: titleOf(step), run: () => step.apply(context) }));
  return reportProgress({ project: context.google.project, messages, at }, async (run) => {
    await run(tasksOf(STEPS_BEFORE_LOCK));
    await withLock(context.google, messages, at, () => run(tasksOf(STEPS)));
  });
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
  if (!(await agreesToPlan(context, plan, messages, at))) return EXIT.failed;
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
