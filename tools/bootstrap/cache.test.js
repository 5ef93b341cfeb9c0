import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { cacheFolder, createFolderOnce, withLock } from './cache.js';
import { folder } from './fake-programs.js';

test('uses $MARU_CACHE, else $XDG_CACHE_HOME/maru, else ~/.cache/maru', () => {
  const [a, b, c] = [folder(), folder(), folder()];
  expect(cacheFolder({ MARU_CACHE: a, XDG_CACHE_HOME: b, HOME: c })).toBe(a);
  expect(cacheFolder({ XDG_CACHE_HOME: b, HOME: c })).toBe(join(b, 'maru'));
  expect(cacheFolder({ HOME: c })).toBe(join(c, '.cache', 'maru'));
});

test('uses a folder in the repository if the home is not writable', () => {
  const [root, file] = [folder(), join(folder(), 'a-file')];
  writeFileSync(file, '');
  expect(cacheFolder({ HOME: file }, root)).toBe(join(root, '.data', 'cache'));
  expect(cacheFolder({ HOME: '/' }, root)).toBe(join(root, '.data', 'cache'));
  if (process.getuid?.() !== 0) {
    const closed = folder();
    chmodSync(closed, 0o555);
    expect(cacheFolder({ HOME: closed }, root)).toBe(join(root, '.data', 'cache'));
  }
});

test('renames the folder only when it is complete, and a failure leaves nothing behind', async () => {
  const target = join(folder(), 'thing');
  const failing = createFolderOnce(target, (temporary) => {
    writeFileSync(join(temporary, 'half'), '');
    expect(existsSync(target)).toBe(false);
    return Promise.reject(new Error('full'));
  });
  await expect(failing).rejects.toThrow('full');
  expect(readdirSync(dirname(target))).toEqual([]);
  const isCreated = await createFolderOnce(target, (temporary) => {
    writeFileSync(join(temporary, 'whole'), 'yes');
    return Promise.resolve(true);
  });
  expect(isCreated).toBe(true);
  expect(readFileSync(join(target, 'whole'), 'utf8')).toBe('yes');
});

test('removes the temporary folder of a process that was killed', async () => {
  const target = join(folder(), 'thing');
  mkdirSync(`${target}.0a1b2c3d`);
  await createFolderOnce(target, () => Promise.resolve(true));
  expect(readdirSync(dirname(target))).toEqual(['thing']);
});

test('fills the folder once for two concurrent calls', async () => {
  const target = join(folder(), 'thing');
  let times = 0;
  const fill = async () => {
    times++;
    await new Promise((resolve) => setTimeout(resolve, 30));
    return true;
  };
  const both = await Promise.all([
    createFolderOnce(target, fill, { pause: 5 }),
    createFolderOnce(target, fill, { pause: 5 }),
  ]);
  expect(both).toEqual([true, true]);
  expect(times).toBe(1);
});

test('takes over the lock of a process that was killed', async () => {
  const name = join(folder(), 'thing');
  const { pid } = spawnSync('true');
  mkdirSync(`${name}.lock`);
  writeFileSync(join(`${name}.lock`, 'pid'), String(pid));
  expect(await withLock(name, () => Promise.resolve('mine'), { pause: 5 })).toBe('mine');
  expect(existsSync(`${name}.lock`)).toBe(false);
});
