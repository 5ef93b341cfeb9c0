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

/** A folder that looks like a Firebase project, made for one run of the emulators: nothing in the repository is written to. */
export interface ProjectFolder {
  /** The project folder that firebase-tools works in. */
  folder: string;
  /** A short temporary folder of these emulators' own: sockets have at most 108 bytes, and two sets of emulators must not share blobs. */
  temporary: string;
  /** The folder with our `java`, to be first on PATH. */
  java: string;
  /** The file that stands for the storage rules jar. */
  rulesFile: string;
  /** The folder of the Storage emulator's objects, on the disk of the data. */
  blobs: string;
  remove: () => Promise<void>;
}

/** What the project folder is made from. */
export interface ProjectFolderOptions {
  folder: string;
  projectId: string;
  ports: EmulatorPorts;
  /** A folder with package.json and lib/, or undefined for emulators without functions. */
  functionsFrom: string | undefined;
  /** Variables for functions, known to them already when their definitions are read. */
  functionsEnv: Record<string, string>;
  /** The built web app, or undefined for emulators without pages. */
  publicFrom: string | undefined;
}

async function putFunctions(
  folder: string,
  from: string,
  projectId: string,
  env: Record<string, string>,
): Promise<void> {
  const to = join(folder, 'functions');
  await mkdir(to, { recursive: true });
  await cp(join(from, 'package.json'), join(to, 'package.json'));
  await cp(join(from, 'lib'), join(to, 'lib'), { recursive: true });
  const own = join(from, 'node_modules');
  if (existsSync(own)) await symlink(await realpath(own), join(to, 'node_modules'));
  const lines = Object.entries(env).map(([key, value]) => `${key}=${JSON.stringify(value)}\n`);
  await writeFile(join(to, `.env.${projectId}`), lines.join(''));
}

async function putPublic(folder: string, from: string | undefined): Promise<void> {
  const to = join(folder, 'public');
  if (from !== undefined && existsSync(from)) await cp(from, to, { recursive: true });
  await mkdir(to, { recursive: true });
  if (!existsSync(join(to, '200.html'))) await writeFile(join(to, '200.html'), '<!doctype html><title>Maru</title>');
}

async function shortTemporary(): Promise<string> {
  const system = tmpdir();
  return mkdtemp(join(system.length <= 48 ? system : '/tmp', 'maru-'));
}

/** Copies rules, functions and the web app into a project folder and writes the configuration that fits `ports`. */
export async function createProjectFolder(options: ProjectFolderOptions): Promise<ProjectFolder> {
  const { folder, projectId, ports } = options;
  await rm(folder, { recursive: true, force: true });
  const blobs = join(folder, 'blobs');
  await mkdir(blobs, { recursive: true });
  const temporary = await shortTemporary();
  await symlink(blobs, join(temporary, 'firebase'));

  const project = JSON.parse(await readFile(join(ROOT, 'firebase.json'), 'utf8')) as FirebaseJson;
  const write = (name: string, value: unknown): Promise<void> =>
    writeFile(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  await write('firebase.json', localFirebaseJson(project, ports));
  await write('.firebaserc', localFirebaseRc(projectId, bucketsOf(projectId)));
  for (const name of ['firestore.rules', 'storage.rules', 'firestore.indexes.json']) {
    await cp(join(ROOT, name), join(folder, name));
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const { functionsFrom, functionsEnv, publicFrom } = options;
  if (functionsFrom !== undefined) {
    await withBuildLock('functions', () => putFunctions(folder, functionsFrom, projectId, functionsEnv));
  }
  await (publicFrom === undefined
    ? putPublic(folder, undefined)
    : withBuildLock('web', () => putPublic(folder, publicFrom)));
  await write('public/maru.json', localMaruConfig(projectId, ports));

  const java = join(folder, 'java');
  await cp(fileURLToPath(new URL('java-launcher', import.meta.url)), java, { recursive: true });
  await chmod(join(java, 'java'), 0o755);
  const rulesFile = join(java, 'storage-rules.jar');
  await writeFile(rulesFile, 'stands for the storage rules runtime\n');
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
