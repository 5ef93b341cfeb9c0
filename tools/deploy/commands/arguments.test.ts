import { expect, it } from 'vitest';
import { readDeployArguments, readProjectArguments } from './arguments.ts';

it('reads the arguments of a deployment', () => {
  const flags = ['--dry-run', '--yes', '--overwrite', '--app-check'];
  const values = ['--region', 'asia-northeast1', '--budget', '15000', '--ffmpeg', '/opt/ffmpeg', '--video-cores', '8'];
  expect(
    readDeployArguments(['--project', 'kim-photos', '--owner', ' Mother@Gmail.com ', ...flags, ...values]),
  ).toEqual({
    project: 'kim-photos',
    owner: 'mother@gmail.com',
    region: 'asia-northeast1',
    budget: 15_000,
    videoCores: 8,
    ffmpeg: '/opt/ffmpeg',
    appCheck: true,
    dryRun: true,
    yes: true,
    overwrite: true,
    help: false,
  });
  expect(readDeployArguments(['--project=kim-photos'])).toEqual({
    project: 'kim-photos',
    dryRun: false,
    yes: false,
    overwrite: false,
    help: false,
  });
});

it.each([
  [[], 'no-project', ''],
  [['--project', 'Kim'], 'project', 'Kim'],
  [['--project', 'kim_photos'], 'project', 'kim_photos'],
  [['--project', 'demo-maru'], 'demo', 'demo-maru'],
  [['--project', 'kim-photos', '--owner', 'mother'], 'owner', 'mother'],
  [['--project', 'kim-photos', '--owner', 'mother@gmail'], 'owner', 'mother@gmail'],
  [['--project', 'kim-photos', '--region', 'seoul'], 'region', 'seoul'],
  [['--project', 'kim-photos', '--region', 'asia-northeast2'], 'region', 'asia-northeast2'],
  [['--project', 'kim-photos', '--budget', '10 dollars'], 'budget', '10 dollars'],
  [['--project', 'kim-photos', '--budget', '0'], 'budget', '0'],
  [['--project', 'kim-photos', '--video-cores', '3'], 'video-cores', '3'],
  [['--project', 'kim-photos', '--force'], 'unknown', '--force'],
  [['kim-photos', 'mother@gmail.com'], 'positional', 'kim-photos'],
  [['--project', 'kim-photos', '--owner'], 'no-value', '--owner'],
  [['--project', '--owner', 'mother@gmail.com'], 'no-value', '--project'],
] as const)('%j is invalid: %s', (argv, problem, argument) => {
  expect(readDeployArguments(argv)).toEqual({ problem, argument });
});

it('reads the arguments of rollback and destroy', () => {
  expect(readProjectArguments(['--project', 'kim-photos', '-y'])).toEqual({
    project: 'kim-photos',
    yes: true,
    help: false,
  });
  expect(readProjectArguments([])).toMatchObject({ problem: 'no-project' });
  expect(readProjectArguments(['--project', 'kim-photos', '--owner', 'a@b.c'])).toMatchObject({ problem: 'unknown' });
});

it('help needs no project', () => {
  expect(readDeployArguments(['--help'])).toMatchObject({ help: true });
  expect(readProjectArguments(['-h'])).toMatchObject({ help: true });
});

it('turns App Check off only where that is said', () => {
  expect(readDeployArguments(['--project', 'kim-photos', '--no-app-check'])).toMatchObject({ appCheck: false });
  expect(readDeployArguments(['--project', 'kim-photos'])).not.toHaveProperty('appCheck');
});
