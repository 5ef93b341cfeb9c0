import { afterEach, expect, it } from 'vitest';
import type { FakeOptions } from '../fake/fake.ts';
import { deployProject } from './deploy-project.ts';
import { readDeployArguments, type DeployArguments } from './arguments.ts';
import { createTerminal, PROJECT, startSession, type FakeSession, type FakeTerminal } from './session.fake.ts';
import { EN, KO } from './messages.ts';
import { runCommand } from './run-command.ts';
import type { Session } from './session.ts';

let session: FakeSession;
afterEach(() => session.fake.stop());

interface Run {
  readonly code: number;
  readonly at: FakeTerminal;
  /** Requests that changed something. */
  readonly changes: number;
}

/** Runs `npm run deploy` on a fake in this process. */
async function deploy(
  argv: string[],
  options: FakeOptions = {},
  answers?: string[],
  prepare = (_: FakeSession) => {},
): Promise<Run> {
  session = await startSession(options);
  prepare(session);
  const at = createTerminal(answers);
  const command = {
    read: readDeployArguments,
    usage: () => '',
    run: (args: DeployArguments, opened: Session) => deployProject(args, opened, EN, at),
  };
  const code = await runCommand(command, ['--project', PROJECT, ...argv], at, () => Promise.resolve(session));
  return { code, at, changes: session.fake.requests.filter(({ mutates }) => mutates).length };
}

const OWNER = ['--owner', 'mother@gmail.com'];

it('shows the plan of an empty project and changes nothing with --dry-run', async () => {
  const { code, at, changes } = await deploy([...OWNER, '--dry-run']);
  expect([code, changes]).toEqual([0, 0]);
  for (const line of [
    'First owner: mother@gmail.com',
    'Region: Seoul (asia-northeast3)',
    'add Firebase to this project',
    'create the database in Seoul',
    'create the bucket maru-family-originals; create the bucket maru-family-renditions',
    'turn on Google sign-in',
    'firebaserules.firestoreServiceAgent',
    'alert by email when a month gets near 15,000 KRW',
    'mother@gmail.com may create a library',
    'asia-east1 (Taiwan): about $1.19 a month',
    'Nothing was changed',
  ])
    expect(at.text()).toContain(line);
  expect(at.text()).not.toContain(EN.planOverwrites);
});

it('shows what a project with another app would lose, and does not go on without agreement to it', async () => {
  const { code, at, changes } = await deploy([...OWNER, '--yes'], { start: 'used' });
  expect([code, changes]).toEqual([1, 0]);
  expect(at.text()).toContain(EN.planOverwrites);
  expect(at.text()).toContain('the database rules of another app are replaced');
  expect(at.text()).toContain(`the website that is now at https://${PROJECT}.web.app is replaced`);
  expect(at.text()).toContain(EN.needsOverwrite);
});

it('asks for the project ID before anything of another app is lost', async () => {
  const { code, at, changes } = await deploy(OWNER, { start: 'used' }, ['y']);
  expect([code, changes]).toEqual([1, 0]);
  expect(at.text()).toContain(EN.cancelled);
});

it('does not ask where nobody can answer', async () => {
  const { code, at, changes } = await deploy(OWNER);
  expect([code, changes]).toEqual([1, 0]);
  expect(at.text()).toContain(EN.needsYes);
});

it('stops when the person says no', async () => {
  const { code, at, changes } = await deploy(OWNER, {}, ['n']);
  expect([code, changes]).toEqual([1, 0]);
  expect(at.text()).toContain(EN.cancelled);
});

it('asks back about an address that looks like a typo', async () => {
  const { at } = await deploy(['--owner', 'mother@gmial.com', '--dry-run']);
  expect(at.text()).toContain('did you mean mother@gmail.com?');
});

it.each([
  ['no owner', [], {}, 'add their Google address after --owner'],
  [
    'no billing',
    OWNER,
    { billingEnabled: false },
    `https://console.firebase.google.com/project/${PROJECT}/usage/details`,
  ],
  [
    'another region than that of the database',
    [...OWNER, '--region', 'asia-northeast1'],
    { start: 'used' },
    'Run the command again without --region',
  ],
] as const)('refuses %s before it changes anything', async (_, argv, options, sentence) => {
  const { code, at, changes } = await deploy([...argv, '--yes'], options);
  expect([code, changes]).toEqual([1, 0]);
  expect(at.text()).toContain(sentence);
});

it('refuses a project that does not exist', async () => {
  const { code, at } = await deploy(['--yes', ...OWNER], {}, undefined, ({ fake }) =>
    fake.respond({ path: /\/v1\/projects\/maru-family$/, status: 403, reason: 'PERMISSION_DENIED' }),
  );
  expect(code).toBe(1);
  expect(at.text()).toContain(`There is no project '${PROJECT}'`);
});

it('refuses an address that looks like a typo where nobody is asked', async () => {
  const { code, at, changes } = await deploy(['--owner', 'mother@gmial.com', '--yes']);
  expect([code, changes]).toEqual([1, 0]);
  expect(at.text()).toContain('did you mean mother@gmail.com?');
});

it('says what is wrong in the language of the terminal', async () => {
  const before = process.env['LANG'];
  process.env['LANG'] = 'ko_KR.UTF-8';
  try {
    const { code, at } = await deploy(['--region', 'seoul']);
    expect([code, at.lines[0]]).toEqual([2, KO.invalidArguments.region('seoul')]);
  } finally {
    process.env['LANG'] = before;
  }
});
