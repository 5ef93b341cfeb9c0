import { join } from 'node:path';
import { readConfig } from '@maru/model';
import { buildFunctions } from '../emulators/build.ts';
import { runningOn } from '../emulators/lock.ts';
import { ROOT } from '../emulators/root.ts';
import { save } from '../emulators/save.ts';
import { runSchedules } from '../emulators/scheduled.ts';
import { startEmulators } from '../emulators/start.ts';
import type { Place } from './client.ts';
import type { Words } from './words.ts';

/** A place to import to, and how it is left: emulators that were started for this run are saved and stopped. */
export interface Visit {
  readonly place: Place;
  readonly leave: () => Promise<void>;
}

/** The folder of `npm start`. */
const dataDir = (): string => process.env['MARU_DATA'] ?? join(ROOT, '.data');

async function placeAt(app: string): Promise<Place> {
  return { app, config: readConfig(await (await fetch(`${app}/maru.json`)).json()) };
}

/** $MARU_APP's, else what runs on the folder of `npm start`. */
async function running(): Promise<Place | undefined> {
  const told = process.env['MARU_APP'];
  if (told !== undefined) return placeAt(told);
  const found = await runningOn(dataDir());
  // Where the folder is held and nobody answers, `npm start` is on its way; starting says so.
  return found && placeAt(`http://localhost:${String(found.port)}`).catch(() => undefined);
}

/** The emulators that run on the folder of `npm start`; where none do, they are started on free ports, with its demo library on first run. */
export async function visit(words: Words, tell: (line: string) => void): Promise<Visit> {
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
  // A Ctrl-C and the end of the run may both leave: they wait for the same end.
  let left: Promise<void> | undefined;
  const leave = (): Promise<void> => (left ??= end());
  try {
    if (!emulators.hasSavedData) {
      tell(words.demo);
      const { makeDemo } = await import('../demo/make.ts');
      await makeDemo(emulators, tell);
    }
  } catch (error) {
    await leave();
    throw error;
  }
  return { place: { config: emulators.config, app: emulators.urls.app }, leave };
}
