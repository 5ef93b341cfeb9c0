import { join } from 'node:path';
import { readConfig } from '@maru/model';
import { buildFunctions } from '../engine/build.ts';
import { runningOn } from '../engine/lock.ts';
import { ROOT } from '../engine/root.ts';
import { save } from '../engine/save.ts';
import { runSchedules } from '../engine/scheduled.ts';
import { startEngine } from '../engine/start.ts';
import type { Place } from './client.ts';
import type { Words } from './words.ts';

/** A place to import to, and how it is left: an engine that was started for this run is saved and stopped. */
export interface Visit {
  readonly place: Place;
  readonly leave: () => Promise<void>;
}

/** The folder of `npm start`. */
const dataDir = (): string => process.env['MARU_DATA'] ?? join(ROOT, '.data');

async function running(): Promise<Place | undefined> {
  const found = await runningOn(dataDir());
  if (!found) return undefined;
  const app = `http://localhost:${String(found.port)}`;
  try {
    return { app, config: readConfig(await (await fetch(`${app}/maru.json`)).json()) };
  } catch {
    // The folder is held, and nobody answers yet: `npm start` is on its way, or on its way out.
    return undefined;
  }
}

/** The engine that runs on the folder of `npm start`; where none does, one is started on free ports, with its demo library on first run. */
export async function visit(words: Words, tell: (line: string) => void): Promise<Visit> {
  const there = await running();
  if (there) return { place: there, leave: () => Promise.resolve() };
  tell(words.starting);
  await buildFunctions();
  const engine = await startEngine({ dataDir: dataDir(), ports: 'free' });
  const stopSchedules = runSchedules(engine);
  let isLeft = false;
  const leave = async (): Promise<void> => {
    if (isLeft) return;
    isLeft = true;
    tell(words.stopping);
    stopSchedules();
    try {
      await save({ dataDir: engine.dataDir, hubUrl: engine.urls.hub, blobs: engine.blobs });
    } finally {
      await engine.stop();
    }
  };
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
