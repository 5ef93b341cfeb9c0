import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findFfmpeg } from '../bootstrap/ffmpeg.js';
import { findHidane } from '../bootstrap/hidane.js';
import { seedAccess } from './seed-access.ts';
import { rulesFor, type CorsRule } from './cors.ts';
import type { Emulators, EmulatorOptions, EmulatorUrls } from './emulators.ts';
import { commandOf, environmentOf, storageRulesOf } from './environment.ts';
import { lockFolder, type Lock } from './lock.ts';
import { bucketsOf, localMaruConfig } from './web-config.ts';
import { freePorts, HOST, type EmulatorPorts } from './ports.ts';
import { startMarked, stopMarked } from './processes.ts';
import { untilReady } from './ready.ts';
import { lastSaved, SAVED } from './save.ts';
import { ROOT } from './root.ts';
import { createProjectFolder, type ProjectFolder } from './project-folder.ts';
import { startStorageProxy, type StorageProxy } from './storage-proxy.ts';

function urlsOf(ports: EmulatorPorts): EmulatorUrls {
  const url = (port: number): string => `http://${HOST}:${String(port)}`;
  return {
    app: `http://localhost:${String(ports.hosting)}`,
    auth: url(ports.auth),
    firestore: url(ports.firestore),
    functions: url(ports.functions),
    storage: url(ports.storage),
    storageProxy: url(ports.storageProxy),
    hub: url(ports.hub),
    tasks: url(ports.tasks),
  };
}

async function startProxy(projectId: string, ports: EmulatorPorts): Promise<StorageProxy> {
  const listed = JSON.parse(await readFile(join(ROOT, 'cors.json'), 'utf8')) as CorsRule[];
  const pages = ['localhost', HOST].map((host) => `http://${host}:${String(ports.hosting)}`);
  const rules = rulesFor(listed, projectId, pages);
  return startStorageProxy({
    port: ports.storageProxy,
    emulatorPort: ports.storage,
    rules: new Map(Object.values(bucketsOf(projectId)).map((bucket) => [bucket, rules])),
  });
}

function folderOf(choice: boolean | string | undefined, ...own: readonly string[]): string | undefined {
  if (choice === false) return undefined;
  return typeof choice === 'string' ? choice : join(ROOT, ...own);
}

function functionsEnvOf(projectId: string, ports: EmulatorPorts): Record<string, string> {
  const { originals, renditions } = bucketsOf(projectId);
  const found = findFfmpeg();
  return {
    MARU_ORIGINALS_BUCKET: originals,
    MARU_RENDITIONS_BUCKET: renditions,
    MARU_LOCAL_STORAGE: urlsOf(ports).storageProxy,
    ...(found && { MARU_FFMPEG_PATH: found.ffmpeg, MARU_FFPROBE_PATH: found.ffprobe }),
  };
}

interface Run {
  id: string;
  dataDir: string;
  projectId: string;
  ports: EmulatorPorts;
  lock: Lock;
  functionsFrom: string | undefined;
}

async function runIn(run: Run, project: ProjectFolder): Promise<Emulators> {
  const { id, dataDir, projectId, ports } = run;
  const importFrom = await lastSaved(dataDir);
  const hidane = findHidane();
  const command = commandOf(projectId, { hidane, hasFunctions: run.functionsFrom !== undefined, importFrom });
  const env = environmentOf(project, process.env);
  const child = startMarked(id, command, { cwd: project.folder, env, temporary: project.temporary });
  const log = join(project.folder, 'emulators.log');
  const file = createWriteStream(log);
  child.stdout?.pipe(file, { end: false });
  child.stderr?.pipe(file, { end: false });
  const urls = urlsOf(ports);
  let isStopping = false;
  let proxy: StorageProxy | undefined;
  const stop = async (): Promise<void> => {
    isStopping = true;
    await proxy?.stop();
    await stopMarked(id, child, 9_000);
    file.end();
    await project.remove();
    await run.lock.release();
  };
  try {
    await untilReady(child, log);
    await seedAccess(urls.firestore, projectId);
    proxy = await startProxy(projectId, ports);
  } catch (error) {
    await stop();
    throw error;
  }
  const failed = once(child, 'exit').then(([code]) =>
    isStopping ? new Promise<string>(() => undefined) : `the emulators exited with code ${String(code)}; see ${log}`,
  );
  const config = localMaruConfig(projectId, ports);
  const { blobs } = project;
  return {
    projectId,
    ports,
    config,
    buckets: bucketsOf(projectId),
    urls,
    dataDir,
    blobs,
    log,
    id,
    storageRules: storageRulesOf(env),
    hasSavedData: importFrom !== undefined,
    failed,
    stop,
  };
}

/** Starts the emulators; resolves when all respond. Rejects with the reason if one cannot start, with EmulatorsRunning or with PortTaken. */
export async function startEmulators(options: EmulatorOptions): Promise<Emulators> {
  const dataDir = resolve(options.dataDir);
  const projectId = options.projectId ?? 'demo-maru';
  const ports = options.ports === undefined || options.ports === 'free' ? await freePorts() : options.ports;
  const functionsFrom = folderOf(options.functions, 'functions');
  const id = randomBytes(8).toString('hex');
  await mkdir(dataDir, { recursive: true });
  const lock = await lockFolder(dataDir, id, ports.hosting);
  try {
    if (options.fresh) await rm(join(dataDir, SAVED), { recursive: true, force: true });
    const project = await createProjectFolder({
      folder: join(dataDir, 'stage'),
      projectId,
      ports,
      functionsFrom,
      functionsEnv: { ...functionsEnvOf(projectId, ports), ...options.functionsEnv },
      publicFrom: folderOf(options.app, 'web', 'build'),
    });
    await lock.recordTemporary(project.temporary);
    return await runIn({ id, dataDir, projectId, ports, lock, functionsFrom }, project);
  } catch (error) {
    await lock.release();
    throw error;
  }
}
