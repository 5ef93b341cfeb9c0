import { cp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import packed from './package.json' with { type: 'json' };

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Bundles src and the model into `lib/`; what package.json depends on is installed where the functions run. */
await rm(at('lib'), { recursive: true, force: true });
await build({
  absWorkingDir: at('.'),
  // A worker is a file of its own.
  entryPoints: ['src/index.ts', 'src/adapters/heif-worker.ts'],
  entryNames: '[name]',
  outdir: 'lib',
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
await cp(at('src/adapters/limits'), at('lib/limits'), { recursive: true });
