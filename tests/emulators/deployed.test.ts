import { execFile as execFileCallback } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { npmCli, npmEnvironment } from '../../tools/bootstrap/npm.js';
import { runLong } from '../../tools/bootstrap/shell.js';
import { packageFunctions } from '../../tools/deploy/functions-package/package.ts';
import type { Emulators } from '../../tools/emulators/emulators.ts';
import { startEmulators } from '../../tools/emulators/start.ts';
import { createLibrary, uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { useEmulators } from '../harness.ts';
import { EMULATORS_VARIABLE } from '../harness/emulators.ts';
import { animationOf } from '../media/animation.ts';
import { heicOf } from '../media/heic.ts';
import { motionPhoto } from '../media/motion-photo.ts';
import { jpegOf, scene } from '../media/photo.ts';
import { mp4Of } from '../media/video.ts';

const execFile = promisify(execFileCallback);

// The functions as they are deployed, on machines that can run what is made for Google's: the uploaded folder, installed from the registry as Cloud Build does, without programs on PATH and
// without a network. The repository's node_modules is out of their reach.

/** Refuses connections to anything but loopback, and logs them. Node runs it first in every process of a function. */
const LOOPBACK_ONLY = `
const net = require('node:net');
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  const host = typeof options === 'object' ? options.host : args[1];
  const isLocal = options?.path !== undefined || typeof options === 'string' || [undefined, 'localhost', '127.0.0.1', '::1'].includes(host);
  if (!isLocal) {
    console.error('CONNECTED TO ' + host);
    throw new Error('no network: ' + host);
  }
  return connect.apply(this, args);
};
`;

const canRun = process.platform === 'linux' && process.arch === 'x64';

let folder = '';
let guard = '';
let emulators: Emulators;
beforeAll(async () => {
  if (!canRun) return;
  folder = await mkdtemp(join(tmpdir(), 'maru-deployed-'));
  const functions = join(folder, 'functions');
  const { bytes, compressed } = await packageFunctions(functions);
  console.log(`package: ${(bytes / 1e6).toFixed(0)} MB, compressed ${(compressed / 1e6).toFixed(0)} MB`);
  const installed = await runLong(
    'npm ci',
    process.execPath,
    [npmCli(), 'ci', '--omit=dev', '--no-audit', '--no-fund', '--quiet'],
    { cwd: functions, env: npmEnvironment() },
  );
  expect(installed.output).not.toMatch(/npm (error|ERR!)/);
  guard = join(folder, 'loopback-only.cjs');
  await writeFile(guard, LOOPBACK_ONLY);
  emulators = await startEmulators({
    ...{ dataDir: join(folder, 'data'), ports: 'free', fresh: true, functions, app: false },
    functionsEnv: { PATH: '', MARU_FFMPEG_PATH: '', MARU_FFPROBE_PATH: '', NODE_OPTIONS: `--require=${guard}` },
  });
  process.env[EMULATORS_VARIABLE] = JSON.stringify(emulators);
}, 600_000);
afterAll(async () => {
  if (!canRun) return;
  Reflect.deleteProperty(process.env, EMULATORS_VARIABLE);
  await emulators.stop();
  await rm(folder, { recursive: true });
});

/** Encodes a second of video with the package's own ffmpeg. */
async function encode(name: string, ...codec: string[]): Promise<Buffer> {
  const file = join(folder, name);
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=10:duration=1', '-pix_fmt', 'yuv420p'];
  await execFile(join(folder, 'functions', 'bin', 'ffmpeg'), ['-v', 'error', ...source, ...codec, file]);
  return readFile(file);
}

test.runIf(canRun)('makes a JPEG, a HEIC, a motion photo, a GIF and videos ready', async () => {
  const { owner, library } = await createLibrary();
  const jpeg = await jpegOf({ seed: 1 });
  const video = await mp4Of({ width: 640, height: 360, seconds: 2, seed: 2 });
  const heic = await heicOf(await scene({ width: 320, height: 240 }).png().toBuffer(), { width: 320, height: 240 });
  const files = {
    jpeg,
    heic,
    motion: motionPhoto(await jpegOf({ seed: 3 }), video),
    gif: await animationOf('gif', 10),
    video: await mp4Of({ width: 640, height: 360, seconds: 3, seed: 4 }),
    // Why this build was chosen: docs/decisions/0036.
    av1: await encode('av1.mp4', '-c:v', 'libsvtav1'),
    tape: await encode('tape.ts', '-c:v', 'mpeg2video'),
  };
  const found = await Promise.all(
    Object.entries(files).map(async ([name, bytes]) => {
      const { state, failure, mediaInfo } = await waitUntilProcessed(library, await uploadItem(owner, library, bytes));
      return [name, [state, failure, mediaInfo?.format, mediaInfo?.variants]] as const;
    }),
  );
  expect(Object.fromEntries(found)).toEqual({
    jpeg: ['ready', undefined, 'jpeg', []],
    heic: ['ready', undefined, 'heic', []],
    motion: ['ready', undefined, 'jpeg', ['360']],
    gif: ['ready', undefined, 'gif', ['120']],
    video: ['ready', undefined, 'mp4', ['360', '240']],
    av1: ['ready', undefined, 'mp4', ['360', '240']],
    tape: ['ready', undefined, 'mpegts', ['360', '240']],
  });
  await owner.close();
});

test.runIf(canRun)('health names the ffmpeg of the package, and no function asked the network', async () => {
  const { urls, log } = useEmulators();
  const health = await fetch(`${urls.app}/api/health`);
  expect([health.status, await health.json()]).toMatchObject([
    200,
    { ffmpeg: expect.stringContaining('9.0.2') as string },
  ]);
  expect(await readFile(log, 'utf8')).not.toContain('CONNECTED TO');
  const attempt = execFile(process.execPath, ['--require', guard, '-e', "fetch('http://192.0.2.1')"]);
  await expect(attempt).rejects.toThrow('CONNECTED TO 192.0.2.1');
});
