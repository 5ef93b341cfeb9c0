import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localFirebaseJson, localFirebaseRc, type FirebaseJson } from './local-firebase.ts';
import { bucketsOf, localMaruConfig } from './web-config.ts';
import { withBuildLock } from './build.ts';
import type { EmulatorPorts } from './ports.ts';
import { ROOT } from './root.ts';

/** A Firebase project folder generated for one run of the emulators, so that nothing is written to the repository. */
export interface ProjectFolder {
  /** The project folder that firebase-tools works in. */
  folder: string;
  /** A temporary folder of these emulators only, since two sets must not share blobs. Its path is short: a socket's path has at most 108 bytes. */
  temporary: string;
  /** The folder of the `java` launcher, which must be first on PATH. */
  java: string;
  /** A placeholder for the storage rules jar. */
  rulesFile: string;
  /** The folder of the Storage emulator's objects, on the same disk as the data. */
  blobs: string;
  remove: () => Promise<void>;
}

/** The content of the project folder. */
export interface ProjectFolderOptions {
  folder: string;
  projectId: string;
  ports: EmulatorPorts;
  /** A folder with package.json and lib/, or undefined for emulators without functions. */
  functionsFrom: string | undefined;
  /** Environment variables for functions, set before their definitions are read. */
  functionsEnv: Record<string, string>;
  /** The built web app, or undefined for emulators without pages. */
  publicFrom: string | undefined;
}

async function copyFunctions(
  folder: string,
  from: string,
  projectId: string,
  env: Record<string, string>,
): Promise<void> {
  const to = join(folder, 'functions');
  await mkdir(to, { recursive: true });
  await cp(join(from, 'package.json'), join(to, 'package.json'));
  await cp(join(from, 'lib'), join(to, 'lib'), { recursive: true });
  // A package as it is deployed has its own programs and packages.
  for (const name of ['node_modules', 'bin'])
    if (existsSync(join(from, name))) await symlink(await realpath(join(from, name)), join(to, name));
  const lines = Object.entries(env).map(([key, value]) => `${key}=${JSON.stringify(value)}\n`);
  await writeFile(join(to, `.env.${projectId}`), lines.join(''));
}

async function copyApp(folder: string, from: string | undefined): Promise<void> {
  const to = join(folder, 'public');
  if (from !== undefined && existsSync(from)) await cp(from, to, { recursive: true });
  await mkdir(to, { recursive: true });
  if (!existsSync(join(to, '200.html'))) await writeFile(join(to, '200.html'), '<!doctype html><title>Maru</title>');
}

async function createShortTemporary(): Promise<string> {
  const system = tmpdir();
  return mkdtemp(join(system.length <= 48 ? system : '/tmp', 'maru-'));
}

/** Creates the project folder: copies rules, functions and the web app, and writes configuration for `ports`. */
export async function createProjectFolder(options: ProjectFolderOptions): Promise<ProjectFolder> {
  const { folder, projectId, ports } = options;
  await rm(folder, { recursive: true, force: true });
  const blobs = join(folder, 'blobs');
  await mkdir(blobs, { recursive: true });
  const temporary = await createShortTemporary();
  await symlink(blobs, join(temporary, 'firebase'));

  const project = JSON.parse(await readFile(join(ROOT, 'firebase.json'), 'utf8')) as FirebaseJson;
  const write = (name: string, value: unknown): Promise<void> =>
    writeFile(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  await write('firebase.json', localFirebaseJson(project, ports));
  await write('.firebaserc', localFirebaseRc(projectId, bucketsOf(projectId)));
  for (const name of ['firestore.rules', 'storage.rules', 'firestore.indexes.json']) {
    await cp(join(ROOT, name), join(folder, name));
  }
  const { functionsFrom, functionsEnv, publicFrom } = options;
  const isInstalled =
    functionsFrom !== undefined && existsSync(join(functionsFrom, 'node_modules', 'firebase-functions'));
  if (!isInstalled) await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  if (functionsFrom !== undefined) {
    await withBuildLock('functions', () => copyFunctions(folder, functionsFrom, projectId, functionsEnv));
  }
  await (publicFrom === undefined
    ? copyApp(folder, undefined)
    : withBuildLock('web', () => copyApp(folder, publicFrom)));
  await write('public/maru.json', localMaruConfig(projectId, ports));

  const java = join(folder, 'java');
  await cp(fileURLToPath(new URL('java-launcher', import.meta.url)), java, { recursive: true });
  await chmod(join(java, 'java'), 0o755);
  const rulesFile = join(java, 'storage-rules.jar');
  await writeFile(rulesFile, 'placeholder for the storage rules runtime\n');
  return {
    folder,
    temporary,
    java,
    rulesFile,
    blobs,
    remove: async () => {
      await rm(temporary, { recursive: true, force: true });
      await rm(blobs, { recursive: true, force: true });
    },
  };
}
