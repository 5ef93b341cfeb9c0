import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Emulators } from '../../tools/emulators/emulators.ts';
import { EmulatorsRunning } from '../../tools/emulators/lock.ts';
import { processesOf, stopMarked } from '../../tools/emulators/processes.ts';
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

async function found({ urls }: Pick<Emulators, 'urls'>): Promise<unknown> {
  const doc = (await (await fetch(`${urls.firestore}/${document}`, { headers: asOwner })).json()) as {
    fields: { words: { stringValue: string } };
  };
  return [doc.fields.words.stringValue, await (await fetch(`${urls.storage}/${object}/kept?alt=media`)).text()];
}

test('after kill -9 no process is left, and the next start has the last saved data', async () => {
  const first = await hold();
  expect(first.hasSavedData).toBe(false);
  await put(first, 'saved');
  await save({ dataDir, hubUrl: first.urls.hub, blobs: '' });
  await put(first, 'not saved');

  // Another start on the same folder is refused meanwhile.
  await expect(startEmulators({ dataDir, functions: false, app: false })).rejects.toBeInstanceOf(EmulatorsRunning);

  expect((await processesOf(first.id)).length).toBeGreaterThan(2);
  child?.kill('SIGKILL');
  await waitFor('all processes have ended', async () => (await processesOf(first.id)).length === 0, 15_000);

  const second = await startEmulators({ dataDir, functions: false, app: false });
  expect(second.hasSavedData).toBe(true);
  expect(await found(second)).toEqual(['saved', 'saved']);
  await second.stop();
  expect((await readdir(dataDir)).sort()).toEqual([SAVED, 'stage']);
});
