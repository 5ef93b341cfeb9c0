import { afterEach, expect, it } from 'vitest';
import type { FakeOptions } from '../fake/fake.ts';
import { BILLING_ACCOUNT } from '../fake/products/projects.ts';
import { insertBucket } from '../fake/products/storage.ts';
import { agentOf, serviceAccountsOf } from '../names.ts';
import { changeRecord } from '../release/record.ts';
import { setEnforcement } from '../steps/app-check.ts';
import { DeployFailed } from '../release/firebase-cli.ts';
import { createContext, PREPARING, provision } from './provision.fake.ts';
import { PROJECT, startSession, type FakeSession } from './session.fake.ts';
import { planSteps } from './plan.ts';

let session: FakeSession;
afterEach(() => session.fake.stop());

const start = async (options: FakeOptions = {}): Promise<void> => {
  session = await startSession(options);
};

it('prepares an empty project once; then nothing is left to do', async () => {
  await start({ polls: 2 });
  expect(await provision(createContext(session, '--app-check'))).toHaveLength(PREPARING.length - 3);
  const before = session.fake.requests.length;
  expect(await provision(createContext(session, '--app-check'))).toEqual([]);
  expect(session.fake.requests.slice(before).filter(({ mutates }) => mutates)).toEqual([]);
  expect(session.commands).toEqual(['deploy --only auth']);
});

it('gives only what is needed', async () => {
  await start();
  await provision(createContext(session));
  const { iam } = session.fake.snapshot();
  const rolesOf = (email: string): string[] =>
    Object.entries(iam)
      .flatMap(([resource, roles]) =>
        Object.entries(roles)
          .filter(([, members]) => members.includes(`serviceAccount:${email}`))
          .map(([role]) => `${role.replace('roles/', '')} on ${resource.split('/').slice(1).join('/')}`),
      )
      .sort();
  const { number } = session.fake.state;
  const { functions, media } = serviceAccountsOf(PROJECT);
  const common = [
    `cloudtasks.enqueuer on projects/${PROJECT}`,
    `datastore.user on projects/${PROJECT}`,
    `logging.logWriter on projects/${PROJECT}`,
    `run.invoker on projects/${PROJECT}`,
    `storage.objectAdmin on b/${PROJECT}-originals`,
    `storage.objectAdmin on b/${PROJECT}-renditions`,
  ];
  const onItself = (role: string, email: string): string => `${role} on projects/${PROJECT}/serviceAccounts/${email}`;
  expect(rolesOf(media)).toEqual([...common, onItself('iam.serviceAccountUser', media)].sort());
  expect(rolesOf(functions)).toEqual(
    [
      ...common,
      `eventarc.eventReceiver on projects/${PROJECT}`,
      `firebaseauth.admin on projects/${PROJECT}`,
      onItself('iam.serviceAccountTokenCreator', functions),
      onItself('iam.serviceAccountUser', functions),
    ].sort(),
  );
  expect(rolesOf(agentOf.firebaseStorage(number))).toEqual([
    `firebaserules.firestoreServiceAgent on projects/${PROJECT}`,
  ]);
});

it('sets buckets, sign-in and the first owner', async () => {
  await start();
  await provision(createContext(session));
  const bucket = await session.google.get<Record<string, unknown>>('storage', `storage/v1/b/${PROJECT}-originals`);
  expect(bucket).toMatchObject({
    location: 'ASIA-NORTHEAST3',
    iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: 'enforced' },
    softDeletePolicy: { retentionDurationSeconds: '2592000' },
    lifecycle: { rule: [{ action: { type: 'SetStorageClass', storageClass: 'ARCHIVE' } }] },
    cors: [{ origin: [`https://${PROJECT}.web.app`, `https://${PROJECT}.firebaseapp.com`] }],
    labels: { maru: 'originals' },
  });
  expect(await session.google.get('identitytoolkit', `v2/projects/${PROJECT}/config`)).toMatchObject({
    signIn: { email: { enabled: false }, anonymous: { enabled: false } },
    emailPrivacyConfig: { enableImprovedEmailPrivacy: true },
    authorizedDomains: ['localhost', `${PROJECT}.web.app`, `${PROJECT}.firebaseapp.com`],
  });
  const access = `v1/projects/${PROJECT}/databases/(default)/documents/installation/access`;
  expect(await session.google.get('firestore', access)).toMatchObject({
    fields: { owners: { arrayValue: { values: [{ stringValue: 'mother@gmail.com' }] } } },
  });
});

it('adds an owner to those of the project, and leaves a budget of another amount alone', async () => {
  await start();
  await provision(createContext(session, '--budget', '20000'));
  expect(await provision(createContext(session, '--owner', 'father@gmail.com'))).toEqual(['first-owner']);
  expect(await provision(createContext(session, '--budget', '30000'))).toEqual(['budget']);
  const budgets = await session.google.list('billingbudgets', `v1/${BILLING_ACCOUNT}/budgets`, 'budgets');
  expect(budgets).toMatchObject([{ amount: { specifiedAmount: { units: '30000', currencyCode: 'KRW' } } }]);
});

it('goes on without a budget alert where the billing account belongs to somebody else, and says so', async () => {
  await start();
  session.fake.respond({ host: 'billingbudgets.googleapis.com', status: 403, reason: 'PERMISSION_DENIED', times: 9 });
  const context = createContext(session);
  await provision(context);
  expect(context.notes.join()).toContain('https://console.cloud.google.com/billing/012345-6789AB-CDEF01/budgets');
});

