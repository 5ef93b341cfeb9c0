import { basename } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Rule } from '../fake/fake.ts';
import { readRecord } from '../release/record.ts';
import { readDeployArguments, type DeployArguments } from './arguments.ts';
import { EN } from './messages.ts';
import { livePages, releaseOn } from './release.fake.ts';
import { createTerminal, PROJECT, type FakeSession } from './session.fake.ts';

// Whole commands on the fake, in this process: only the build is left out, and firebase-tools releases what the health check reads.

let version: string;

/** The commands with modules of their own, in which a release is a folder named by its version: test files share all other modules. */
async function loadCommands() {
  vi.resetModules();
  vi.doMock(import('../release/stage.ts'), async (actual) => ({
    ...(await actual()),
    versionOfSource: () => Promise.resolve(version),
    build: () => Promise.resolve(),
    stage: () => Promise.resolve(`/stage/${version}`),
  }));
  vi.doMock(import('../release/artifact.ts'), async (actual) => ({
    ...(await actual()),
    keepArtifact: () => Promise.resolve(),
    fetchArtifact: (_, release) => Promise.resolve(`/kept/${release.version}`),
  }));
  return {
    ...(await import('./deploy-project.ts')),
    ...(await import('./rollback-project.ts')),
    ...(await import('./run-command.ts')),
    ...(await import('./session.fake.ts')),
    ...(await import('../google/client.ts')),
    ...(await import('../release/firebase-cli.ts')),
  };
}

let commands: Awaited<ReturnType<typeof loadCommands>>;
beforeAll(async () => {
  commands = await loadCommands();
});
afterAll(() => {
  vi.doUnmock('../release/stage.ts');
  vi.doUnmock('../release/artifact.ts');
  vi.resetModules();
});

let session: FakeSession;
/** Awaited by firebase-tools before it deploys functions; may throw. */
let beforeFunctions: () => Promise<void>;

beforeEach(async () => {
  version = 'v1';
  beforeFunctions = () => Promise.resolve();
  session = await commands.startSession();
  const turnOnSignIn = session.cli.run.bind(session.cli);
  session.cli.run = async (args, folder) => {
    const command = args.join(' ');
    if (command.includes('functions:maru')) {
      await beforeFunctions();
      releaseOn(session).functions(basename(folder));
    }
    if (command.endsWith('hosting')) await releaseOn(session).pages(basename(folder));
    return turnOnSignIn(args, folder);
  };
});
afterEach(() => session.fake.stop());

async function deploy(opened: Pick<FakeSession, 'google' | 'cli'> = session): Promise<{ code: number; text: string }> {
  const at = createTerminal();
  const command = {
    read: readDeployArguments,
    usage: () => '',
    run: (args: DeployArguments) => commands.deployProject(args, opened, EN, at),
  };
  const argv = ['--project', PROJECT, '--owner', 'mother@gmail.com', '--yes'];
  return { code: await commands.runCommand(command, argv, at, () => Promise.resolve(opened)), text: at.text() };
}

async function rollback(): Promise<{ code: number; text: string }> {
  const at = createTerminal();
  const code = await commands.rollbackProject({ project: PROJECT, yes: true, help: false }, session, EN, at);
  return { code, text: at.text() };
}

/** Gets every answer of the app's health check, of all its attempts. */
const crashHealth = (): void => session.fake.respond({ path: /^\/api\/health$/, status: 500, times: 12 });

it('refuses while another deployment runs, which then ends as if nothing had happened', async () => {
  let release = (): void => undefined;
  let first: ReturnType<typeof deploy> | undefined;
  await new Promise<void>((reached) => {
    beforeFunctions = () => {
      reached();
      return new Promise((resolve) => (release = resolve));
    };
    first = deploy();
  });
  const before = session.fake.snapshot();
  const second = await deploy();
  expect(second.code).toBe(1);
  expect(second.text).toMatch(/✗ .+ has been deploying from .+ since .+\. Wait until it ends\./);
  expect(second.text).toContain(EN.runAgain);
  expect(session.fake.snapshot()).toEqual(before);
  release();
  expect(await first).toMatchObject({ code: 0 });
});

