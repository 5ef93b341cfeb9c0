import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hasJava } from '../bootstrap/hidane.js';
import { cleanEnvironment } from './clean-environment.ts';
import { ROOT } from './root.ts';
import type { StorageRules } from './emulators.ts';
import type { ProjectFolder } from './project-folder.ts';

function emulatorsOf(hasFunctions: boolean): string {
  return ['auth', 'firestore', 'storage', 'hosting', ...(hasFunctions ? ['functions', 'eventarc', 'tasks'] : [])].join(
    ',',
  );
}

/** Whether Google's storage rules runtime can run: its jar is in the cache of firebase-tools and Java is installed. */
export function hasOfficialRules(env: NodeJS.ProcessEnv): boolean {
  const tools = join(ROOT, 'node_modules', 'firebase-tools', 'lib', 'emulator', 'downloadableEmulatorInfo.json');
  const info = JSON.parse(readFileSync(tools, 'utf8')) as { storage: { downloadPathRelativeToCacheDir: string } };
  const cache = env['FIREBASE_EMULATORS_PATH'] ?? join(env['HOME'] ?? homedir(), '.cache', 'firebase', 'emulators');
  return existsSync(join(cache, info.storage.downloadPathRelativeToCacheDir)) && hasJava(env);
}

// Tells the `java` launcher which jar to replace with which script.
function replacement(rulesFile: string): NodeJS.ProcessEnv {
  return {
    MARU_NODE: process.execPath,
    MARU_STORAGE_RULES_FILE: rulesFile,
    MARU_STORAGE_RULES_SERVE: join(ROOT, 'tools', 'storage-rules', 'serve.ts'),
    STORAGE_EMULATOR_BINARY_PATH: rulesFile,
  };
}

/** What evaluates storage rules in emulators started with `env`. */
export const storageRulesOf = (env: NodeJS.ProcessEnv): StorageRules =>
  env['MARU_STORAGE_RULES_SERVE'] === undefined ? 'official' : 'replacement';

/** The environment for firebase-tools and its child processes: no telemetry, no network lookups, no shared folders. */
export function environmentOf(project: ProjectFolder, from: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const nodeFolder = join(ROOT, 'node_modules', '.bin');
  return {
    ...cleanEnvironment(from),
    PATH: [project.java, nodeFolder, from['PATH'] ?? ''].join(':'),
    TMPDIR: project.temporary,
    // The home may be missing or read-only. Without a configuration file firebase-tools sends no usage data either.
    XDG_CONFIG_HOME: join(project.folder, 'config'),
    CI: '1',
    METADATA_SERVER_DETECTION: 'none',
    NO_UPDATE_NOTIFIER: '1',
    FIREBASE_FUNCTIONS_DISCOVERY_OUTPUT_PATH: 'true',
    // Seconds that a function's process may take to start. After the default of 30, an event is lost silently.
    FUNCTIONS_DISCOVERY_TIMEOUT: '180',
    // Requests that run at once, over all functions. The default of 50 would let calls wait behind tasks that sleep.
    FUNCTIONS_EMULATOR_PARALLEL: '1000',
    ...(hasOfficialRules(from) ? {} : replacement(project.rulesFile)),
  };
}

const PATCHES = [
  'task-timeout.ts',
  'task-schedule.ts',
  'tasks-polling.ts',
  'queue-concurrency.ts',
  'worker-concurrency.ts',
  'auth-validators.ts',
  'storage-objects.ts',
  'storage-uploads.ts',
  'storage-downloads.ts',
];

/** The command that runs firebase-tools in a project folder. Without `hidane` it runs Google's Firestore emulator. */
export function commandOf(
  projectId: string,
  options: { hidane: string | undefined; hasFunctions: boolean; importFrom: string | undefined },
): [command: string, args: string[]] {
  const firebase = [
    ...PATCHES.flatMap((name) => ['--import', join(import.meta.dirname, 'patches', name)]),
    join(ROOT, 'node_modules', 'firebase-tools', 'lib', 'bin', 'firebase.js'),
    'emulators:start',
    '--project',
    projectId,
    '--only',
    emulatorsOf(options.hasFunctions),
    '--non-interactive',
    ...(options.importFrom === undefined ? [] : ['--import', options.importFrom]),
  ];
  return options.hidane === undefined
    ? [process.execPath, firebase]
    : [options.hidane, ['exec', '--', process.execPath, ...firebase]];
}
