import { cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import packed from './package.json' with { type: 'json' };

const here = import.meta.dirname;
const to = resolve(process.argv[2] ?? join(here, 'lib'));

/** Bundles src and the model into `lib/` (or the folder named); what package.json depends on is installed where the functions run. */
await rm(to, { recursive: true, force: true });
await build({
  absWorkingDir: here,
  // A worker is a file of its own.
  entryPoints: ['src/index.ts', 'src/adapters/image/heif-worker.ts'],
  entryNames: '[name]',
  outdir: to,
  bundle: true,
  // Adapters that are imported lazily stay files of their own.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  sourcemap: true,
  external: Object.keys(packed.dependencies).flatMap((name) => [name, `${name}/*`]),
  logLevel: 'warning',
});
// Small scripts that ffmpeg is run by; the copy keeps them executable.
await cp(join(here, 'src/adapters/video/limits'), join(to, 'limits'), { recursive: true });
