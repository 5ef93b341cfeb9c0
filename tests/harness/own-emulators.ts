import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions, buildWeb } from '../../tools/emulators/build.ts';
import { startEmulators } from '../../tools/emulators/start.ts';

/** Emulators of a single test, which may stop them. */
export interface OwnEmulators {
  /** The address of the app. */
  app: string;
  /** Stops them; a second call does nothing. */
  stop: () => Promise<void>;
}

/** Starts new emulators on free ports in a temporary folder. */
export async function startOwnEmulators(): Promise<OwnEmulators> {
  await buildFunctions();
  await buildWeb();
  const dataDir = await mkdtemp(join(tmpdir(), 'maru-own-'));
  const emulators = await startEmulators({ dataDir, ports: 'free', fresh: true, functions: true });
  let stopping: Promise<void> | undefined;
  const tearDown = async (): Promise<void> => {
    await emulators.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { app: emulators.urls.app, stop: () => (stopping ??= tearDown()) };
}
