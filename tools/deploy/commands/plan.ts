import { localize } from '../../bootstrap/messages.js';
import { parts } from '../release/parts.ts';
import { buildStep, health, keep, record } from '../release/release-steps.ts';
import type { Change, Context, Step } from '../step.ts';
import { apis } from '../steps/apis.ts';
import { appCheck, appCheckEnforcement } from '../steps/app-check.ts';
import { billing } from '../steps/billing.ts';
import { buckets, deploysBucket } from '../steps/buckets.ts';
import { budget } from '../steps/budget.ts';
import { database } from '../steps/database.ts';
import { firebaseBuckets } from '../steps/firebase-buckets.ts';
import { firebaseProject } from '../steps/firebase-project.ts';
import { firstOwner } from '../steps/first-owner.ts';
import { hostingSite } from '../steps/hosting-site.ts';
import { permissions } from '../steps/permissions.ts';
import { project } from '../steps/project.ts';
import { serviceAccounts } from '../steps/service-accounts.ts';
import { signInMethods } from '../steps/sign-in.ts';
import { webApp } from '../steps/web-app.ts';

/** Steps before the lock can be taken: they end with the bucket that holds it. */
export const STEPS_BEFORE_LOCK: readonly Step[] = [project, billing, buildStep, apis, firebaseProject, deploysBucket];

/** Steps that prepare the project for a release. */
export const PROVISIONING: readonly Step[] = [
  record,
  database,
  webApp,
  hostingSite,
  buckets,
  firebaseBuckets,
  serviceAccounts,
  permissions,
  signInMethods,
  appCheck,
  budget,
  firstOwner,
];

/** All steps under the lock, in order. */
export const STEPS: readonly Step[] = [...PROVISIONING, keep, ...parts, health, appCheckEnforcement];

/** What the steps would change. */
export interface Plan {
  readonly changes: ReadonlyMap<Step, Change>;
  /** Steps with nothing left to do. */
  readonly done: readonly Step[];
}

/** Asks each step what it would change. Only reads. */
export async function planSteps(steps: readonly Step[], context: Context): Promise<Plan> {
  const changes = new Map<Step, Change>();
  const done: Step[] = [];
  for (const step of steps) {
    const planned = await step.plan(context);
    if (planned === 'done') done.push(step);
    else if (planned !== 'skipped') changes.set(step, planned);
  }
  return { changes, done };
}

/** A step's title in the language of LANG. */
export const titleOf = ({ title }: Step): string => localize(title.ko, title.en);
