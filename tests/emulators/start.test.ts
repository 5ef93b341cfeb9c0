import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../tools/emulators/ports.ts';
import { ROOT } from '../../tools/emulators/root.ts';
import { save, SAVED } from '../../tools/emulators/save.ts';
import { startEmulators } from '../../tools/emulators/start.ts';
import { waitFor } from '../harness.ts';

let dataDir = '';

// Skips the demo library, which has tests of its own.
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'maru-second-'));
  const emulators = await startEmulators({ dataDir, functions: false, app: false });
  await save({ dataDir, hubUrl: emulators.urls.hub, blobs: emulators.blobs });
  await emulators.stop();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

test('npm start prints one address and the people who can sign in; Ctrl-C saves and exits with 0, also through npm', async () => {
  const ports = await freePorts();
  const command = join(ROOT, 'tools', 'emulators', 'commands', 'start.ts');
  const env = { ...process.env, LC_ALL: 'C', MARU_DATA: dataDir, MARU_PORT: String(ports.hosting) };
  const child = spawn(process.execPath, [command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'exit');
  await waitFor(
    'the address is printed',
    () => Promise.resolve(output.includes('Press Ctrl-C') || child.exitCode !== null),
    240_000,
  );

  expect(child.exitCode, output).toBeNull();
  expect(output.match(/http:\/\/\S+/g)).toEqual([`http://localhost:${ports.hosting}`]);
  expect(output).toContain('mother@example.com');
  expect((await fetch(`http://127.0.0.1:${ports.hosting}/maru.json`)).status).toBe(200);

  const before = (await stat(join(dataDir, SAVED))).mtimeMs;
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  expect((await stat(join(dataDir, SAVED))).mtimeMs).toBeGreaterThan(before);
  expect(output).toContain('Stopped');
}, 300_000);
