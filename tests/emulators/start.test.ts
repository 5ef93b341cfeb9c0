import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Emulators } from '../../tools/emulators/emulators.ts';
import { EmulatorsRunning } from '../../tools/emulators/lock.ts';
import { freePorts } from '../../tools/emulators/ports.ts';
import { processesOf, stopMarked } from '../../tools/emulators/processes.ts';
import { ROOT } from '../../tools/emulators/root.ts';
import { save, SAVED } from '../../tools/emulators/save.ts';
import { startEmulators } from '../../tools/emulators/start.ts';
import { waitFor } from '../harness.ts';

let dataDir = '';
let child: ChildProcess | undefined;
const started: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'maru-killed-'));
});
afterAll(async () => {
  child?.kill('SIGKILL');
  // Ends them even if the supervisor fails.
  for (const id of started) await stopMarked(id, undefined, 0);
  await rm(dataDir, { recursive: true, force: true });
});

async function hold(): Promise<Pick<Emulators, 'id' | 'urls' | 'hasSavedData'>> {
  child = spawn(process.execPath, [join(import.meta.dirname, 'run-until-killed.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const emulators = JSON.parse(line) as Pick<Emulators, 'id' | 'urls' | 'hasSavedData'>;
  started.push(emulators.id);
  return emulators;
}

const asOwner = { authorization: 'Bearer owner', 'content-type': 'application/json' };
const document = 'v1/projects/demo-maru/databases/(default)/documents/kept/one';
const object = 'storage/v1/b/demo-maru-originals/o';

async function put({ urls }: Pick<Emulators, 'urls'>, words: string): Promise<void> {
  const fields = { words: { stringValue: words } };
  await fetch(`${urls.firestore}/${document}`, { method: 'PATCH', headers: asOwner, body: JSON.stringify({ fields }) });
  await fetch(`${urls.storage}/upload/${object}?uploadType=media&name=kept`, { method: 'POST', body: words });
}

async function found(urls: Pick<Emulators['urls'], 'firestore' | 'storage'>): Promise<unknown> {
  const doc = (await (await fetch(`${urls.firestore}/${document}`, { headers: asOwner })).json()) as {
    fields: { words: { stringValue: string } };
  };
  return [doc.fields.words.stringValue, await (await fetch(`${urls.storage}/${object}/kept?alt=media`)).text()];
}

test('after kill -9 no process is left', async () => {
  const emulators = await hold();
  expect(emulators.hasSavedData).toBe(false);
  await put(emulators, 'saved');
  await save({ dataDir, hubUrl: emulators.urls.hub, blobs: '' });
  await put(emulators, 'not saved');

  // Another start on the same folder is refused meanwhile.
  await expect(startEmulators({ dataDir, functions: false, app: false })).rejects.toBeInstanceOf(EmulatorsRunning);

  expect((await processesOf(emulators.id)).length).toBeGreaterThan(2);
  child?.kill('SIGKILL');
  await waitFor('all processes have ended', async () => (await processesOf(emulators.id)).length === 0, 15_000);
});

test('then npm start has the last saved data and prints one address and the people who can sign in; Ctrl-C saves and exits with 0, also through npm', async () => {
  const ports = await freePorts();
  const command = join(ROOT, 'tools', 'emulators', 'commands', 'start.ts');
  const env = { ...process.env, LC_ALL: 'C', MARU_DATA: dataDir, MARU_PORT: String(ports.hosting) };
  const start = spawn(process.execPath, [command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child = start;
  let output = '';
  start.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  start.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(start, 'exit');
  await waitFor(
    'the address is printed',
    () => Promise.resolve(output.includes('Press Ctrl-C') || start.exitCode !== null),
    240_000,
  );

  expect(start.exitCode, output).toBeNull();
  expect(output.match(/http:\/\/\S+/g)).toEqual([`http://localhost:${ports.hosting}`]);
  expect(output).toContain('mother@example.com');
  const url = (port: number): string => `http://127.0.0.1:${port}`;
  expect((await fetch(`${url(ports.hosting)}/maru.json`)).status).toBe(200);
  expect(await found({ firestore: url(ports.firestore), storage: url(ports.storage) })).toEqual(['saved', 'saved']);

  const before = (await stat(join(dataDir, SAVED))).mtimeMs;
  start.kill('SIGINT');
  start.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  expect((await stat(join(dataDir, SAVED))).mtimeMs).toBeGreaterThan(before);
  expect(output).toContain('Stopped');
  expect((await readdir(dataDir)).sort()).toEqual([SAVED, 'stage']);
}, 300_000);
