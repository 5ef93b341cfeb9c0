import { join } from 'node:path';
import { readConfig } from '@maru/model';
import { buildFunctions } from '../emulators/build.ts';
import { runningOn } from '../emulators/lock.ts';
import { ROOT } from '../emulators/root.ts';
import { save } from '../emulators/save.ts';
import { runSchedules } from '../emulators/scheduled.ts';
import { startEmulators } from '../emulators/start.ts';
import type { Place } from './client.ts';
import type { Messages } from './messages.ts';

/** The app to import into; `close` saves and stops emulators that were started for this run. */
export interface Connection {
  readonly place: Place;
  readonly leave: () => Promise<void>;
}

/** The folder of `npm start`. */
const dataDir = (): string => process.env['MARU_DATA'] ?? join(ROOT, '.data');

async function placeAt(app: string): Promise<Place> {
  return { app, config: readConfig(await (await fetch(`${app}/maru.json`)).json()) };
}

/** The app at $MARU_APP, else the one that runs on the data folder of `npm start`. */
async function running(): Promise<Place | undefined> {
  const told = process.env['MARU_APP'];
  if (told !== undefined) return placeAt(told);
  const found = await runningOn(dataDir());
  // If the folder is locked and nothing answers, `npm start` is still starting; startEmulators reports that.
  return found && placeAt(`http://localhost:${String(found.port)}`).catch(() => undefined);
}

/** Connects to the emulators of `npm start`, or starts them on free ports, with the demo library on first run. */
export async function connect(words: Messages, tell: (line: string) => void): Promise<Connection> {
  const there = await running();
  if (there) return { place: there, leave: () => Promise.resolve() };
  tell(words.starting);
  await buildFunctions();
  const emulators = await startEmulators({ dataDir: dataDir(), ports: 'free' });
  const stopSchedules = runSchedules(emulators);
  const end = async (): Promise<void> => {
    tell(words.stopping);
    stopSchedules();
    try {
      await save({ dataDir: emulators.dataDir, hubUrl: emulators.urls.hub, blobs: emulators.blobs });
    } finally {
      await emulators.stop();
    }
  };
  // Ctrl-C and the end of the run may both close it: they wait for the same promise.
  let left: Promise<void> | undefined;
  const leave = (): Promise<void> => (left ??= end());
  try {
    if (!emulators.hasSavedData) {
      tell(words.demo);
      const { uploadDemo } = await import('../demo/upload-demo.ts');
      await uploadDemo(emulators, tell);
    }
  } catch (error) {
    await leave();
    throw error;
  }
  return { place: { config: emulators.config, app: emulators.urls.app }, leave };
}
