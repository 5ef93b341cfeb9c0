import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { bucketsOf, localMaruJson, type MaruJson } from './maru-json.ts';
import { freePorts, HOST, type EnginePorts } from './ports.ts';
import { startMarked, stopMarked } from './processes.ts';
import { rulesFor, type CorsRule } from './cors.ts';
import { startStorageProxy, type StorageProxy } from './storage-proxy.ts';
import { ROOT, setStage, type Stage } from './stage.ts';

/** How an engine is started. */
export interface EngineOptions {
  /** Where data is kept, and the stage of the run. */
  dataDir: string;
  /** `free`, or the ports to use. */
  ports?: 'free' | EnginePorts;
  /** Begin without what was saved. */
  fresh?: boolean;
  /** A folder with package.json and lib/index.js; true for the project's own, false for an engine without functions. */
  functions?: boolean | string;
  /** The built web app; by default the project's own. */
  publicFrom?: string;
  projectId?: string;
  /** More variables for functions. */
  functionsEnv?: Record<string, string>;
  /** The Firestore emulator's binary; by default $HIDANE. */
  hidane?: string | undefined;
}

/** A running engine. */
export interface Engine {
  projectId: string;
  ports: EnginePorts;
  /** What the browser is told, as served at /maru.json. */
  config: MaruJson;
  buckets: { originals: string; renditions: string };
  urls: {
    app: string;
    auth: string;
    firestore: string;
    functions: string;
    storage: string;
    storageProxy: string;
    hub: string;
    tasks: string;
  };
  /** The file that all emulators and functions log to. */
  log: string;
  /** The id that all its processes carry in MARU_ENGINE. */
  id: string;
  /** Resolves with a sentence when the engine ends without having been stopped. */
  failed: Promise<string>;
  /** Stops everything within 15 s and leaves no process behind. */
  stop: () => Promise<void>;
}

const READY = 'All emulators ready!';
const BROKEN = /Failed to load function definition from source: .*|Could not start .*|An unexpected error .*|Error: .*/;

function emulatorsOf(hasFunctions: boolean): string {
  return ['auth', 'firestore', 'storage', 'hosting', ...(hasFunctions ? ['functions', 'eventarc', 'tasks'] : [])].join(
    ',',
  );
}

/** What firebase-tools and everything under it find in their environment: no telemetry, no look-ups, no shared folders. */
export function environmentOf(stage: Stage, hidane: string | undefined, from: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const nodeFolder = join(ROOT, 'node_modules', '.bin');
  const env: NodeJS.ProcessEnv = {
    ...from,
    PATH: [stage.java, nodeFolder, from['PATH'] ?? ''].join(':'),
    TMPDIR: stage.temporary,
    // firebase-tools writes here, and a home may be missing or read-only; without a file it sends no usage either.
    XDG_CONFIG_HOME: join(stage.folder, 'config'),
    CI: '1',
    METADATA_SERVER_DETECTION: 'none',
    NO_UPDATE_NOTIFIER: '1',
    FIREBASE_FUNCTIONS_DISCOVERY_OUTPUT_PATH: 'true',
    // Every running function is a process: this many at once, of all functions together.
    FUNCTIONS_EMULATOR_PARALLEL: from['FUNCTIONS_EMULATOR_PARALLEL'] ?? '8',
    MARU_NODE: process.execPath,
    MARU_STORAGE_RULES_FILE: stage.rulesFile,
    MARU_STORAGE_RULES_SERVE: from['MARU_STORAGE_RULES_SERVE'] ?? join(ROOT, 'tools', 'storage-rules', 'serve.ts'),
    STORAGE_EMULATOR_BINARY_PATH: stage.rulesFile,
  };
  for (const name of [
    'GOOGLE_APPLICATION_CREDENTIALS',
    'FIREBASE_TOKEN',
    'NODE_OPTIONS',
    'VITEST',
    'VITEST_MODE',
    'NODE_ENV',
  ]) {
    delete env[name];
  }
  if (hidane !== undefined) env['HIDANE'] = hidane;
  return env;
}

