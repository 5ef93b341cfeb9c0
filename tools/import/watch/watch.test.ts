import { appendFile, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unreachable } from '@maru/model/api/unreachable';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SettledFiles } from './settled-files.ts';
import { watchFiles } from './watch.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-watch-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('takes a file once, when it has not changed for a while, and again when it has changed or was forgotten', async () => {
  let now = 0;
  const keys = new Map<string, string | undefined>();
  const files = new SettledFiles<{ path: string }>(
    ({ path }) => Promise.resolve(keys.get(path)),
    10,
    () => now,
  );
  const next = async (time: number, listed: Readonly<Record<string, string | undefined>>) => {
    now = time;
    for (const [path, key] of Object.entries(listed)) keys.set(path, key);
    const { settled, isUnsettled } = await files.next(Object.keys(listed).map((path) => ({ path })));
    return [settled.map(({ path }) => path).join(), isUnsettled];
  };
  expect(await next(0, { a: '1', b: '1' })).toEqual(['', true]);
  expect(await next(9, { a: '1', b: '2' })).toEqual(['', true]);
  expect(await next(10, { a: '1', b: '2' })).toEqual(['a', true]);
  expect(await next(19, { a: '1', b: '2' })).toEqual(['b', false]);
  expect(await next(40, { a: '1', b: '3', gone: undefined })).toEqual(['', true]);
  expect(await next(50, { a: '1', b: '3' })).toEqual(['b', false]);
  files.forget({ path: 'a' });
  expect(await next(51, { a: '1' })).toEqual(['', true]);
  expect(await next(61, { a: '1' })).toEqual(['a', false]);
  // One that was away is new.
  expect(await next(70, {})).toEqual(['', false]);
  expect(await next(71, { a: '1' })).toEqual(['', true]);
});

it('adds what comes to a folder, also after an outage, a rename and in a new folder, until it is ended', async () => {
  const added: string[] = [];
  const end = new AbortController();
  let isOnline = false;
  const list = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((one) => one.isFile())
      .map(({ parentPath, name }) => ({ path: join(parentPath, name), name }));
  const watched = watchFiles({
    paths: [folder],
    list,
    keyOf: async ({ path }) => {
      const found = await stat(path).catch(() => undefined);
      return found && `${String(found.size)}/${String(found.mtimeMs)}`;
    },
    add: (files) => {
      if (!isOnline) return Promise.reject(new Unreachable());
      added.push(...files.map(({ name }) => name));
      return Promise.resolve();
    },
    settleMs: 20,
    // Only the system's reports bring new files within the time of this test.
    rescanMs: 3_600_000,
    signal: end.signal,
  });
  const inOrder = (...names: string[]) => vi.waitFor(() => expect(added).toEqual(names), { timeout: 30_000 });
  await writeFile(join(folder, '1.jpg'), 'x');
  isOnline = true;
  await inOrder('1.jpg');
  await rename(join(folder, '1.jpg'), join(folder, '2.jpg'));
  await inOrder('1.jpg', '2.jpg');
  await mkdir(join(folder, 'new'));
  await writeFile(join(folder, 'new', '3.jpg'), 'x');
  await inOrder('1.jpg', '2.jpg', '3.jpg');
  await appendFile(join(folder, 'new', '3.jpg'), 'y');
  await inOrder('1.jpg', '2.jpg', '3.jpg', '3.jpg');
  end.abort();
  await watched;
});
