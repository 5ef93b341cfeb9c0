import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { localize } from '../../bootstrap/messages.js';
import { ROOT } from '../root.ts';

const bin = (...path: string[]): string => join(ROOT, 'node_modules', ...path);
const WORKSPACES = ['model', 'functions', 'web', 'tools', 'tests'];
const ESLINT = bin('eslint', 'bin', 'eslint.js');
const TSC = bin('typescript', 'bin', 'tsc');

type Check = readonly [name: string, folder: string, args: readonly string[]];

/** Runs first: it generates types that the other checks need. */
const FIRST: Check = ['svelte-kit sync', 'web', ['prepare.ts']];
/** The longest first. ESLint in parts, which run side by side. */
const CHECKS: readonly Check[] = [
  ['eslint web', '.', [ESLINT, 'web']],
  ['eslint tests', '.', [ESLINT, 'tests']],
  ['eslint, the rest', '.', [ESLINT, '.', '--ignore-pattern', 'web/', '--ignore-pattern', 'tests/']],
  ['imports', '.', [bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), ...WORKSPACES, '-T', 'err-long']],
  [
    'names and folders',
    'tests',
    [bin('vitest', 'vitest.mjs'), 'run', '--project', 'conventions', 'folders', 'retired-names'],
  ],
  ['prettier', '.', [bin('prettier', 'bin', 'prettier.cjs'), '--check', '.']],
  ['tsc model', 'model', [TSC, '-p', '.']],
  ['tsc functions', 'functions', [TSC, '-p', '.']],
  ['tsc tools', 'tools', [TSC, '-p', '.']],
  ['tsc tests', 'tests', [TSC, '-p', '.']],
  ['tsc service worker', 'web', [TSC, '-p', 'tsconfig.worker.json']],
  ['svelte-check', 'web', [bin('svelte-check', 'bin', 'svelte-check'), '--tsconfig', './tsconfig.json']],
];

function check(folder: string, args: readonly string[]): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, args, { cwd: join(ROOT, folder), stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => {
      resolve({ ok: false, output: String(error) });
    });
    child.once('close', (code) => {
      resolve({ ok: code === 0, output });
    });
  });
}

let failures = 0;

async function report([name, folder, args]: Check): Promise<void> {
  const began = Date.now();
  const { ok, output } = await check(folder, args);
  process.stdout.write(
    `${ok ? '✔' : '✘'} ${name.padEnd(20)}${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s\n`,
  );
  if (!ok) {
    failures++;
    process.stdout.write(`${output.trim()}\n`);
  }
}

await report(FIRST);
// Two at a time, for two cores.
const queue = CHECKS.values();
const worker = async (): Promise<void> => {
  for (const one of queue) await report(one);
};
await Promise.all([worker(), worker()]);
if (failures > 0)
  process.stdout.write(localize(`검사 ${String(failures)}개가 실패했어요\n`, `${String(failures)} checks failed\n`));
process.exitCode = failures === 0 ? 0 : 1;