function untilReady(child: ChildProcess, log: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let tail = '';
    const read = (chunk: Buffer): void => {
      tail = (tail + chunk.toString()).slice(-20_000);
      const broken = /Failed to load function definition from source: .*/.exec(tail);
      if (broken) reject(new Error(broken[0]));
      if (tail.includes(READY)) {
        child.stdout?.off('data', read);
        resolve();
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => {
      const reason = BROKEN.exec(tail)?.[0] ?? tail.trim().split('\n').slice(-6).join('\n');
      reject(new Error(`the local engine ended with code ${String(code)}: ${reason} (all of it: ${log})`));
    });
  });
}

async function corsRules(projectId: string, ports: EnginePorts): Promise<Map<string, CorsRule[]>> {
  const listed = JSON.parse(await readFile(join(ROOT, 'cors.json'), 'utf8')) as CorsRule[];
  const pages = ['localhost', HOST].map((host) => `http://${host}:${String(ports.hosting)}`);
  const rules = rulesFor(listed, projectId, pages);
  return new Map(Object.values(bucketsOf(projectId)).map((bucket) => [bucket, rules]));
}

/** Starts all emulators and resolves when they answer; rejects with a sentence when one cannot start. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const dataDir = resolve(options.dataDir);
  const projectId = options.projectId ?? 'demo-maru';
  const ports = options.ports === undefined || options.ports === 'free' ? await freePorts() : options.ports;
  const functionsFrom =
    options.functions === false
      ? undefined
      : typeof options.functions === 'string'
        ? options.functions
        : join(ROOT, 'functions');
  const buckets = bucketsOf(projectId);
  const id = randomBytes(8).toString('hex');
  await mkdir(dataDir, { recursive: true });
  const stage = await setStage({
    folder: join(dataDir, 'stage'),
    projectId,
    ports,
    functionsFrom,
    functionsEnv: {
      MARU_ORIGINALS_BUCKET: buckets.originals,
      MARU_RENDITIONS_BUCKET: buckets.renditions,
      ...options.functionsEnv,
    },
    publicFrom: options.publicFrom ?? join(ROOT, 'web', 'build'),
  });
  const saved = join(dataDir, 'saved');
  if (options.fresh) await rm(saved, { recursive: true, force: true });

  const hidane = options.hidane ?? process.env['HIDANE'];
  const firebase = [
    join(ROOT, 'node_modules', 'firebase-tools', 'lib', 'bin', 'firebase.js'),
    'emulators:start',
    '--project',
    projectId,
    '--only',
    emulatorsOf(functionsFrom !== undefined),
    '--non-interactive',
    ...(existsSync(join(saved, 'firebase-export-metadata.json')) ? ['--import', saved] : []),
  ];
  const [command, args] =
    hidane === undefined ? [process.execPath, firebase] : [hidane, ['exec', '--', process.execPath, ...firebase]];
  const log = join(stage.folder, 'engine.log');
  const child = startMarked(id, command, args, { cwd: stage.folder, env: environmentOf(stage, hidane, process.env) });
  const file = createWriteStream(log);
  child.stdout?.pipe(file, { end: false });
  child.stderr?.pipe(file, { end: false });
  let isStopping = false;
  let proxy: StorageProxy | undefined;
  const stop = async (): Promise<void> => {
    isStopping = true;
    await proxy?.stop();
    await stopMarked(id, child, 9_000);
    file.end();
    await stage.remove();
  };
  try {
    await untilReady(child, log);
    proxy = await startStorageProxy({
      port: ports.storageProxy,
      emulatorPort: ports.storage,
      rules: await corsRules(projectId, ports),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const failed = once(child, 'exit').then(([code]) =>
    isStopping ? new Promise<string>(() => undefined) : `the local engine ended with code ${String(code)}`,
  );
  const url = (port: number): string => `http://${HOST}:${String(port)}`;
  return {
    projectId,
    ports,
    config: localMaruJson(projectId, ports),
    buckets,
    urls: {
      app: `http://localhost:${String(ports.hosting)}`,
      auth: url(ports.auth),
      firestore: url(ports.firestore),
      functions: url(ports.functions),
      storage: url(ports.storage),
      storageProxy: url(ports.storageProxy),
      hub: url(ports.hub),
      tasks: url(ports.tasks),
    },
    log,
    id,
    failed,
    stop,
  };
}
