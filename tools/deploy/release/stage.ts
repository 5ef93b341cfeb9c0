import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MaruConfig } from '@maru/model';
import { ROOT } from '../../bootstrap/cache.js';
import { buildWeb, withBuildLock } from '../../emulators/build.ts';
import { localFirebaseRc, type FirebaseJson } from '../../emulators/local-firebase.ts';
import { packageFunctions } from '../functions-package/package.ts';
import { allBucketsOf, CODEBASE, serviceAccountsOf } from '../names.ts';
import { allowAppCheckScripts, hostingConfig } from './hosting-config.ts';

/** What a release is made of. */
export interface StageOptions {
  readonly project: string;
  readonly region: string;
  readonly version: string;
  /** The content of /maru.json. */
  readonly config: MaruConfig;
  readonly appCheck: boolean;
  /** Processors of an instance that encodes videos; undefined is the default. */
  readonly videoCores?: number | undefined;
}

/** The folder of everything that is generated for a project; not in git. */
export const folderOf = (project: string): string => join(ROOT, '.deploy', project);

const run = promisify(execFile);

/** The version of this working copy: its tag or commit. */
export async function versionOfSource(): Promise<string> {
  try {
    return (await run('git', ['describe', '--always', '--tags', '--dirty'], { cwd: ROOT })).stdout.trim();
  } catch {
    // Downloaded without git.
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    return version;
  }
}

/** The folder of the functions' package, between `build` and `stage`: one for each process, because nothing is locked yet. */
const packageOf = (project: string): string => join(folderOf(project), `${PACKAGES}${String(process.pid)}`);
const PACKAGES = 'functions-';

/** Builds the package of the functions and the web app; fast if nothing changed. `ffmpeg`: see `DeployArguments.ffmpeg`. */
export async function build(project: string, ffmpeg: string | undefined): Promise<void> {
  await packageFunctions(packageOf(project), ffmpeg === undefined ? {} : { ffmpeg });
  await buildWeb();
}

/** The firebase.json of a release: the repository's, with the folders of the stage, and with the region and the policy of the project. */
function releaseFirebaseJson(
  repository: FirebaseJson,
  { region, appCheck }: Pick<StageOptions, 'region' | 'appCheck'>,
): FirebaseJson {
  return {
    ...repository,
    functions: repository.functions.map((one) => ({ ...one, source: 'functions', codebase: CODEBASE })),
    hosting: { ...hostingConfig(repository, { region, hasAppCheck: appCheck }), public: 'public' },
  };
}

/** The environment of the functions of a release. */
function functionsEnvironment({
  project,
  region,
  version,
  appCheck,
  videoCores,
  config,
}: StageOptions): Record<string, string> {
  const { originals, renditions } = allBucketsOf(project);
  const accounts = serviceAccountsOf(project);
  return {
    MARU_REGION: region,
    MARU_ORIGINALS_BUCKET: originals,
    MARU_RENDITIONS_BUCKET: renditions,
    MARU_SERVICE_ACCOUNT: accounts.functions,
    MARU_MEDIA_SERVICE_ACCOUNT: accounts.media,
    MARU_APP_CHECK: appCheck ? config.firebase.appId : 'off',
    MARU_VERSION: version,
    ...(videoCores !== undefined && { MARU_VIDEO_CORES: String(videoCores) }),
  };
}

const writeJsonFile = (file: string, value: unknown): Promise<void> =>
  writeFile(file, `${JSON.stringify(value, null, 2)}\n`);

/** Writes the files that tell firebase-tools what to deploy in a folder. */
export async function writeConfiguration(
  folder: string,
  project: string,
  release: Pick<StageOptions, 'region' | 'appCheck'>,
): Promise<void> {
  const repository = JSON.parse(await readFile(join(ROOT, 'firebase.json'), 'utf8')) as FirebaseJson;
  await writeJsonFile(join(folder, 'firebase.json'), releaseFirebaseJson(repository, release));
  await writeJsonFile(join(folder, '.firebaserc'), localFirebaseRc(project, allBucketsOf(project)));
}

/** Writes the folder that firebase-tools deploys from what was built, and returns it. */
export async function stage(options: StageOptions): Promise<string> {
  const { project, config, appCheck } = options;
  const folder = join(folderOf(project), 'stage');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeConfiguration(folder, project, options);
  for (const name of ['firestore.rules', 'storage.rules', 'firestore.indexes.json'])
    await cp(join(ROOT, name), join(folder, name));
  await rename(packageOf(project), join(folder, 'functions'));
  // Packages of deployments that were interrupted.
  for (const name of await readdir(folderOf(project)))
    if (name.startsWith(PACKAGES)) await rm(join(folderOf(project), name), { recursive: true });
  const lines = Object.entries(functionsEnvironment(options)).map(
    ([key, value]) => `${key}=${JSON.stringify(value)}\n`,
  );
  await writeFile(join(folder, 'functions', `.env.${project}`), lines.join(''));
  await withBuildLock('web', () => cp(join(ROOT, 'web', 'build'), join(folder, 'public'), { recursive: true }));
  await writeJsonFile(join(folder, 'public', 'maru.json'), config);
  if (appCheck) await allowAppCheckScripts(join(folder, 'public'));
  return folder;
}

/** Writes a folder with a firebase.json for one command of firebase-tools, and returns it. */
export async function stageConfig(project: string, name: string, firebaseJson: object): Promise<string> {
  const folder = join(folderOf(project), name);
  await mkdir(folder, { recursive: true });
  await writeJsonFile(join(folder, 'firebase.json'), firebaseJson);
  return folder;
}

/** The file with the output of firebase-tools. */
export const logOf = (project: string): string => join(folderOf(project), 'firebase.log');
