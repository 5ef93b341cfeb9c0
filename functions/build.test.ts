import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const here = import.meta.dirname;
const MINUTES = 60_000;

// The files that `firebase deploy` uploads, in a folder outside the repository.
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-upload-'));
  await run(process.execPath, [join(here, 'build.ts'), join(folder, 'lib')]);
  await copyFile(join(here, 'package.json'), join(folder, 'package.json'));
  // Only the declared dependencies, as `npm install` would find them.
  const { dependencies } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8')) as { dependencies: object };
  await mkdir(join(folder, 'node_modules'));
  for (const name of Object.keys(dependencies))
    await symlink(join(here, '..', 'node_modules', name), join(folder, 'node_modules', name));
}, 5 * MINUTES);
afterAll(() => rm(folder, { recursive: true, force: true }));

const DEPLOYED = [
  'ingestSubmission',
  'api',
  'processItem',
  'processVideo',
  'processBulk',
  'processChunk',
  'onOriginalFinalized',
  'processGuestVideo',
  'reprocessAlbum',
  'rotateTokens',
  'indexAlbum',
  'maintain',
].sort();

async function node(script: string): Promise<string> {
  const file = join(folder, 'try.mjs');
  await writeFile(file, script);
  const env = { PATH: process.env['PATH'], MARU_ORIGINALS_BUCKET: 'o', MARU_RENDITIONS_BUCKET: 'r' };
  return (await run(process.execPath, [file], { cwd: folder, env })).stdout.trim();
}

test('loads with its own dependencies and exports every function', async () => {
  const found = await node(`
    const all = await import('./lib/index.js');
    console.log(JSON.stringify(Object.entries(all).map(([name, one]) => [name, typeof one, !!one.__endpoint])));
  `);
  expect(DEPLOYED.length).toBeLessThanOrEqual(13);
  expect(JSON.parse(found)).toEqual(DEPLOYED.map((name) => [name, 'function', true]));
});

test('loads every file, lazy ones included', async () => {
  const files = (await readdir(join(folder, 'lib'))).filter((name) => name.endsWith('.js'));
  expect(files.some((name) => name.startsWith('images-'))).toBe(true);
  expect(files.some((name) => name.startsWith('videos-'))).toBe(true);
  for (const name of files.filter((name) => name !== 'heif-worker.js'))
    expect(await node(`await import('./lib/${name}'); console.log('loaded');`), name).toBe('loaded');
  const broken = `import { Worker } from 'node:worker_threads';
    import { readFileSync } from 'node:fs';
    const code = new WebAssembly.Module(readFileSync('./node_modules/libheif-js/libheif-wasm/libheif.wasm'));
    const workerData = { file: './package.json', code };
    const worker = new Worker('./lib/heif-worker.js', { workerData, stderr: true, stdout: true });
    worker.on('message', (answer) => console.log(JSON.stringify(answer)));`;
  expect(JSON.parse(await node(broken))).toEqual({ failure: 'unreadable' });
});

test('starts without loading the decoders', async () => {
  const loaded = await node(`
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ resolve: (name, context, next) => (seen.push(name), next(name, context)) });
    await import('./lib/index.js');
    console.log(JSON.stringify(seen.filter((name) => /^(sharp|fluent-ffmpeg|libheif-js|exifr|thumbhash)/.test(name))));
  `);
  expect(JSON.parse(loaded)).toEqual([]);
});

test('contains no path of this machine or the workspace, and executable scripts', async () => {
  const index = await readFile(join(folder, 'lib', 'index.js'), 'utf8');
  expect(index).not.toContain(here);
  expect(index).not.toMatch(/from ["']@maru\//);
  for (const name of ['ffmpeg', 'ffprobe'])
    expect((await stat(join(folder, 'lib', 'limits', name))).mode & 0o111).toBe(0o111);
});
