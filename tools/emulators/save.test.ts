import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { folder } from '../bootstrap/fake-programs.js';
import { bytesOf, lastSaved, pauseAfter, save, SAVE_EVERY, SAVED } from './save.ts';

let hub: Server | undefined;
afterEach(() => hub?.close());

function put(path: string, words: string): void {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'firebase-export-metadata.json'), words);
}

const wordsIn = (path: string): string => readFileSync(join(path, 'firebase-export-metadata.json'), 'utf8');

async function hubThat(answers: (path: string) => number): Promise<string> {
  const own = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => response.writeHead(answers((JSON.parse(body) as { path: string }).path)).end('told'));
  });
  hub = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((own.address() as AddressInfo).port)}`;
}

test('a saving takes the place of the last one', async () => {
  const dataDir = folder();
  put(join(dataDir, SAVED), 'old');
  const hubUrl = await hubThat((path) => {
    put(path, 'new');
    return 200;
  });
  await save({ dataDir, hubUrl, blobs: dataDir });
  expect(wordsIn((await lastSaved(dataDir)) ?? '')).toBe('new');
});

test('what an older Maru saved is not begun with, and stays', async () => {
  const dataDir = folder();
  put(join(dataDir, 'saved'), 'of before');
  expect(await lastSaved(dataDir)).toBeUndefined();
  expect(wordsIn(join(dataDir, 'saved'))).toBe('of before');
});

test('a failed saving leaves the last one whole', async () => {
  const dataDir = folder();
  put(join(dataDir, SAVED), 'old');
  const hubUrl = await hubThat((path) => {
    put(path, 'half');
    return 500;
  });
  await expect(save({ dataDir, hubUrl, blobs: dataDir })).rejects.toThrow('told');
  expect(wordsIn((await lastSaved(dataDir)) ?? '')).toBe('old');
});

test('a saving that was cut between its two steps begins with what was there before', async () => {
  const dataDir = folder();
  put(join(dataDir, `${SAVED}-before`), 'old');
  put(join(dataDir, `${SAVED}-next`), 'new');
  expect(wordsIn((await lastSaved(dataDir)) ?? '')).toBe('old');
  expect(await lastSaved(folder())).toBeUndefined();
});

test('saving takes a tenth of the time at most, and once a minute at most', () => {
  expect(pauseAfter(0)).toBe(SAVE_EVERY);
  expect(pauseAfter(30_000)).toBe(270_000);
  for (const duration of [10, 5_000, 60_000])
    expect(duration / (duration + pauseAfter(duration))).toBeLessThanOrEqual(0.1);
});

test('objects are counted in bytes, below any folder', async () => {
  const blobs = folder();
  mkdirSync(join(blobs, 'a', 'b'), { recursive: true });
  writeFileSync(join(blobs, 'one'), '12345');
  writeFileSync(join(blobs, 'a', 'b', 'two'), '123');
  expect(await bytesOf(blobs)).toBe(8);
  expect(await bytesOf(join(blobs, 'nowhere'))).toBe(0);
});
