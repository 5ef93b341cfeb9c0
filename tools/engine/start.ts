import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { paths, type MaruConfig } from '@maru/model';
import { DEMO_ACCESS } from './people.ts';
import { bucketsOf, localMaruConfig } from './maru-json.ts';
import { freePorts, HOST, type EnginePorts } from './ports.ts';
import { startMarked, stopMarked } from './processes.ts';
import { rulesFor, type CorsRule } from './cors.ts';
import { startStorageProxy, type StorageProxy } from './storage-proxy.ts';
import { commandOf, environmentOf } from './environment.ts';
import { ROOT, setStage } from './stage.ts';

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
  config: MaruConfig;
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

/** Writes who may make a library, as deploy does on a real project. */
async function allowDemoPeople(projectId: string, ports: EnginePorts): Promise<void> {
  const list = (values: readonly string[]): object => ({
    arrayValue: { values: values.map((value) => ({ stringValue: value })) },
  });
  const path = `v1/projects/${projectId}/databases/(default)/documents/${paths.access()}`;
  const answer = await fetch(`http://${HOST}:${String(ports.firestore)}/${path}?currentDocument.exists=false`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { owners: list(DEMO_ACCESS.owners), allowed: list(DEMO_ACCESS.allowed) } }),
  });
  if (!answer.ok && answer.status !== 409)
    throw new Error(`Firestore refused ${paths.access()}: ${await answer.text()}`);
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
  const [command, args] = commandOf(projectId, {
    hidane,
    hasFunctions: functionsFrom !== undefined,
    importFrom: existsSync(join(saved, 'firebase-export-metadata.json')) ? saved : undefined,
  });
  const log = join(stage.folder, 'engine.log');
  const child = startMarked(id, command, args, { cwd: stage.folder, env: environmentOf(stage, process.env) });
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
    await allowDemoPeople(projectId, ports);
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
    config: localMaruConfig(projectId, ports),
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
