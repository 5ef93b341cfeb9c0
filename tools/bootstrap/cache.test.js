import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { cacheFolder, makeOnce, withLock } from './cache.js';
import { folder } from './fake-programs.js';

test('the cache is $MARU_CACHE, else $XDG_CACHE_HOME/maru, else ~/.cache/maru', () => {
  const [a, b, c] = [folder(), folder(), folder()];
  expect(cacheFolder({ MARU_CACHE: a, XDG_CACHE_HOME: b, HOME: c })).toBe(a);
  expect(cacheFolder({ XDG_CACHE_HOME: b, HOME: c })).toBe(join(b, 'maru'));
  expect(cacheFolder({ HOME: c })).toBe(join(c, '.cache', 'maru'));
});

test('without a home that can be written it is in the repository', () => {
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

test('what is made takes its name in one step, and a failure leaves nothing', async () => {
  const target = join(folder(), 'thing');
  const failing = makeOnce(target, (temporary) => {
    writeFileSync(join(temporary, 'half'), '');
    expect(existsSync(target)).toBe(false);
    return Promise.reject(new Error('full'));
  });
  await expect(failing).rejects.toThrow('full');
  expect(readdirSync(dirname(target))).toEqual([]);
  const made = await makeOnce(target, (temporary) => {
    writeFileSync(join(temporary, 'whole'), 'yes');
    return Promise.resolve(true);
  });
  expect(made).toBe(true);
  expect(readFileSync(join(target, 'whole'), 'utf8')).toBe('yes');
});

test('what a killed one was filling is removed', async () => {
  const target = join(folder(), 'thing');
  mkdirSync(`${target}.0a1b2c3d`);
  await makeOnce(target, () => Promise.resolve(true));
  expect(readdirSync(dirname(target))).toEqual(['thing']);
});

test('two at once make it once', async () => {
  const target = join(folder(), 'thing');
  let times = 0;
  const make = async () => {
    times++;
    await new Promise((resolve) => setTimeout(resolve, 30));
    return true;
  };
  const both = await Promise.all([makeOnce(target, make, { pause: 5 }), makeOnce(target, make, { pause: 5 })]);
  expect(both).toEqual([true, true]);
  expect(times).toBe(1);
});

test('the lock of a killed process is taken over', async () => {
  const name = join(folder(), 'thing');
  const { pid } = spawnSync('true');
  mkdirSync(`${name}.lock`);
  writeFileSync(join(`${name}.lock`, 'pid'), String(pid));
  expect(await withLock(name, () => Promise.resolve('mine'), { pause: 5 })).toBe('mine');
  expect(existsSync(`${name}.lock`)).toBe(false);
});
