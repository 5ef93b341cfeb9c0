import type { Context } from '../step.ts';
import { readDeployArguments } from './arguments.ts';
import { initialFacts } from './deploy-project.ts';
import { PROJECT, type FakeSession } from './session.fake.ts';
import { planSteps, PROVISIONING, STEPS_BEFORE_LOCK } from './plan.ts';

/** All steps that prepare a project. The build is not among them: it changes nothing in the project. */
export const PREPARING = [...STEPS_BEFORE_LOCK.filter(({ id }) => id !== 'build'), ...PROVISIONING];

/** Creates the context of a deployment with these arguments; the owner is mother@gmail.com unless they name another. */
export function createContext({ google, cli }: FakeSession, ...argv: string[]): Context {
  const args = readDeployArguments(['--project', PROJECT, '--owner', 'mother@gmail.com', ...argv]);
  if ('problem' in args) throw new Error(args.problem);
  return { args, google, cli, facts: initialFacts(PROJECT), notes: [] };
}

/** Plans and applies the steps, as the command does; returns the ids of those that changed something. */
export async function provision(context: Context): Promise<string[]> {
  const { changes } = await planSteps(PREPARING, context);
  for (const step of changes.keys()) await step.apply(context);
  return [...changes.keys()].map(({ id }) => id);
}
