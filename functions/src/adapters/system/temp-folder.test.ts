import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scratchIn } from './temp-folder.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'maru-scratch-'));
});
afterAll(() => rm(root, { recursive: true }));

/** The id of a process that was killed. */
async function killed(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return child.pid ?? 0;
}

test('a folder is there for its story and gone after it, however that ends', async () => {
  const scratch = scratchIn(root);
  let folder = '';
  await scratch.within(async (here) => {
    folder = here;
    await writeFile(join(here, 'original'), 'a tape');
  });
  expect(existsSync(folder)).toBe(false);
  const torn = scratch.within((here) => {
    folder = here;
    return Promise.reject(new Error('no space'));
  });
  await expect(torn).rejects.toThrow('no space');
  expect(existsSync(folder)).toBe(false);
});

test('what a killed process left goes at the start of the next story; what a living one has stays', async () => {
  const left = join(root, `maru-make-${String(await killed())}-abc`);
  const held = join(root, `maru-make-${String(process.pid)}-def`);
  const other = join(root, 'maru-films-1');
  for (const folder of [left, held, other]) await mkdir(folder);
  await writeFile(join(left, 'original'), 'a tape');
  await scratchIn(root).within(() => {
    expect([existsSync(left), existsSync(held), existsSync(other)]).toEqual([false, true, true]);
    return Promise.resolve();
  });
});
