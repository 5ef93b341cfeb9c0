import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from '../bootstrap/cache.js';
import { userError } from '../bootstrap/messages.js';
import { cleanEnvironment } from './clean-environment.ts';
import { ROOT } from './root.ts';

const run = promisify(execFile);

/** Something to build: its source files, the Node commands that build it, and one file that exists afterwards. */
interface Product {
  name: 'functions' | 'web';
  from: readonly string[];
  commands: readonly (readonly string[])[];
  cwd: string;
  output: string;
}

const FUNCTIONS: Product = {
  name: 'functions',
  from: ['functions/src', 'functions/build.ts', 'functions/package.json', 'model/src', 'package-lock.json'],
  commands: [['functions/build.ts']],
  cwd: ROOT,
  output: 'functions/lib/index.js',
};

const WEB: Product = {
  name: 'web',
  from: ['web', 'model/src', 'package-lock.json'],
  commands: [['prepare.ts'], [join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), 'build']],
  cwd: join(ROOT, 'web'),
  output: 'web/build/200.html',
};

const SKIPPED = new Set(['node_modules', 'build', '.svelte-kit', 'paraglide', 'design', 'test-results']);

async function filesBelow(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return [path];
  const inner = entries
    .filter(({ name }) => !SKIPPED.has(name) && !/\.(test|spec)\.[a-z.]+$/.test(name))
    .map((entry) =>
      entry.isDirectory() ? filesBelow(join(path, entry.name)) : Promise.resolve([join(path, entry.name)]),
    );
  return (await Promise.all(inner)).flat();
}

async function hashOf(product: Product): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const from of product.from) {
    for (const file of (await filesBelow(join(ROOT, from))).sort()) {
      hash
        .update(file.slice(ROOT.length))
        .update('\0')
        .update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

/** Runs `work` while no build of `name` runs. */
export function withBuildLock<T>(name: 'functions' | 'web', work: () => Promise<T>): Promise<T> {
  return withLock(join(ROOT, '.data', `build-${name}`), work);
}

async function buildLocked(product: Product): Promise<'built' | 'unchanged'> {
  const hash = await hashOf(product);
  const stampFile = join(ROOT, 'node_modules', '.cache', 'maru', `${product.name}.built`);
  const stamp = await readFile(stampFile, 'utf8').catch(() => '');
  if (stamp === hash && existsSync(join(ROOT, product.output))) return 'unchanged';
  try {
    for (const args of product.commands) {
      const env = { ...cleanEnvironment(process.env), NODE_ENV: 'production' };
      await run(process.execPath, args, { cwd: product.cwd, env, maxBuffer: 64 * 1024 * 1024 });
    }
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const reason = (stderr.trim() || stdout.trim()).split('\n').slice(0, 20).join('\n');
    throw userError(
      `${product.name}을 빌드하지 못했어요:\n${reason}`,
      `${product.name} could not be built:\n${reason}`,
    );
  }
  await mkdir(join(stampFile, '..'), { recursive: true });
  await writeFile(stampFile, hash);
  return 'built';
}

function build(product: Product): Promise<'built' | 'unchanged'> {
  return withBuildLock(product.name, () => buildLocked(product));
}

/** Builds functions/lib unless its sources are unchanged; rejects with the bundler's error. */
export const buildFunctions = (): Promise<'built' | 'unchanged'> => build(FUNCTIONS);

/** Builds web/build unless its sources are unchanged; rejects with Vite's error. */
export const buildWeb = (): Promise<'built' | 'unchanged'> => build(WEB);
