import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cleanEnvironment } from '../../emulators/clean-environment.ts';
import { ROOT } from '../../emulators/root.ts';
import { startFake, type Fake, type IsLast } from './fake.ts';
import { releaseRules } from './products/rules.ts';
import type { Snapshot } from './snapshot.ts';
import { createSmallFfmpeg } from './small-ffmpeg.ts';
import { spawnCommand, type Outcome } from './spawn-command.ts';
import { transcript } from './transcript.ts';

const OWNER = 'grandmother@gmail.com';
const REGION = 'asia-northeast3';
// A deployment takes seconds, and minutes in the background of other suites.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });
const PROJECT_POLICY = (project: string): string => `cloudresourcemanager.googleapis.com/projects/${project}`;

/** A folder with small programs in place of ffmpeg. */
let ffmpeg: string;
beforeAll(async () => {
  ffmpeg = await createSmallFfmpeg();
});

const deploy = (fake: Fake, more: readonly string[] = [], killAfter?: number | IsLast): Promise<Outcome> =>
  spawnCommand(fake, 'deploy', ['--owner', OWNER, '--yes', '--ffmpeg', ffmpeg, ...more], killAfter);

/** What two deployments must agree in: all but the kept copies, which are numbered. */
const endState = (fake: Fake): Omit<Snapshot, 'objects'> => {
  const { objects: _, ...state } = fake.snapshot();
  return state;
};

async function end(fake: Fake): Promise<void> {
  await fake.stop();
  await rm(join(ROOT, '.deploy', fake.state.project), { recursive: true, force: true });
}

/** The state after the deployment to an empty project. */
let undisturbed: Omit<Snapshot, 'objects'>;

