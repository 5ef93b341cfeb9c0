import { rm } from 'node:fs/promises';
import type { HostileFile, ValidFileName, ValidFiles } from './hostile-file.ts';
import { endOf, problemsOf, shownOf } from './verdict.ts';
import { WorkerProcess } from './worker-process.ts';

/** What a round of hostile files came to. */
export interface FuzzRun {
  /** How many of each family ended how. */
  readonly ends: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** What was wrong, a line each. */
  readonly flaws: readonly string[];
  /** The most of all files: MiB in the process, MiB in ffmpeg, seconds; each with the file that took it. */
  readonly peak: Most;
  readonly filmPeak: Most;
  readonly slowest: Most;
}

/** The most that was seen, and where. */
export interface Most {
  readonly value: number;
  readonly of: string;
}

const more = (most: Most, value: number, of: string): Most => (value > most.value ? { value, of } : most);

/** What the good files look like that these are to look like. */
async function shownOfWholes(
  maker: WorkerProcess,
  files: readonly HostileFile[],
  wholes: ValidFiles,
): Promise<Map<ValidFileName, Buffer>> {
  const shown = new Map<ValidFileName, Buffer>();
  for (const name of new Set(files.flatMap(({ like }) => like ?? []))) {
    const picture = await shownOf(
      await maker.make({ family: 'whole', name, bytes: () => wholes[name], ends: ['ready'] }),
    );
    if (picture) shown.set(name, picture);
  }
  return shown;
}

/** Makes files one after the other, as an instance does, and judges what became of each. */
export async function fuzzRun(files: readonly HostileFile[], wholes: ValidFiles): Promise<FuzzRun> {
  const maker = await WorkerProcess.begin();
  const ends = new Map<string, Map<string, number>>();
  const flaws: string[] = [];
  const none: Most = { value: 0, of: '' };
  let [peak, filmPeak, slowest] = [none, none, none];
  try {
    const shown = await shownOfWholes(maker, files, wholes);
    for (const file of files) {
      const first = await maker.make(file);
      // A machine that had something else to do for half a minute is given a second chance; a file that takes long takes it again.
      const fate = 'died' in first ? await maker.make(file) : first;
      const name = `${file.family}: ${file.name}`;
      const of = ends.get(file.family) ?? new Map<string, number>();
      ends.set(file.family, of.set(endOf(fate), (of.get(endOf(fate)) ?? 0) + 1));
      const wrong = await problemsOf(file, fate, file.like && shown.get(file.like));
      flaws.push(...wrong.map((what) => `${name}: ${what}`));
      if (!('died' in fate)) peak = more(peak, fate.peak, name);
      filmPeak = more(filmPeak, fate.filmPeak, name);
      slowest = more(slowest, fate.seconds, name);
      await rm(fate.to, { recursive: true, force: true });
    }
  } finally {
    await maker.end();
  }
  return { ends, flaws, peak, filmPeak, slowest };
}

/** How many ended how, a line for each family, and what it took. */
export function table({ ends, peak, filmPeak, slowest }: FuzzRun): string {
  const columns = [...new Set([...ends.values()].flatMap((of) => [...of.keys()]))].sort();
  const line = (name: string, cells: readonly (string | number)[]): string =>
    [name.padEnd(16), ...cells.map((cell, i) => String(cell).padStart(Math.max(7, columns[i]?.length ?? 0)))].join(
      '  ',
    );
  const rows = [...ends].map(([name, of]) =>
    line(
      name,
      columns.map((column) => of.get(column) ?? 0),
    ),
  );
  const sums = columns.map((column) => [...ends.values()].reduce((sum, of) => sum + (of.get(column) ?? 0), 0));
  return [
    line('', columns),
    ...rows,
    line('all', sums),
    `most memory: ${peak.value} MiB (${peak.of}); of ffmpeg: ${filmPeak.value} MiB (${filmPeak.of})`,
    `longest: ${slowest.value.toFixed(1)} s (${slowest.of})`,
  ].join('\n');
}
