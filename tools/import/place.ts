import { join } from 'node:path';
import { readConfig } from '@maru/model';
import { buildFunctions } from '../emulators/build.ts';
import { runningOn } from '../emulators/lock.ts';
import { ROOT } from '../emulators/root.ts';
import { save } from '../emulators/save.ts';
import { runSchedules } from '../emulators/scheduled.ts';
import { startEngine } from '../emulators/start.ts';
import type { Place } from './client.ts';
import type { Words } from './words.ts';

/** A place to import to, and how it is left: an engine that was started for this run is saved and stopped. */
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

/** The engine that runs on the folder of `npm start`; where none does, one is started on free ports, with its demo library on first run. */
export async function visit(words: Words, tell: (line: string) => void): Promise<Visit> {
  const there = await running();
  if (there) return { place: there, leave: () => Promise.resolve() };
  tell(words.starting);
  await buildFunctions();
  const engine = await startEngine({ dataDir: dataDir(), ports: 'free' });
  const stopSchedules = runSchedules(engine);
  const end = async (): Promise<void> => {
    tell(words.stopping);
    stopSchedules();
    try {
      await save({ dataDir: engine.dataDir, hubUrl: engine.urls.hub, blobs: engine.blobs });
    } finally {
      await engine.stop();
    }
  };
  // A Ctrl-C and the end of the run may both leave: they wait for the same end.
  let left: Promise<void> | undefined;
  const leave = (): Promise<void> => (left ??= end());
  try {
    if (!engine.hasSavedData) {
      tell(words.demo);
      const { makeDemo } = await import('../demo/make.ts');
      await makeDemo(engine, tell);
    }
  } catch (error) {
    await leave();
    throw error;
  }
  return { place: { config: engine.config, app: engine.urls.app }, leave };
}