it('ends App Check before pages that send no tokens are released', async () => {
  await start();
  await provision(createContext(session, '--app-check'));
  await setEnforcement(session.google, 'ENFORCED');
  await changeRecord(session.google, (record) => ({ ...record, appCheck: true }));
  expect(await provision(createContext(session, '--no-app-check'))).toEqual(['app-check']);
  const service = `v1/projects/${PROJECT}/services/firestore.googleapis.com`;
  expect(await session.google.get('firebaseappcheck', service)).toMatchObject({ enforcementMode: 'UNENFORCED' });
});

it('does not depend on the API of extensions, which ends', async () => {
  await start();
  const message = 'Not found or permission denied for service(s): firebaseextensions.googleapis.com.';
  session.fake.respond({ path: /:batchEnable$/, status: 403, reason: 'SU_MISSING_NAMES', message });
  await provision(createContext(session));
  expect(session.fake.snapshot().services).toContain('firestore.googleapis.com');
});

it('keeps what another app has in a used project', async () => {
  await start({ start: 'used' });
  await provision(createContext(session));
  const { resources } = session.fake.snapshot();
  const apps = Object.values(resources['webApps'] ?? {}).map((app) => app['displayName']);
  expect(apps.sort()).toEqual(['Maru', 'Recipes']);
  expect(Object.keys(resources['b'] ?? resources['buckets'] ?? {}).join()).toContain(`${PROJECT}.firebasestorage.app`);
});

it('offers other regions where Google cannot create the database in this one', async () => {
  await start();
  const message = "Location 'asia-northeast3' is not available for new databases.";
  session.fake.respond({ method: 'POST', path: /\/databases$/, status: 400, reason: 'FAILED_PRECONDITION', message });
  await expect(provision(createContext(session))).rejects.toThrow(/another region.*Tokyo \(asia-northeast1\)/);
  await provision(createContext(session, '--region', 'asia-northeast1'));
  const bucket = await session.google.get('storage', `storage/v1/b/${PROJECT}-originals`);
  expect(bucket).toMatchObject({ location: 'ASIA-NORTHEAST1' });
});

it('names the page on which to turn on Google sign-in if firebase-tools cannot', async () => {
  await start();
  session.cli.run = () => Promise.reject(new DeployFailed('Error: supportEmail must be a member of the project'));
  const providers = `https://console.firebase.google.com/project/${PROJECT}/authentication/providers`;
  await expect(provision(createContext(session))).rejects.toThrow(providers);
});

it('shows that turning off sign-in methods locks out the people of other apps', async () => {
  await start({ start: 'used' });
  const name = `projects/${PROJECT}/config`;
  session.fake.state.set('identitytoolkit.googleapis.com', name, { name, signIn: { email: { enabled: true } } });
  const { changes } = await planSteps(PREPARING, createContext(session));
  const lost = [...changes.values()].flatMap(({ overwrites }) => overwrites ?? []);
  expect(lost).toEqual(['people of other apps can no longer sign in by email and password']);
});

it('uses a bucket of somebody in the project only after it was shown', async () => {
  await start({ start: 'used' });
  insertBucket(session.fake.state, { name: `${PROJECT}-originals`, location: 'ASIA-NORTHEAST3' });
  const { changes } = await planSteps(PREPARING, createContext(session));
  const lost = [...changes.values()].flatMap(({ overwrites }) => overwrites ?? []);
  expect(lost.join()).toContain(`the bucket ${PROJECT}-originals was not created by Maru`);
});

it('refuses a bucket of another project, also one that was created a moment ago', async () => {
  await start();
  const foreign = { name: `${PROJECT}-deploys`, projectNumber: '1', location: 'ASIA-NORTHEAST3' };
  const { state } = session.fake;
  session.fake.respond({ method: 'GET', path: /b\/maru-family-deploys$/, status: 404 });
  state.set('storage.googleapis.com', `b/${foreign.name}`, foreign);
  await expect(provision(createContext(session))).rejects.toThrow('belongs to another project');
});

it('refuses a database in Datastore mode', async () => {
  await start({ start: 'used' });
  const name = `projects/${PROJECT}/databases/(default)`;
  session.fake.state.set('firestore.googleapis.com', name, {
    name,
    locationId: 'asia-northeast3',
    type: 'DATASTORE_MODE',
  });
  await expect(planSteps(PREPARING, createContext(session))).rejects.toThrow('Datastore mode');
});

it('sends those who are new to Firebase to the page on which they accept its terms', async () => {
  await start();
  session.fake.respond({ path: /:addFirebase$/, status: 403, message: 'Firebase Tos Not Accepted' });
  await expect(provision(createContext(session))).rejects.toThrow('has to accept its terms first');
});

it('refuses a bucket in another region than the database', async () => {
  await start({ start: 'used' });
  insertBucket(session.fake.state, { name: `${PROJECT}-originals`, location: 'US-CENTRAL1' });
  await expect(planSteps(PREPARING, createContext(session))).rejects.toThrow('must be in the same region');
});

it('goes on where it was stopped by an error', async () => {
  await start();
  session.fake.respond({
    method: 'POST',
    path: /storage\/v1\/b$/,
    status: 403,
    reason: 'forbidden',
    message: 'no permission',
  });
  await expect(provision(createContext(session))).rejects.toMatchObject({ status: 403 });
  await provision(createContext(session));
  expect(await provision(createContext(session))).toEqual([]);
});
