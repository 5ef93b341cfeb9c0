import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { words } from '../../bootstrap/words.js';
import { ROOT } from '../root.ts';

const bin = (...path: string[]): string => join(ROOT, 'node_modules', ...path);
const TSC = bin('typescript', 'bin', 'tsc');

/** Each with the folder that it runs in. Vite's types first: the others read what it generates. */
const CHECKS: readonly [name: string, folder: string, args: readonly string[]][] = [
  ['svelte-kit sync', 'web', ['prepare.ts']],
  ['prettier', '.', [bin('prettier', 'bin', 'prettier.cjs'), '--check', '.']],
  ['eslint', '.', [bin('eslint', 'bin', 'eslint.js'), '.']],
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
for (const [name, folder, args] of CHECKS) {
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
if (failures > 0)
  process.stdout.write(words(`${String(failures)}가지를 고쳐야 해요\n`, `${String(failures)} to mend\n`));
process.exitCode = failures === 0 ? 0 : 1;
