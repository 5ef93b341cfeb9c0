import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tempFoldersIn } from './temp-folder.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'maru-temp-folder-'));
});
afterAll(() => rm(root, { recursive: true }));

/** The id of a killed process. */
async function killedPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return child.pid ?? 0;
}

test('a folder exists during its task and is removed afterwards, also after a failure', async () => {
  const folders = tempFoldersIn(root);
  let folder = '';
  await folders.withFolder(async (here) => {
    folder = here;
    await writeFile(join(here, 'original'), 'a tape');
  });
  expect(existsSync(folder)).toBe(false);
  const torn = folders.withFolder((here) => {
    folder = here;
    return Promise.reject(new Error('no space'));
  });
  await expect(torn).rejects.toThrow('no space');
  expect(existsSync(folder)).toBe(false);
});

test('folders of killed processes are removed with the next task; those of running ones stay', async () => {
  const left = join(root, `maru-process-${String(await killedPid())}-abc`);
  const held = join(root, `maru-process-${String(process.pid)}-def`);
  const other = join(root, 'maru-other-1');
  for (const folder of [left, held, other]) await mkdir(folder);
  await writeFile(join(left, 'original'), 'a tape');
  await tempFoldersIn(root).withFolder(() => {
    expect([existsSync(left), existsSync(held), existsSync(other)]).toEqual([false, true, true]);
    return Promise.resolve();
  });
});
