import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions, buildWeb } from '../../tools/emulators/build.ts';
import { startEngine } from '../../tools/emulators/start.ts';

/** An engine that one test has for itself, because it stops it. */
export interface OwnEngine {
  /** Where the app is. */
  app: string;
  /** Stops it; a second call does nothing. */
  stop: () => Promise<void>;
}

/** Starts a fresh engine on free ports in a temporary folder. */
export async function ownEngine(): Promise<OwnEngine> {
  await buildFunctions();
  await buildWeb();
  const dataDir = await mkdtemp(join(tmpdir(), 'maru-own-'));
  const engine = await startEngine({ dataDir, ports: 'free', fresh: true, functions: true });
  let stopped: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { app: engine.urls.app, stop: () => (stopped ??= end()) };
}