describe('a deployment to an empty project', () => {
  const project = 'maru-empty';
  let fake: Fake;
  let outcome: Outcome;

  beforeAll(async () => {
    fake = await startFake({ project });
    outcome = await deploy(fake);
    undisturbed = endState(fake);
  });
  afterAll(() => end(fake));

  test('succeeds and prints the address', () => {
    expect(outcome.code, outcome.output).toBe(0);
    expect(outcome.output).toContain(`https://${project}.web.app`);
  });

  test('sends these requests, in this order', async () => {
    await expect(transcript(outcome.requests)).toMatchFileSnapshot('golden/empty-project.txt');
  });

  test('gives each account its roles and no others', () => {
    const { iam } = fake.snapshot();
    const [functions, media] = ['functions', 'media'].map(
      (name) => `serviceAccount:maru-${name}@${project}.iam.gserviceaccount.com`,
    ) as [string, string];
    const agent = (name: string): string =>
      `serviceAccount:service-${fake.state.number}@${name}.iam.gserviceaccount.com`;
    const compute = `serviceAccount:${fake.state.number}-compute@developer.gserviceaccount.com`;
    expect(iam[PROJECT_POLICY(project)]).toEqual({
      'roles/cloudbuild.builds.builder': [compute],
      'roles/cloudtasks.enqueuer': [functions, media],
      'roles/datastore.user': [functions, media],
      'roles/eventarc.eventReceiver': [compute, functions],
      'roles/firebaseauth.admin': [functions],
      'roles/firebaserules.firestoreServiceAgent': [agent('gcp-sa-firebasestorage')],
      'roles/iam.serviceAccountTokenCreator': [agent('gcp-sa-pubsub')],
      'roles/logging.logWriter': [functions, media],
      'roles/owner': ['user:owner@example.com'],
      'roles/pubsub.publisher': [agent('gs-project-accounts')],
      'roles/run.invoker': [compute, functions, media],
    });
    for (const bucket of ['originals', 'renditions'])
      expect(iam[`storage.googleapis.com/b/${project}-${bucket}`]).toEqual({
        'roles/storage.objectAdmin': [functions, media],
      });
    const onAccount = (member: string): unknown =>
      iam[`iam.googleapis.com/projects/${project}/serviceAccounts/${member.split(':')[1]!}`];
    expect(onAccount(functions)).toEqual({
      'roles/iam.serviceAccountTokenCreator': [functions],
      'roles/iam.serviceAccountUser': [functions],
    });
    expect(onAccount(media)).toEqual({ 'roles/iam.serviceAccountUser': [media] });
  });

  test('turns on the APIs that it uses, firebase-tools none', () => {
    const enabled = fake.requests.filter(({ isCli, path }) => isCli && path.endsWith(':enable'));
    expect(enabled).toEqual([]);
    for (const name of [
      'cloudfunctions',
      'firestore',
      'firebasestorage',
      'identitytoolkit',
      'iamcredentials',
      'billingbudgets',
    ])
      expect(fake.snapshot().services).toContain(`${name}.googleapis.com`);
  });

  test('creates private buckets in the region of the database, with CORS for the site only', () => {
    const { b: buckets = {}, databases = {} } = fake.snapshot().resources;
    expect(databases[`projects/${project}/databases/(default)`]).toMatchObject({ locationId: REGION });
    for (const name of ['originals', 'renditions']) {
      expect(buckets[`b/${project}-${name}`]).toMatchObject({
        location: REGION.toUpperCase(),
        iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: 'enforced' },
        cors: [{ origin: [`https://${project}.web.app`, `https://${project}.firebaseapp.com`] }],
      });
    }
    const linked = fake.snapshot().resources['buckets'] ?? {};
    expect(Object.keys(linked).map((name) => name.split('/').pop())).toEqual([
      `${project}-originals`,
      `${project}-renditions`,
    ]);
  });

  test('sets the TTL fields', async () => {
    const { fieldOverrides } = JSON.parse(await readFile(join(ROOT, 'firestore.indexes.json'), 'utf8')) as {
      fieldOverrides: { collectionGroup: string; fieldPath: string; ttl?: boolean }[];
    };
    const wanted = fieldOverrides
      .filter(({ ttl }) => ttl)
      .map((one) => `${one.collectionGroup}/fields/${one.fieldPath}`);
    const fields = Object.entries(fake.snapshot().resources['fields'] ?? {}).filter(([, { ttlConfig }]) => ttlConfig);
    expect(wanted.length).toBeGreaterThan(3);
    expect(fields.map(([name]) => name.split('/collectionGroups/')[1]).sort()).toEqual(wanted.sort());
  });

  test('lets only Google accounts sign in, at the hosts of the site, and names the first owner', () => {
    const { config = {}, defaultSupportedIdpConfigs = {}, installation = {} } = fake.snapshot().resources;
    expect(defaultSupportedIdpConfigs[`projects/${project}/defaultSupportedIdpConfigs/google.com`]).toMatchObject({
      enabled: true,
    });
    expect(config[`projects/${project}/config`]).toMatchObject({
      signIn: { email: { enabled: false }, anonymous: { enabled: false } },
      emailPrivacyConfig: { enableImprovedEmailPrivacy: true },
      authorizedDomains: expect.arrayContaining([`${project}.web.app`]) as unknown,
    });
    expect(JSON.stringify(installation)).toContain(OWNER);
  });

  test('deploys all functions as their own accounts, in the region', () => {
    const functions = Object.entries(fake.snapshot().resources['functions'] ?? {});
    expect(functions).toHaveLength(12);
    for (const [name, { serviceConfig }] of functions) {
      expect(name).toContain(`/locations/${REGION}/`);
      const account = name.includes('/functions/process') ? 'maru-media' : 'maru-functions';
      expect(serviceConfig).toMatchObject({ serviceAccountEmail: `${account}@${project}.iam.gserviceaccount.com` });
    }
  });

  test('has the settings that verify checks', async () => {
    const script = join(ROOT, 'tools/deploy/verify/project-settings.ts');
    const env = { ...cleanEnvironment(process.env), ...fake.env };
    const { stdout } = await promisify(execFile)(process.execPath, [script, project, REGION], { env });
    const outcomes = JSON.parse(stdout) as { number: number; result: string; detail: { en: string } }[];
    expect(outcomes.map(({ number, result, detail }) => [number, result, detail.en])).toEqual(
      [9, 11, 19, 32].map((number) => [number, 'passed', '']),
    );
  });

  test('turns on App Check with --app-check, and gives videos more processors with --video-cores', async () => {
    const { code, output, requests } = await deploy(fake, ['--app-check', '--video-cores', '4']);
    expect(code, output).toBe(0);
    await expect(transcript(requests.filter(({ mutates }) => mutates))).toMatchFileSnapshot('golden/app-check.txt');
    expect(appCheckOf(fake)).toMatch(/^1:\d+:web:/);
  });

  test('is rolled back as a whole: functions, rules and pages', async () => {
    releaseRules(fake.state, 'cloud.firestore', 'service cloud.firestore {}');
    const { code, output, requests } = await spawnCommand(fake, 'rollback', ['--yes']);
    expect(code, output).toBe(0);
    await expect(transcript(requests.filter(({ mutates }) => mutates))).toMatchFileSnapshot('golden/rollback.txt');
    expect(appCheckOf(fake)).toBe('off');
    expect(endState(fake)).toMatchObject({ rules: undisturbed.rules, hosting: undisturbed.hosting });
  });
});

