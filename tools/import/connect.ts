import { join } from 'node:path';
import { readConfig } from '@maru/model';
import { buildFunctions } from '../emulators/build.ts';
import { runningOn } from '../emulators/lock.ts';
import { ROOT } from '../emulators/root.ts';
import { save } from '../emulators/save.ts';
import { runSchedules } from '../emulators/scheduled.ts';
import { startEmulators } from '../emulators/start.ts';
import type { RunningApp } from '../sign-in/app.ts';
import type { Messages } from './messages.ts';

/** The app to import into; `close` saves and stops emulators that were started for this run. */
export interface Connection {
  readonly app: RunningApp;
  readonly close: () => Promise<void>;
}

/** The folder of `npm start`. */
const dataDir = (): string => process.env['MARU_DATA'] ?? join(ROOT, '.data');

async function appAt(url: string): Promise<RunningApp> {
  return { url, config: readConfig(await (await fetch(`${url}/maru.json`)).json()) };
}

/** The app at $MARU_APP, else the one that runs on the data folder of `npm start`. */
async function findRunning(): Promise<RunningApp | undefined> {
  const url = process.env['MARU_APP'];
  if (url !== undefined) return appAt(url);
  const found = await runningOn(dataDir());
  // If the folder is locked and nothing responds, `npm start` is still starting; startEmulators reports that.
  return found && appAt(`http://localhost:${String(found.port)}`).catch(() => undefined);
}

/** Connects to the emulators of `npm start`, or starts them on free ports, with the demo library on first run. */
export async function connect(messages: Messages, print: (line: string) => void): Promise<Connection> {
  const running = await findRunning();
  if (running) return { app: running, close: () => Promise.resolve() };
  print(messages.starting);
  await buildFunctions();
  const emulators = await startEmulators({ dataDir: dataDir(), ports: 'free' });
  const stopSchedules = runSchedules(emulators);
  const end = async (): Promise<void> => {
    print(messages.stopping);
    stopSchedules();
    try {
      await save({ dataDir: emulators.dataDir, hubUrl: emulators.urls.hub, blobs: emulators.blobs });
    } finally {
      await emulators.stop();
    }
  };
  // Ctrl-C and the end of the run may both call it: they wait for the same promise.
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= end());
  try {
    if (!emulators.hasSavedData) {
      print(messages.demo);
      const { uploadDemo } = await import('../demo/upload-demo.ts');
      await uploadDemo(emulators, print);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { app: { config: emulators.config, url: emulators.urls.app }, close };
}
