import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Keeps a build of today's contract, which later versions must be compatible with: `node tests/compatibility/keep-contract.ts NAME`, with the number of
 * the release as name. Delete a kept build when no family has that version any more.
 */
const [name = ''] = process.argv.slice(2);
if (!/^[\w.-]+$/.test(name)) throw new Error('usage: node tests/compatibility/keep-contract.ts NAME');

const here = import.meta.dirname;
const temporary = mkdtempSync(join(tmpdir(), 'maru-keep-'));
try {
  const built = join(temporary, 'contract.mjs');
  const esbuild = join(here, '..', '..', 'node_modules', 'esbuild', 'bin', 'esbuild');
  execFileSync(esbuild, [
    join(here, 'contract.ts'),
    '--bundle',
    '--format=esm',
    '--target=node24',
    '--log-level=warning',
    `--outfile=${built}`,
  ]);
  mkdirSync(join(here, 'kept'), { recursive: true });
  writeFileSync(join(here, 'kept', `${name}.mjs.gz`), gzipSync(readFileSync(built), { level: 9 }));
} finally {
  rmSync(temporary, { recursive: true });
}
