import { localize } from '../../bootstrap/messages.js';
import type { GoogleClient } from '../google/client.ts';
import { GoogleError } from '../google/google-error.ts';
import { waitForOperation, type Operation } from '../google/operations.ts';
import type { Context, Step } from '../step.ts';

/** All APIs that Maru uses: ours, and those that firebase-tools would turn on one by one. */
const SERVICES = [
  'artifactregistry.googleapis.com',
  'billingbudgets.googleapis.com',
  'cloudbilling.googleapis.com',
  'cloudbuild.googleapis.com',
  'cloudfunctions.googleapis.com',
  'cloudresourcemanager.googleapis.com',
  'cloudscheduler.googleapis.com',
  'cloudtasks.googleapis.com',
  // Creates the account that Cloud Build builds functions with.
  'compute.googleapis.com',
  'eventarc.googleapis.com',
  'firebase.googleapis.com',
  'firebasehosting.googleapis.com',
  'firebaserules.googleapis.com',
  'firebasestorage.googleapis.com',
  'firestore.googleapis.com',
  'iam.googleapis.com',
  // Signs URLs of originals.
  'iamcredentials.googleapis.com',
  'identitytoolkit.googleapis.com',
  'logging.googleapis.com',
  'pubsub.googleapis.com',
  'run.googleapis.com',
  // Refreshes sign-ins.
  'securetoken.googleapis.com',
  'serviceusage.googleapis.com',
  'storage.googleapis.com',
];

/** firebase-tools turns it on otherwise, and waits ten seconds. It ends in March 2027, so a deployment must not depend on it. */
const OPTIONAL_SERVICE = 'firebaseextensions.googleapis.com';

const APP_CHECK_SERVICES = ['firebaseappcheck.googleapis.com', 'recaptchaenterprise.googleapis.com'];

/** Limits of the Service Usage API per request. */
const MAX_READ = 30;
const MAX_ENABLE = 20;

interface Service {
  readonly name: string;
  readonly state?: string;
}

async function findDisabled({ args, google }: Context): Promise<string[]> {
  const wanted = [...SERVICES, ...(args.appCheck === true ? APP_CHECK_SERVICES : [])];
  const enabled = new Set<string>();
  for (const names of chunks(wanted, MAX_READ)) {
    const query = { names: names.map((name) => `projects/${google.project}/services/${name}`) };
    const path = `v1/projects/${google.project}/services:batchGet`;
    const { services = [] } = await google.get<{ services?: Service[] }>('serviceusage', path, { query });
    for (const { name, state } of services) if (state === 'ENABLED') enabled.add(name.split('/').pop() ?? '');
  }
  return wanted.filter((name) => !enabled.has(name));
}

async function enable(google: GoogleClient, serviceIds: readonly string[]): Promise<void> {
  const path = `v1/projects/${google.project}/services:batchEnable`;
  const operation = await google.post<Operation>('serviceusage', path, { body: { serviceIds } });
  await waitForOperation(google, 'serviceusage', 'v1', operation);
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

/** Turns on the APIs. */
export const apis: Step = {
  id: 'apis',
  title: { ko: 'Google API', en: "Google's APIs" },
  async plan(context) {
    const disabled = await findDisabled(context);
    context.google.disabled = new Set(disabled);
    if (disabled.length === 0) return 'done';
    const names = disabled.map((name) => name.replace('.googleapis.com', '')).join(', ');
    return {
      change: localize(`API ${disabled.length}개를 켜요: ${names}`, `turn on ${disabled.length} APIs: ${names}`),
    };
  },
  async apply(context) {
    const { google } = context;
    await enable(google, [OPTIONAL_SERVICE]).catch((error: unknown) => {
      if (!(error instanceof GoogleError)) throw error;
    });
    for (const services of chunks(await findDisabled(context), MAX_ENABLE)) await enable(google, services);
    google.disabled = new Set();
  },
};
