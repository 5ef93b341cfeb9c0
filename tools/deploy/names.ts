import { bucketsOf } from '../emulators/web-config.ts';

/** The label of buckets and keys that Maru created. Its value says for what. */
export const LABEL = 'maru';

/** The display name of the web app, the service account and the reCAPTCHA key. */
export const DISPLAY_NAME = 'Maru';

/** Functions of other apps in the project belong to other codebases, so that a deployment never deletes them. */
export const CODEBASE = 'maru';

/** The three buckets of a project; `deploys` holds kept releases, their record and the lock. */
export function allBucketsOf(project: string): { originals: string; renditions: string; deploys: string } {
  return { ...bucketsOf(project), deploys: `${project}-deploys` };
}

/** The service accounts that functions run as: those that decode media may do less than the others (docs/decisions/0041). */
export function serviceAccountsOf(project: string): { functions: string; media: string } {
  const emailOf = (name: string): string => `${name}@${project}.iam.gserviceaccount.com`;
  return { functions: emailOf('maru-functions'), media: emailOf('maru-media') };
}

/** The account that Cloud Build builds functions with. */
export const computeAccountOf = (number: string): string => `${number}-compute@developer.gserviceaccount.com`;

/** Accounts through which Google's products act in the project, by its number. */
export const agentOf = {
  storage: (number: string) => `service-${number}@gs-project-accounts.iam.gserviceaccount.com`,
  pubsub: (number: string) => `service-${number}@gcp-sa-pubsub.iam.gserviceaccount.com`,
  firebaseStorage: (number: string) => `service-${number}@gcp-sa-firebasestorage.iam.gserviceaccount.com`,
};
