import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { enable } from '../fake/products/service-usage.ts';
import { insertBucket } from '../fake/products/storage.ts';
import { allBucketsOf } from '../names.ts';
import { keepArtifact } from '../release/artifact.ts';
import { changeRecord, readRecord, type Release } from '../release/record.ts';
import { EN } from './messages.ts';
import { livePages, releaseOn } from './release.fake.ts';
import { rollbackProject } from './rollback-project.ts';
import { createTerminal, PROJECT, startSession, type FakeSession } from './session.fake.ts';

const HOSTING = 'firebasehosting.googleapis.com';
let session: FakeSession;
/** The commands of firebase-tools, with the version of the folder in which they ran. */
let commands: string[];
let isCut: boolean;

/** Keeps a release with one file, which names its version. */
async function keep(number: number, version: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-stage-'));
  await mkdir(join(folder, 'functions'));
  await writeFile(join(folder, 'functions', 'version'), version);
  await keepArtifact(session.google, number, folder);
  await rm(folder, { recursive: true });
}

beforeEach(async () => {
  session = await startSession({ start: 'used', services: ['cloudfunctions.googleapis.com'] });
  const { state } = session.fake;
  insertBucket(state, { name: allBucketsOf(PROJECT).deploys, location: 'ASIA-NORTHEAST3' });
  const releases: Release[] = [];
  for (const [number, version] of [
    [1, 'v1'],
    [2, 'v2'],
  ] as const) {
    await keep(number, version);
    const hostingVersion = await releaseOn(session).pages(version);
    releases.push({
      number,
      version,
      hostingVersion,
      state: 'released',
      time: '2026-11-29T00:00:00Z',
      region: 'asia-northeast3',
      appCheck: false,
    });
  }
  releaseOn(session).functions('v2');
  await changeRecord(session.google, () => ({ releases, current: 2 }));
  commands = [];
  isCut = false;
  session.cli.run = async (args, folder) => {
    if (isCut) throw new Error('cut');
    const version = await readFile(join(folder, 'functions', 'version'), 'utf8');
    commands.push(`${args.join(' ')} of ${version}`);
    if (args.includes('functions:maru')) releaseOn(session).functions(version);
    return '';
  };
});
afterEach(() => session.fake.stop());

const rollback = async (answers?: string[]): Promise<{ code: number; text: string }> => {
  const at = createTerminal(answers);
  const code = await rollbackProject({ project: PROJECT, yes: answers === undefined, help: false }, session, EN, at);
  return { code, text: at.text() };
};

it('returns pages, rules and functions together to the previous release', async () => {
  expect(await rollback()).toMatchObject({ code: 0 });
  expect(await livePages(session)).toBe(`sites/${PROJECT}/versions/v1`);
  expect(commands).toEqual([
    'deploy --only firestore:rules,storage of v1',
    'deploy --only functions:maru --force of v1',
  ]);
  const { current, releases } = await readRecord(session.google);
  expect(current).toBe(1);
  expect(releases.map(({ state }) => state)).toEqual(['released', 'withdrawn']);
});

it('has nothing before the first release', async () => {
  await rollback();
  expect(await rollback()).toEqual({ code: 1, text: EN.nothingToRollBack });
});

it('deploys the kept pages if Hosting no longer has the version', async () => {
  session.fake.state.delete(HOSTING, `sites/${PROJECT}/versions/v1`);
  await rollback();
  expect(commands[0]).toBe('deploy --only hosting of v1');
});

it('goes on after it was cut between two parts', async () => {
  isCut = true;
  const { code, text } = await rollback();
  expect(code).toBe(1);
  expect(text).toContain(EN.runAgain);
  isCut = false;
  expect(await rollback()).toMatchObject({ code: 0 });
  expect((await readRecord(session.google)).current).toBe(1);
});

it('ends App Check of Firestore with a release whose clients send no tokens', async () => {
  enable(session.fake.state, ['firebaseappcheck.googleapis.com']);
  const service = `v1/projects/${PROJECT}/services/firestore.googleapis.com`;
  const body = { name: service.replace('v1/', ''), enforcementMode: 'ENFORCED' };
  await session.google.patch('firebaseappcheck', service, { query: { updateMask: 'enforcementMode' }, body });
  await changeRecord(session.google, (record) => ({ ...record, appCheck: true }));
  await rollback();
  expect(await session.google.get('firebaseappcheck', service)).toMatchObject({ enforcementMode: 'UNENFORCED' });
  expect((await readRecord(session.google)).appCheck).toBe(false);
});

it('asks first', async () => {
  const { code, text } = await rollback(['n']);
  expect(code).toBe(1);
  expect(text).toContain('Roll back from v2 to v1');
  expect(commands).toEqual([]);
});
