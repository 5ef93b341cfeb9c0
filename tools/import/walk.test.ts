import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isTaken, listFiles, findMissing } from './walk.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-walk-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function writeMedia(name: string, bytes: Buffer | string = JPEG): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

const listed = async (...paths: string[]): Promise<string[]> =>
  (await listFiles(paths)).map(({ name, type, size }) => `${name} ${type} ${String(size)}`);

it('lists folders in order, without hidden files and system files', async () => {
  for (const name of [
    'b/2.jpg',
    'a/1.jpg',
    '.hidden.jpg',
    'a/.DS_Store',
    '@eaDir/x.jpg',
    'Thumbs.db',
    '__MACOSX/y.jpg',
  ])
    await writeMedia(name);
  expect(await listed(folder)).toEqual(['1.jpg media 6', '2.jpg media 6']);
});

it('lists what is in a ZIP, where even the files of one title set of a DVD stay alone', async () => {
  const writer = new ZipWriter<Uint8Array>(new Uint8ArrayWriter());
  for (const name of ['VIDEO_TS/VTS_01_1.VOB', 'VIDEO_TS/VTS_01_2.VOB', '__MACOSX/._x.jpg'])
    await writer.add(name, new TextReader('x'));
  const zip = await writeMedia('dvd.zip', Buffer.from(await writer.close()));
  const found = await listFiles([zip]);
  expect(found.map(({ path, folder, furtherPaths }) => [path, folder, furtherPaths])).toEqual([
    [`${zip}/VIDEO_TS/VTS_01_1.VOB`, 'VIDEO_TS', undefined],
    [`${zip}/VIDEO_TS/VTS_01_2.VOB`, 'VIDEO_TS', undefined],
  ]);
});

it('takes files by globs of names or of paths, whatever their capitals and normal form', async () => {
  const take = (path: string, include: readonly string[], exclude: readonly string[] = []) =>
    isTaken({ include, exclude }, path);
  expect(take('a/b/IMG.JPG', ['*.jpg'])).toBe(true);
  expect(take('a/b/IMG.JPG', ['a/*.jpg'])).toBe(false);
  expect(take('a/b/IMG.JPG', ['A/**'])).toBe(true);
  expect(take('제주/1.jpg'.normalize('NFD'), ['제주/**'])).toBe(true);
  expect(take('a/1.jpg', [], ['1.*'])).toBe(false);
  for (const name of ['a/1.jpg', 'a/2.mp4', 'b/3.jpg']) await writeMedia(name);
  await writeMedia('a/1.jpg.json', '{}');
  const found = await listFiles([folder], { include: ['*.jpg'], exclude: ['b/**'] });
  expect(found.map(({ name }) => name)).toEqual(['1.jpg', '1.jpg.json']);
});

it('detects media by content or extension, and lists other files as not-media', async () => {
  await writeMedia('no-extension');
  await writeMedia('named.jpg', 'text!');
  await writeMedia('empty.mp4', '');
  await writeMedia('README.md', '# text!');
  expect(await listed(folder)).toEqual([
    'README.md not-media 7',
    'empty.mp4 media 0',
    'named.jpg media 5',
    'no-extension media 6',
  ]);
});

it('lists the parts of a recording as one file, of one folder only', async () => {
  const parts = await Promise.all(
    ['a/VTS_01_1.VOB', 'a/VTS_01_2.VOB', 'b/VTS_01_3.VOB'].map((name) => writeMedia(name)),
  );
  const [first, second, other] = parts;
  const recording = { path: first, name: 'VTS_01_1.VOB', size: 12, furtherPaths: [second] };
  expect(await listFiles(parts)).toMatchObject([recording, { path: other, size: 6 }]);
});

it('returns names in NFC and the path as on disk', async () => {
  const path = await writeMedia(`${'사진'.normalize('NFD')}.jpg`);
  expect(await listFiles([folder])).toMatchObject([{ path, name: '사진.jpg', size: 6, type: 'media' }]);
});

it('returns the folder, starting with the one on the command line', async () => {
  const path = await writeMedia(`${'사진'.normalize('NFD')}/1987/1.jpg`);
  const foldersOf = async (root: string) => (await listFiles([root])).map((found) => found.folder);
  const photos = join(path, '..', '..');
  expect(await foldersOf(photos)).toEqual(['사진/1987']);
  expect(await foldersOf(`${join(photos, '1987')}/`)).toEqual(['1987']);
  expect(await foldersOf(`${photos}/1987/..`)).toEqual(['사진/1987']);
  expect(await listFiles([path])).toEqual([{ path, name: '1.jpg', size: 6, type: 'media' }]);
});

it('follows links, except to a parent folder', async () => {
  await writeMedia('real/1.jpg');
  await symlink(folder, join(folder, 'real', 'back'));
  await symlink(join(folder, 'real', '1.jpg'), join(folder, 'link.jpg'));
  expect((await listFiles([folder])).map(({ name }) => name)).toEqual(['link.jpg', '1.jpg']);
});

it('lists a broken link as unreadable', async () => {
  await symlink(join(folder, 'gone.jpg'), join(folder, 'broken.jpg'));
  expect(await listed(folder)).toEqual(['broken.jpg unreadable 0']);
});

it('lists a file once if it was named twice', async () => {
  const path = await writeMedia('1.jpg');
  expect(await listFiles([path, folder, path])).toHaveLength(1);
});

it('returns the first missing path', async () => {
  const path = await writeMedia('1.jpg');
  expect(await findMissing([path, folder])).toBeUndefined();
  expect(await findMissing([path, join(folder, 'gone')])).toBe(join(folder, 'gone'));
});
