import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../../bootstrap/fake-programs.js';
import { freePorts } from '../ports.ts';

function start(variables: Record<string, string>): { status: number | null; stdout: string; stderr: string } {
  const MARU_DATA = folder('start');
  return spawnSync(process.execPath, [join(import.meta.dirname, 'start.ts')], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', MARU_DATA, ...variables },
  });
}

test('names a port in use and how to choose others, before anything is built', async () => {
  const [ports, server] = [await freePorts(), createServer()];
  await new Promise<void>((resolve) => server.listen(ports.storage, '127.0.0.1', resolve));
  const takenAt = String(ports.storage);
  const { status, stdout, stderr } = start({ MARU_PORT: String(ports.hosting) });
  server.close();
  expect(stderr).toBe(`Port ${takenAt} is in use by another program. Try other ports: MARU_PORT=5800 npm start\n`);
  expect(start({ MARU_PORT: '80' }).stderr).toBe('MARU_PORT must be a number between 1024 and 65000.\n');
  expect([status, stdout]).toEqual([1, '']);
});
