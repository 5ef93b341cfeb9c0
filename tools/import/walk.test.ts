import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesOf, missingOf } from './walk.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-walk-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, bytes: Buffer | string = JPEG): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

const seen = async (...paths: string[]): Promise<string[]> =>
  (await filesOf(paths)).map(({ name, is, size }) => `${name} ${is} ${String(size)}`);

it('walks folders in order, and leaves hidden files and litter out', async () => {
  for (const name of [
    'b/2.jpg',
    'a/1.jpg',
    '.hidden.jpg',
    'a/.DS_Store',
    '@eaDir/x.jpg',
    'Thumbs.db',
    '__MACOSX/y.jpg',
  ])
    await put(name);
  expect(await seen(folder)).toEqual(['1.jpg media 6', '2.jpg media 6']);
});

it('goes by the bytes, else by the ending: what is neither is listed and not sent', async () => {
  await put('no-ending');
  await put('named.jpg', 'words');
  await put('empty.mp4', '');
  await put('README.md', '# words');
  expect(await seen(folder)).toEqual([
    'README.md not-media 7',
    'empty.mp4 media 0',
    'named.jpg media 5',
    'no-ending media 6',
  ]);
});

it('gives names in NFC, and finds the file under its own', async () => {
  const path = await put(`${'사진'.normalize('NFD')}.jpg`);
  expect(await filesOf([folder])).toMatchObject([{ path, name: '사진.jpg', size: 6, is: 'media' }]);
});

it('says in which folders a file lies, from the last one that was asked for on', async () => {
  const path = await put(`${'사진'.normalize('NFD')}/1987/1.jpg`);
  const foldersOf = async (asked: string) => (await filesOf([asked])).map((found) => found.folder);
  const pictures = join(path, '..', '..');
  expect(await foldersOf(pictures)).toEqual(['사진/1987']);
  expect(await foldersOf(`${join(pictures, '1987')}/`)).toEqual(['1987']);
  expect(await foldersOf(`${pictures}/1987/..`)).toEqual(['사진/1987']);
  expect(await filesOf([path])).toEqual([{ path, name: '1.jpg', size: 6, is: 'media' }]);
});

it('follows links, and ends where one leads back', async () => {
  await put('real/1.jpg');
  await symlink(folder, join(folder, 'real', 'back'));
  await symlink(join(folder, 'real', '1.jpg'), join(folder, 'link.jpg'));
  expect((await filesOf([folder])).map(({ name }) => name)).toEqual(['link.jpg', '1.jpg']);
});

it('says of a broken link that it is unreadable', async () => {
  await symlink(join(folder, 'gone.jpg'), join(folder, 'broken.jpg'));
  expect(await seen(folder)).toEqual(['broken.jpg unreadable 0']);
});

it('takes a file that was named twice once', async () => {
  const path = await put('1.jpg');
  expect(await filesOf([path, folder, path])).toHaveLength(1);
});

it('names the first path that is missing', async () => {
  const path = await put('1.jpg');
  expect(await missingOf([path, folder])).toBeUndefined();
  expect(await missingOf([path, join(folder, 'gone')])).toBe(join(folder, 'gone'));
});