it.each<[string, Rule, string]>([
  [
    'a quota is exceeded',
    { method: 'POST', path: /\/databases$/, status: 429, reason: 'RESOURCE_EXHAUSTED', times: 5 },
    EN.problems.quota,
  ],
  [
    'a permission is missing',
    { path: /projects\/maru-family:setIamPolicy$/, status: 403, reason: 'forbidden', message: 'no permission' },
    EN.problems.permission(''),
  ],
  [
    'Google is down',
    { method: 'POST', path: /\/serviceAccounts$/, status: 503, message: 'Backend unavailable', times: 5 },
    'Something went wrong at Google. (503',
  ],
])('says what is done and goes on the next time where %s', async (_, rule, sentence) => {
  session.fake.respond(rule);
  const { code, text } = await deploy();
  expect(code).toBe(1);
  expect(text).toContain(`✗ ${sentence}`);
  expect(text).toMatch(/Done so far: Build, Google's APIs, .*\n/);
  expect(text).toContain(EN.runAgain);
  expect(await deploy()).toMatchObject({ code: 0 });
});

it('waits for an API that takes a minute', async () => {
  session.fake.respond({
    ...{ method: 'POST', host: 'firestore.googleapis.com', path: /\/databases$/ },
    ...{ status: 403, reason: 'SERVICE_DISABLED', message: 'firestore.googleapis.com has not been used', times: 6 },
  });
  expect(await deploy()).toMatchObject({ code: 0 });
});

it('says that there is no network, and has changed nothing', async () => {
  const google = new commands.GoogleClient({
    project: PROJECT,
    env: {},
    token: () => Promise.resolve('owner'),
    wait: () => Promise.resolve(),
    fetch: () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })),
  });
  expect(await deploy({ google, cli: session.cli })).toEqual({ code: 1, text: EN.problems.noNetwork });
});

it('names what firebase-tools said of a function that crashes at start, and goes on when it is mended', async () => {
  beforeFunctions = () => Promise.reject(new commands.DeployFailed('Error: api: Container Healthcheck failed.'));
  const { code, text } = await deploy();
  expect(code).toBe(1);
  expect(text).toContain('Container Healthcheck failed');
  expect(text).toMatch(/Done so far: .*Indexes\n/);
  // Nothing of it is served, and there is nothing to return to.
  expect(text).not.toContain('npm run rollback');
  expect(await rollback()).toEqual({ code: 1, text: EN.nothingToRollBack });
  beforeFunctions = () => Promise.resolve();
  expect(await deploy()).toMatchObject({ code: 0 });
});

it('recommends a rollback if the new functions do not answer, which returns pages and functions together', async () => {
  await deploy();
  const { number } = (await readRecord(session.google)).releases[0] ?? { number: 0 };
  version = 'v2';
  crashHealth();
  const failed = await deploy();
  expect(failed.code).toBe(1);
  expect(failed.text).toContain('Maru does not answer (/api/health: HTTP 500');
  expect(failed.text).toContain(`npm run rollback -- --project ${PROJECT}`);
  expect(failed.text).toContain('https://console.cloud.google.com/logs/query');

  // Its functions crash too.
  crashHealth();
  const stuck = await rollback();
  expect(stuck.code).toBe(1);
  expect(stuck.text).toContain('does not answer (/api/health: HTTP 500');
  const again = await rollback();
  expect(again.code).toBe(0);
  expect(again.text).toContain('Roll back from v2 to v1');
  expect(await livePages(session)).toMatch(/\/versions\/v1$/);
  const { current, releases } = await readRecord(session.google);
  expect(current).toBe(number);
  expect(releases.map(({ state }) => state)).toEqual(['released', 'withdrawn']);
});
