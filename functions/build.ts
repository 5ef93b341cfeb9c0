import { cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import packed from './package.json' with { type: 'json' };

const here = import.meta.dirname;
const to = resolve(process.argv[2] ?? join(here, 'lib'));

/** Bundles src and the model into `lib/` or the folder given. The dependencies in package.json are installed at deploy. */
await rm(to, { recursive: true, force: true });
await build({
  absWorkingDir: here,
  // The worker thread needs its own file.
  entryPoints: ['src/index.ts', 'src/adapters/image/heif-worker.ts'],
  entryNames: '[name]',
  outdir: to,
  bundle: true,
  // Lazily imported adapters stay separate files.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  sourcemap: true,
  external: Object.keys(packed.dependencies).flatMap((name) => [name, `${name}/*`]),
  logLevel: 'warning',
});
// Wrapper scripts of ffmpeg; copying keeps them executable.
await cp(join(here, 'src/adapters/video/limits'), join(to, 'limits'), { recursive: true });
