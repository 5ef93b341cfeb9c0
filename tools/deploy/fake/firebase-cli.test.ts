import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildFunctions, withBuildLock } from '../../emulators/build.ts';
import { cleanEnvironment } from '../../emulators/clean-environment.ts';
import { ROOT } from '../../emulators/root.ts';
import { startFake, type Fake } from './fake.ts';
import { createDatabase } from './products/firestore.ts';
import { setPolicy } from './products/iam.ts';
import { addFirebase } from './products/projects.ts';
import { insertBucket } from './products/storage.ts';

const run = promisify(execFile);
const PROJECT = 'maru-family';
const REGION = 'asia-northeast3';
const BUCKETS = { originals: `${PROJECT}-originals`, renditions: `${PROJECT}-renditions` };
const SERVICES =
  'artifactregistry cloudbuild cloudfunctions cloudresourcemanager cloudscheduler cloudtasks eventarc firebase firebasehosting firebaserules firebasestorage firestore iam pubsub run storage cloudbilling firebaseextensions';

let fake: Fake;
let stage: string;

/** The state in which `npm run deploy` calls firebase-tools: everything is there but the release. */
function provision({ state }: Fake): void {
  addFirebase(state);
  createDatabase(state, `projects/${PROJECT}/databases/(default)`, { locationId: REGION, type: 'FIRESTORE_NATIVE' });
  for (const name of Object.values(BUCKETS)) insertBucket(state, { name, location: REGION });
  state.set('firebasehosting.googleapis.com', `sites/${PROJECT}`, {
    name: `sites/${PROJECT}`,
    type: 'DEFAULT_SITE',
    defaultUrl: `https://${PROJECT}.web.app`,
  });
  state.get('firebase.googleapis.com', `projects/${PROJECT}`)['resources'] = { hostingSite: PROJECT };
  const builder = `serviceAccount:${state.number}-compute@developer.gserviceaccount.com`;
  setPolicy(state, 'cloudresourcemanager.googleapis.com', `projects/${PROJECT}`, {
    bindings: [
      ...state.policy('cloudresourcemanager.googleapis.com', `projects/${PROJECT}`).bindings,
      { role: 'roles/cloudbuild.builds.builder', members: [builder] },
    ],
  });
}

async function createStage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-stage-'));
  const config = JSON.parse(await readFile(join(ROOT, 'firebase.json'), 'utf8')) as { hosting: { public: string } };
  config.hosting.public = 'public';
  await writeFile(join(folder, 'firebase.json'), JSON.stringify(config));
  const storage = { originals: [BUCKETS.originals], renditions: [BUCKETS.renditions] };
  await writeFile(
    join(folder, '.firebaserc'),
    JSON.stringify({ projects: { default: PROJECT }, targets: { [PROJECT]: { storage } } }),
  );
  for (const name of ['firestore.rules', 'storage.rules', 'firestore.indexes.json'])
    await cp(join(ROOT, name), join(folder, name));
  await mkdir(join(folder, 'public'));
  await writeFile(join(folder, 'public/200.html'), '<!doctype html><title>Maru</title>');
  const functions = join(folder, 'functions');
  await mkdir(functions);
  await buildFunctions();
  await withBuildLock('functions', () => cp(join(ROOT, 'functions/lib'), join(functions, 'lib'), { recursive: true }));
  await cp(join(ROOT, 'functions/package.json'), join(functions, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(functions, 'node_modules'));
  await writeFile(
    join(functions, `.env.${PROJECT}`),
    `MARU_ORIGINALS_BUCKET=${BUCKETS.originals}\nMARU_RENDITIONS_BUCKET=${BUCKETS.renditions}\n`,
  );
  return folder;
}

const firebase = (...args: string[]): Promise<{ stdout: string }> =>
  run(join(ROOT, 'node_modules/.bin/firebase'), [...args, '--non-interactive', '--project', PROJECT], {
    cwd: stage,
    env: { ...cleanEnvironment(process.env), ...fake.env, FIREBASE_FUNCTIONS_DISCOVERY_OUTPUT_PATH: 'true' },
  });

beforeAll(async () => {
  fake = await startFake({ project: PROJECT, services: SERVICES.split(' ').map((name) => `${name}.googleapis.com`) });
  provision(fake);
  stage = await createStage();
  await firebase('deploy', '--force');
}, 120_000);

afterAll(async () => {
  await fake.stop();
  await rm(stage, { recursive: true, force: true });
});

test('firebase-tools deploys rules to Firestore and to both buckets', async () => {
  const { rules } = fake.snapshot();
  const storage = await readFile(join(ROOT, 'storage.rules'), 'utf8');
  expect(rules).toEqual({
    'cloud.firestore': await readFile(join(ROOT, 'firestore.rules'), 'utf8'),
    [`firebase.storage/${BUCKETS.originals}`]: storage,
    [`firebase.storage/${BUCKETS.renditions}`]: storage,
  });
});

test('firebase-tools deploys all functions with their triggers, queues and schedules', () => {
  const { resources } = fake.snapshot();
  const ids = (kind: string): string[] =>
    Object.keys(resources[kind] ?? {})
      .map((name) => name.split('/').pop()!)
      .sort();
  expect(ids('functions')).toHaveLength(12);
  expect(ids('queues')).toEqual([
    'indexAlbum',
    'ingestSubmission',
    'processBulk',
    'processChunk',
    'processGuestVideo',
    'processItem',
    'processVideo',
    'reprocessAlbum',
    'rotateTokens',
  ]);
  expect(ids('jobs').map((id) => id.split('-')[2])).toEqual(['maintain']);
  const finalize = resources['functions']![`projects/${PROJECT}/locations/${REGION}/functions/onOriginalFinalized`]!;
  expect(finalize['eventTrigger']).toMatchObject({
    eventType: 'google.cloud.storage.object.v1.finalized',
    triggerRegion: REGION,
    eventFilters: [{ attribute: 'bucket', value: BUCKETS.originals }],
  });
});

test('firebase-tools deploys the indexes', async () => {
  const { resources } = fake.snapshot();
  const { indexes } = JSON.parse(await readFile(join(ROOT, 'firestore.indexes.json'), 'utf8')) as { indexes: object[] };
  expect(Object.keys(resources['indexes']!)).toHaveLength(indexes.length);
});

test('firebase-tools does not let the agent of Storage read Firestore, which storage rules need', () => {
  const roles = fake.snapshot().iam[`cloudresourcemanager.googleapis.com/projects/${PROJECT}`];
  expect(roles).toHaveProperty(['roles/pubsub.publisher']);
  expect(roles).not.toHaveProperty(['roles/firebaserules.firestoreServiceAgent']);
});

test('firebase-tools releases the hosting files', () => {
  const { hosting } = fake.snapshot();
  expect(Object.keys(hosting[PROJECT]!.files)).toEqual(['/200.html']);
  expect(JSON.stringify(hosting[PROJECT]!.config)).toContain('Content-Security-Policy');
});

test('the fake refused nothing that firebase-tools sent', () => {
  // It looks for what may be absent (404), and for the name of an account where the Compute API is on.
  const refused = fake.requests.filter(
    ({ status, host }) => status >= 400 && status !== 404 && host !== 'compute.googleapis.com',
  );
  expect(refused.map(({ method, host, path, status }) => `${method} ${host}${path} ${status}`)).toEqual([]);
});