/** MARU_APP_CHECK of the function `api`. */
function appCheckOf(fake: Fake): unknown {
  const functions = fake.snapshot().resources['functions'] ?? {};
  const { serviceConfig } = functions[`projects/${fake.state.project}/locations/${REGION}/functions/api`] ?? {};
  return (serviceConfig as { environmentVariables: Record<string, string> }).environmentVariables['MARU_APP_CHECK'];
}

describe('a deployment to a project with another app', () => {
  const project = 'maru-used';
  let fake: Fake;
  let before: Snapshot;
  let refused: Outcome;
  let outcome: Outcome;

  beforeAll(async () => {
    fake = await startFake({ project, start: 'used' });
    before = fake.snapshot();
    refused = await deploy(fake);
    outcome = await deploy(fake, ['--overwrite']);
  });
  afterAll(() => end(fake));

  test('shows what would be lost and changes nothing without agreement to it', () => {
    expect(refused.code).toBe(1);
    expect(refused.requests.filter(({ mutates }) => mutates)).toEqual([]);
  });

  test('sends these requests, in this order', async () => {
    expect(outcome.code, outcome.output).toBe(0);
    await expect(transcript(outcome.requests)).toMatchFileSnapshot('golden/used-project.txt');
  });

  test('leaves the other app, its bucket, its storage rules and its indexes as they were', () => {
    const { resources, rules } = fake.snapshot();
    for (const kind of ['webApps', 'b', 'indexes'])
      expect(resources[kind]).toMatchObject(before.resources[kind] ?? expect.fail(`no ${kind}`));
    const release = `firebase.storage/${project}.firebasestorage.app`;
    expect(rules[release]).toBe(before.rules[release]);
  });
});

test('a deployment that is killed twice, and then fails, ends as one without trouble', async () => {
  const fake = await startFake({ project: 'maru-empty' });
  // While the project is prepared, and while firebase-tools creates functions: their queues, schedules and bindings come later. `kill-everywhere.ts` kills
  // after every request.
  const createsFunction: IsLast = ({ query }) => query.includes('functionId=processItem');
  for (const last of [5, createsFunction]) {
    const { code } = await deploy(fake, [], last);
    expect(code).toBeUndefined();
  }
  fake.respond({
    path: /\/functions\/processBulk$/,
    method: 'PATCH',
    status: 400,
    message: 'Container Healthcheck failed',
  });
  const failed = await deploy(fake);
  expect(failed.code).toBe(1);
  expect(failed.output).toContain('Container Healthcheck failed');
  const { code, output } = await deploy(fake);
  expect(code, output).toBe(0);
  expect(endState(fake)).toEqual(undisturbed);
  await end(fake);
});
