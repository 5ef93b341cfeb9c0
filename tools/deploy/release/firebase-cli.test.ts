import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cleanEnvironment } from '../../emulators/clean-environment.ts';
import { DeployFailed, firebaseCli } from './firebase-cli.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'maru-cli-'))));
afterAll(() => rm(folder, { recursive: true }));

it('runs the pinned firebase-tools, and keeps its output', async () => {
  const log = join(folder, 'firebase.log');
  const env = { ...cleanEnvironment(process.env), XDG_CONFIG_HOME: folder };
  const cli = firebaseCli({ project: 'kim-photos', env, account: [], log });
  expect(await cli.run(['--version'], folder)).toMatch(/^15\.34\./m);
  await expect(cli.run(['no-such-command'], folder)).rejects.toBeInstanceOf(DeployFailed);
  expect(await readFile(log, 'utf8')).toContain('$ firebase no-such-command --project kim-photos --non-interactive');
});

it('finds the sentence of an error in the output', () => {
  const output =
    'i  deploying functions\n\nError: There was an error deploying functions:\n- Error Failed to create api\n';
  expect(new DeployFailed(output).reason).toBe('There was an error deploying functions:\n- Error Failed to create api');
});

it('ends firebase-tools when the command that started it is killed', async () => {
  const preload = import.meta.resolve('./exit-with-parent.js');
  const parent = spawn(process.execPath, [
    '-e',
    `const { spawn } = require('node:child_process');
     const args = ['--import', ${JSON.stringify(preload)}, '-e', 'setInterval(() => {}, 1000); console.log(1)'];
     spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });`,
  ]);
  await once(parent.stdout, 'data');
  // The pipe closes when the last process that writes to it has ended.
  const ended = once(parent.stdout, 'close');
  parent.kill('SIGKILL');
  await expect(ended).resolves.toBeDefined();
});
