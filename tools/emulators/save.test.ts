import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { folder } from '../bootstrap/fake-programs.js';
import { bytesOf, lastSaved, pauseAfter, save, MIN_SAVE_INTERVAL, SAVED } from './save.ts';

let hub: Server | undefined;
afterEach(() => hub?.close());

function writeExport(path: string, text: string): void {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'firebase-export-metadata.json'), text);
}

const readExport = (path: string): string => readFileSync(join(path, 'firebase-export-metadata.json'), 'utf8');

async function startHub(respond: (path: string) => number): Promise<string> {
  const own = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => response.writeHead(respond((JSON.parse(body) as { path: string }).path)).end('disk full'));
  });
  hub = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((own.address() as AddressInfo).port)}`;
}

test('a save replaces the last one', async () => {
  const dataDir = folder();
  writeExport(join(dataDir, SAVED), 'old');
  const hubUrl = await startHub((path) => {
    writeExport(path, 'new');
    return 200;
  });
  await save({ dataDir, hubUrl, blobs: dataDir });
  expect(readExport((await lastSaved(dataDir)) ?? '')).toBe('new');
});

test('ignores data of an older format and leaves it in place', async () => {
  const dataDir = folder();
  writeExport(join(dataDir, 'saved'), 'old');
  expect(await lastSaved(dataDir)).toBeUndefined();
  expect(readExport(join(dataDir, 'saved'))).toBe('old');
});

test('a failed save leaves the last one intact', async () => {
  const dataDir = folder();
  writeExport(join(dataDir, SAVED), 'old');
  const hubUrl = await startHub((path) => {
    writeExport(path, 'half');
    return 500;
  });
  await expect(save({ dataDir, hubUrl, blobs: dataDir })).rejects.toThrow('disk full');
  expect(readExport((await lastSaved(dataDir)) ?? '')).toBe('old');
});

test('after an interrupted save the previous one is used', async () => {
  const dataDir = folder();
  writeExport(join(dataDir, `${SAVED}-before`), 'old');
  writeExport(join(dataDir, `${SAVED}-next`), 'new');
  expect(readExport((await lastSaved(dataDir)) ?? '')).toBe('old');
  expect(await lastSaved(folder())).toBeUndefined();
});

test('saves at most once a minute and for at most a tenth of the time', () => {
  expect(pauseAfter(0)).toBe(MIN_SAVE_INTERVAL);
  expect(pauseAfter(30_000)).toBe(270_000);
  for (const duration of [10, 5_000, 60_000])
    expect(duration / (duration + pauseAfter(duration))).toBeLessThanOrEqual(0.1);
});

test('adds up the bytes of objects in all subfolders', async () => {
  const blobs = folder();
  mkdirSync(join(blobs, 'a', 'b'), { recursive: true });
  writeFileSync(join(blobs, 'one'), '12345');
  writeFileSync(join(blobs, 'a', 'b', 'two'), '123');
  expect(await bytesOf(blobs)).toBe(8);
  expect(await bytesOf(join(blobs, 'nowhere'))).toBe(0);
});
