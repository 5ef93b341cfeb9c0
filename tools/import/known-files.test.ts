import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ItemId } from '@maru/model';
import { openKnownFiles } from './known-files.ts';
import { readZip } from './zip.ts';

const HOST = 'https://service';
const NOTHING = { item: undefined, session: undefined, isDone: false };
const item = 'a'.repeat(32) as ItemId;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-known-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('remembers a file until its path, size or time of change differs, for one person', async () => {
  const [path, photo] = [join(folder, 'state', 'known.jsonl'), join(folder, 'a.jpg')];
  await writeFile(photo, 'bytes');
  const first = await openKnownFiles(path, 'me', HOST);
  const key = (await first.keyOf([photo])) ?? '';
  await first.keep(key, { item, session: 'https://service/session' });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const later = await openKnownFiles(path, 'me', HOST);
  expect(later.find((await later.keyOf([photo])) ?? '')).toEqual({
    item,
    session: 'https://service/session',
    isDone: false,
  });
  const other = await openKnownFiles(path, 'you', HOST);
  expect(other.find((await other.keyOf([photo])) ?? '')).toEqual(NOTHING);
  const moved = await openKnownFiles(path, 'me', 'https://elsewhere');
  expect(moved.find(key)).toEqual({ ...NOTHING, item });
  await utimes(photo, 1, 1);
  expect(later.find((await later.keyOf([photo])) ?? '')).toEqual(NOTHING);
  expect(await later.keyOf([join(folder, 'none.jpg')])).toBeUndefined();
});

it('knows a file in a ZIP by its path, size and CRC-32', async () => {
  const known = await openKnownFiles(join(folder, 'known.jsonl'), 'me', HOST);
  const writer = new ZipWriter<Uint8Array>(new Uint8ArrayWriter());
  for (const [name, text] of [
    ['바다.jpg', 'bytes'],
    ['바다.jpg'.normalize('NFD'), 'bytes'],
    ['a.jpg', 'bytes'],
    ['b/바다.jpg', 'sbyte'],
  ] as const)
    await writer.add(name, new TextReader(text));
  const entries = await readZip(new Blob([await writer.close()]));
  const [key, nfd, other, changed] = entries.map((entry) => known.keyInZip(entry));
  expect(key).toContain('바다.jpg');
  expect(nfd).toBe(key);
  expect(new Set([key, other, changed]).size).toBe(3);
  expect(known.keyInZip({ path: 'a.jpg', size: 5 })).toBeUndefined();
});

it('survives a line that was cut, and stays small', async () => {
  const path = join(folder, 'known.jsonl');
  const first = await openKnownFiles(path, 'me', HOST);
  for (const session of ['1', '2', undefined]) await first.keep('key', { item, session });
  await writeFile(path, `${await readFile(path, 'utf8')}{"key":"cut`);
  const later = await openKnownFiles(path, 'me', HOST);
  await later.keep('next', { item, isDone: true });
  expect(later.find('key')).toEqual({ ...NOTHING, item });
  expect((await openKnownFiles(path, 'me', HOST)).find('next')).toEqual({ item, session: undefined, isDone: true });
  expect((await readFile(path, 'utf8')).split('\n').map((line) => line.slice(0, 12))).toEqual([
    ...['{"key":"key"', '{"key":"next', ''],
  ]);
});

it('goes on where nothing can be stored', async () => {
  await writeFile(join(folder, 'file'), '');
  const known = await openKnownFiles(join(folder, 'file', 'known.jsonl'), 'me', HOST);
  await known.keep('key', { item });
  expect(known.find('key')).toEqual({ ...NOTHING, item });
});
