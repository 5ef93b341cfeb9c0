import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildFunctions, withBuildLock } from '../../emulators/build.ts';
import { ROOT } from '../../emulators/root.ts';
import { copyFfmpeg, findDeployedFfmpeg } from './ffmpeg.ts';
import { cutLockfile, type Lockfile, type OwnManifest } from './lockfile.ts';
import { checkSize, sizeOf, type PackageSize } from './size.ts';

interface Manifest extends OwnManifest {
  readonly type: string;
  readonly main: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const readJson = async (...path: string[]): Promise<unknown> => JSON.parse(await readFile(join(ROOT, ...path), 'utf8'));

/** The package.json of the deployed functions: what runs, without scripts and development tools. */
async function manifest(): Promise<Manifest> {
  const { name, version, type, main, engines, dependencies } = (await readJson(
    'functions',
    'package.json',
  )) as Manifest;
  return { name, version, type, main, engines, dependencies };
}

/**
 * Builds the functions and writes the folder that is uploaded: `lib/`, `bin/` with ffmpeg and ffprobe, package.json, and a lockfile, with which
 * Cloud Build runs `npm ci`. `ffmpeg` is where a person has other programs than the pinned ones. Returns its size; throws a UserError if it is
 * above the limits.
 */
export async function packageFunctions(
  folder: string,
  options: { readonly ffmpeg?: string } = {},
): Promise<PackageSize> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await copyFfmpeg(await findDeployedFfmpeg(options.ffmpeg), folder);
  await buildFunctions();
  await withBuildLock('functions', () => cp(join(ROOT, 'functions', 'lib'), join(folder, 'lib'), { recursive: true }));
  const own = await manifest();
  const lock = cutLockfile((await readJson('package-lock.json')) as Lockfile, 'functions', own);
  const write = (name: string, value: object): Promise<void> =>
    writeFile(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  await write('package.json', { ...own, private: true });
  await write('package-lock.json', lock);
  const size = await sizeOf(folder);
  checkSize(size);
  return size;
}
